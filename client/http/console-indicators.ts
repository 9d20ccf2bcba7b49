/** `/indicators/:plan`: the office's page of a plan's indicators, their evaluation, and what is to be done with them. */
import type { VNode } from 'preact';
import { z } from 'zod';
import { dayOf, yearOf } from '../../domain/day.js';
import { evaluationKinds } from '../../domain/indicators/watch.js';
import type { Tried } from '../console/comments-parts.js';
import { indicatorsPage } from '../console/indicators-page.js';
import { sendFile } from './comment-files.js';
import { carryOut, fieldsOf, flatForm, readFields } from './console-comments-form.js';
import { doneOf, doneQuery } from './done.js';
import { evaluationQuery, planParams } from './indicator-bodies.js';
import { evaluationFile } from './indicator-paper.js';
import { page } from './page.js';
import { mustForm, mustSession, officeActor, type Session, signedOf } from './session.js';
import type { Site, ZodWeb } from './site.js';

const PLAN = '/indicators/:plan';

const words = (most: number) => z.string('请填写').trim().min(1, '请填写').max(most, `最多${most}字`);
const evaluation = z.enum(evaluationKinds, '请选择');
const actFields = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('assign'),
    unit: z.string('请选择').max(80),
    // Boxes that were ticked, joined by commas.
    indicators: z
      .string('没有勾选')
      .regex(/^\d{1,5}(,\d{1,5})*$/, '没有勾选')
      .transform((text) => text.split(',').map(Number)),
  }),
  z.object({ kind: z.literal('start') }),
  z.object({
    kind: z.literal('judge'),
    no: z.coerce.number('请选择').int(),
    year: z.coerce.number('请选择').int(),
    verdict: z.enum(['ahead', 'on', 'behind'], '请选择'),
    basis: words(1000),
  }),
  z.object({ kind: z.literal('write'), evaluation, opinion: words(20_000) }),
  z.object({
    kind: z.literal('approve'),
    evaluation,
    incomplete: words(500).optional(),
    sure: z.literal('yes', '请勾选“我已核对各项指标的数值和判断”'),
  }),
]);

const doneKeys = {
  assign: 'indicatorsAssigned',
  start: 'indicatorsStarted',
  judge: 'indicatorJudged',
  write: 'evaluationWritten',
  approve: 'evaluationApproved',
} as const;

/** Adds the pages. */
export function addIndicatorPages(web: ZodWeb, site: Site): void {
  const params = planParams;
  const querystring = evaluationQuery.extend(doneQuery.shape);
  const show = async (
    plan: string,
    session: Session,
    { kind, year, done }: z.infer<typeof querystring>,
    tried?: Tried,
  ): Promise<VNode> => {
    const [indicators, units] = await Promise.all([site.indicators.indicators(plan), site.cycles.unitNames()]);
    const { started } = indicators;
    const answer = started === null ? null : await site.indicators.evaluation(plan, kind, year);
    const over = yearOf(dayOf(site.now())) - 1;
    const lastYear = Math.min(over, started?.to ?? over);
    const signed = signedOf(session, site);
    return indicatorsPage({ signed, indicators, units, lastYear, answer, done: doneOf(done), tried });
  };
  web.get(PLAN, { schema: { params, querystring } }, async (request, reply) => {
    const session = mustSession(request, site);
    return page(reply, await show(request.params.plan, session, request.query));
  });
  web.post(`${PLAN}/acts`, { schema: { params, body: flatForm } }, async (request, reply) => {
    const session = mustForm(request, site);
    const { plan } = request.params;
    const values = fieldsOf(request.body);
    const work = async () => {
      const act = readFields(actFields, values);
      await carryOutAct(site, plan, act, session);
      return `/indicators/${encodeURIComponent(plan)}?done=${doneKeys[act.kind]}`;
    };
    const name = [values['kind'], values['evaluation']].filter(Boolean).join(' ');
    return carryOut(reply, { name, values }, work, (tried) => show(plan, session, {}, tried));
  });
  const schema = { params, querystring: evaluationQuery };
  web.get(`${PLAN}/evaluation.docx`, { schema }, async (request, reply) => {
    mustSession(request, site);
    const { kind, year } = request.query;
    return sendFile(reply, await evaluationFile(await site.indicators.evaluation(request.params.plan, kind, year)));
  });
}

async function carryOutAct(
  { office }: Site,
  plan: string,
  act: z.infer<typeof actFields>,
  session: Session,
): Promise<void> {
  const actor = officeActor(session.name);
  switch (act.kind) {
    case 'assign':
      return office.indicators.assign(plan, act.indicators, act.unit, actor);
    case 'start':
      return void (await office.indicators.start(plan, undefined, actor));
    case 'judge':
      return void (await office.indicators.judge(plan, act.no, act.year, act, actor));
    case 'write':
      return void (await office.indicators.write(plan, act.evaluation, act.opinion, actor));
    case 'approve':
      return void (await office.indicators.approve(plan, act.evaluation, actor, act.incomplete));
  }
}
