/** `/plans/PLAN/years/YEAR`: the key-task list of a year, its questions as a form, and the launch of the year. */
import type { VNode } from 'preact';
import { z } from 'zod';
import { dayOf } from '../../domain/day.js';
import { DubanError, type Fault, fault } from '../../domain/errors.js';
import type { GivenAnswer, GivenYear } from '../../domain/life/year-answers.js';
import type { Tried } from '../console/comments-parts.js';
import { planYearPage } from '../console/plan-year-page.js';
import { yearHref } from '../console/plan-years.js';
import { carryOut, fieldsOf, flatForm, readFields } from './console-comments-form.js';
import { doneOf, doneQuery } from './done.js';
import { page } from './page.js';
import { yearParams } from './plan-year-bodies.js';
import { numberOf } from './return-form.js';
import { mustForm, mustSession, officeActor, type Session, signedOf } from './session.js';
import type { Site, ZodWeb } from './site.js';

const launchFields = z.object({
  by: z.string().trim().max(80).optional(),
  on: z.string().max(20).optional(),
  document: z.string().trim().max(120).optional(),
  skip: z.literal('yes').optional(),
  sure: z.literal('yes', '请勾选“我已看过清单和推演，确认启动”'),
});

/** Adds the page and its forms. */
export function addPlanYearPages(web: ZodWeb, site: Site): void {
  const { office, records } = site;
  const params = yearParams;
  const show = async (
    { plan: id, year }: z.infer<typeof yearParams>,
    session: Session,
    done?: string,
    tried?: Tried,
  ): Promise<VNode> => {
    const [list, plan, directory] = await Promise.all([records.year(id, year), records.plan(id), records.directory()]);
    const rehearsal = list.started === null && list.further ? await records.rehearseYear(id, year) : null;
    const shown = { list, plan: plan.plan, tasks: plan.list, directory, today: dayOf(site.now()), rehearsal };
    return planYearPage({ signed: signedOf(session, site), ...shown, done, tried });
  };
  web.get('/plans/:plan/years/:year', { schema: { params, querystring: doneQuery } }, async (request, reply) => {
    const session = mustSession(request, site);
    return page(reply, await show(request.params, session, doneOf(request.query.done)));
  });
  web.post('/plans/:plan/years/:year/answers', { schema: { params, body: flatForm } }, async (request, reply) => {
    const session = mustForm(request, site);
    const { plan, year } = request.params;
    const values = fieldsOf(request.body);
    const work = async (): Promise<string> => {
      await office.answerYear(plan, year, givenIn(values), officeActor(session.name));
      return `${yearHref(plan, year)}?done=settled`;
    };
    return carryOut(reply, { name: 'answers', values }, work, (tried) =>
      show(request.params, session, undefined, tried),
    );
  });
  web.post('/plans/:plan/years/:year/launch', { schema: { params, body: flatForm } }, async (request, reply) => {
    const session = mustForm(request, site);
    const { plan, year } = request.params;
    const values = fieldsOf(request.body);
    const work = async (): Promise<string> => {
      const { by, on, document, skip } = readFields(launchFields, values);
      const options = { year, approval: { by, on, document }, ...(skip === undefined ? {} : { skip: true as const }) };
      await office.launch(plan, options, officeActor(session.name));
      return `/plans/${encodeURIComponent(plan)}?year=${year}&done=yearLaunched`;
    };
    return carryOut(reply, { name: 'launch', values }, work, (tried) =>
      show(request.params, session, undefined, tried),
    );
  });
}

/** The answers of the form: `v-TASK-PLACE` holds a value, `u-TASK-…` a unit that has ended and its successor. @throws every value that is none. */
function givenIn(values: Readonly<Record<string, string>>): GivenYear {
  const faults: Fault[] = [];
  const answers = Object.entries(values).flatMap(([name, words]): GivenAnswer[] => {
    const [kind, task, place] = name.split('-');
    if (kind === 'u') {
      const [unit = '', to = ''] = words.split('>');
      return [{ task: Number(task), unit, to }];
    }
    if (kind !== 'v') return [];
    const value = /^(?:不分解|none)$/.test(words.trim()) ? 'none' : numberOf(words);
    if (value !== undefined) return [{ task: Number(task), target: Number(place), value }];
    faults.push(fault('field-invalid', { field: `任务${task}的目标值“${words}”`, detail: '应为数值，或“不分解”' }));
    return [];
  });
  if (faults.length > 0) throw new DubanError(faults);
  return { answers, pick: (values['pick']?.match(/\d+/g) ?? []).map(Number) };
}
