/** The page of one task, and the office's acts on it. */
import { z } from 'zod';
import { DubanError, fault } from '../../domain/errors.js';
import type { Actor } from '../../domain/task.js';
import { taskPage } from '../console/task-page.js';
import { actSchema, taskParams, toAct } from './bodies.js';
import { doneOf, doneQuery } from './done.js';
import { page } from './page.js';
import { mustForm, mustSession, officeActor, signedOf } from './session.js';
import type { Site, ZodWeb } from './site.js';

/** A form is flat text; the act's own schema checks it after the empty fields are left out. */
const form = z.record(z.string().max(40), z.string().max(10_000));

/** Adds `/tasks/PLAN/YEAR/NUMBER`. */
export function addTaskPages(web: ZodWeb, site: Site): void {
  const params = taskParams;
  web.get('/tasks/:plan/:year/:number', { schema: { params, querystring: doneQuery } }, async (request, reply) => {
    const signed = signedOf(mustSession(request, site), site);
    const { plan, year, number } = request.params;
    const [task, directory] = await Promise.all([
      site.records.task(`${plan}/${year}/${number}`),
      site.records.directory(),
    ]);
    return page(reply, taskPage({ signed, task, directory, done: doneOf(request.query.done) }));
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
