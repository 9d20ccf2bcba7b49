/** The page of one task, and the office's acts on it. */
import type { VNode } from 'preact';
import { z } from 'zod';
import { DubanError, fault } from '../../domain/errors.js';
import type { Actor } from '../../domain/task.js';
import type { Tried } from '../console/comments-parts.js';
import { taskHref } from '../console/cycles-parts.js';
import { taskPage } from '../console/task-page.js';
import { actSchema, taskParams, toAct } from './bodies.js';
import { carryOut, fieldsOf, flatForm, readFields } from './console-comments-form.js';
import { doneOf, doneQuery } from './done.js';
import { page } from './page.js';
import { mustForm, mustSession, officeActor, type Session, signedOf } from './session.js';
import type { Site, ZodWeb } from './site.js';

/** A form is flat text; the act's own schema checks it after the empty fields are left out. */
const form = z.record(z.string().max(40), z.string().max(10_000));

const problem = z.object({ text: z.string('请填写').trim().min(1, '请填写').max(5000, '最多5000字') });

/** Adds `/tasks/PLAN/YEAR/NUMBER`. */
export function addTaskPages(web: ZodWeb, site: Site): void {
  const params = taskParams;
  const show = async (id: string, session: Session, done: string | undefined, tried?: Tried): Promise<VNode> => {
    const [task, directory] = await Promise.all([site.records.task(id), site.records.directory()]);
    return taskPage({ signed: signedOf(session, site), task, directory, done, tried });
  };
  web.get('/tasks/:plan/:year/:number', { schema: { params, querystring: doneQuery } }, async (request, reply) => {
    const session = mustSession(request, site);
    const { plan, year, number } = request.params;
    return page(reply, await show(`${plan}/${year}/${number}`, session, doneOf(request.query.done)));
  });
  web.post('/tasks/:plan/:year/:number/problem', { schema: { params, body: flatForm } }, async (request, reply) => {
    const session = mustForm(request, site);
    const { plan, year, number } = request.params;
    const id = `${plan}/${year}/${number}`;
    const values = fieldsOf(request.body);
    const work = async () => {
      const { text } = readFields(problem, values);
      const last = (await site.records.task(id)).history
        .filter((event) => event.kind === 'cycle.problem')
        .toSorted((a, b) => a.at - b.at)
        .at(-1);
      // Pressed twice, the leadership group gets one letter.
      if (last?.data['text'] !== text) await site.office.supervision.raise(id, text, officeActor(session.name));
      return `${taskHref(id)}?done=raised`;
    };
    return carryOut(reply, { name: 'problem', values }, work, (tried) => show(id, session, undefined, tried));
  });
  web.post('/tasks/:plan/:year/:number', { schema: { params, body: form } }, async (request, reply) => {
    const session = mustForm(request, site);
    const { plan, year, number } = request.params;
    const { csrf: _csrf, why, ...fields } = request.body;
    const act = toAct(readAct(fields));
    const actor: Actor = {
      ...officeActor(session.name),
      ...('unit' in act ? { onBehalfOf: act.unit, why: why ?? '' } : {}),
    };
    await site.office.act(`${plan}/${year}/${number}`, act, actor);
    return reply.redirect(`/tasks/${[plan, year, number].map(encodeURIComponent).join('/')}?done=acted`, 303);
  });
}

function readAct(fields: Readonly<Record<string, string>>): z.infer<typeof actSchema> {
  const filled = Object.fromEntries(
    Object.entries(fields)
      .filter(([, value]) => value.trim() !== '')
      .map(([name, value]): [string, unknown] => [
        name,
        name === 'no' ? Number(value) : name === 'approve' ? value === 'yes' : value,
      ]),
  );
  const read = actSchema.safeParse(filled);
  if (read.success) return read.data;
  throw new DubanError(
    read.error.issues.map((issue) =>
      fault('field-invalid', { field: issue.path.join('.') || '表单', detail: issue.message }),
    ),
  );
}
