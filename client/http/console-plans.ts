/** Pages of plans: import, settle, rehearse and launch, tasks, end. */
import { readFileSync } from 'node:fs';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { dayOf } from '../../domain/day.js';
import { decisionsOf, decisionsYaml } from '../../domain/decisions.js';
import { resolve } from '../../domain/directory.js';
import { DubanError, type Fault, refuse } from '../../domain/errors.js';
import { readLifeRules } from '../../domain/life/rules-file.js';
import type { PickedTask, Plan } from '../../domain/plan.js';
import { planOfYear, takenOn } from '../../domain/plan-year.js';
import { readLadder } from '../../domain/schedule/ladder.js';
import { type Rehearsal, rehearse } from '../../domain/schedule/rehearsal.js';
import { silence, supervisedStory } from '../../domain/schedule/story.js';
import { type Rhythm, rhythms } from '../../domain/supervision/rhythm.js';
import { readSupervisionRules } from '../../domain/supervision/rules-file.js';
import { fromRoot } from '../../worker/root.js';
import { launchPage } from '../console/launch-page.js';
import { planPage } from '../console/plan-page.js';
import { besides, intake, readMandate, triedIn } from '../intake.js';
import type { Imported } from '../office.js';
import { samplePlan } from '../samples.js';
import { resolveDuties } from '../settle-duties.js';
import { rulesInRhythm } from '../supervision/rules.js';
import type { PlanDetail } from './answers.js';
import { planParams } from './bodies.js';
import { planProps } from './console-plan-life.js';
import { doneOf, doneQuery } from './done.js';
import { page } from './page.js';
import { mustForm, mustSession, officeActor, type Session, signedOf } from './session.js';
import type { Site, ZodWeb } from './site.js';

const csrf = z.string().max(100).optional();
const units = z.union([
  z
    .string()
    .max(80)
    .transform((one) => [one]),
  z.array(z.string().max(80)),
]);
const settleForm = z.discriminatedUnion('what', [
  z.object({
    what: z.literal('finding'),
    finding: z.coerce.number().int().min(0),
    note: z.string().trim().min(1).max(500),
    csrf,
  }),
  z.object({ what: z.literal('rest'), note: z.string().trim().min(1).max(500), csrf }),
  z.object({
    what: z.literal('duties'),
    task: z.coerce.number().int().min(1),
    lead: z.string().min(1).max(80),
    support: units.default([]),
    note: z.string().trim().max(500),
    csrf,
  }),
]);

/** Adds `/plans/…`. */
export function addPlanPages(web: ZodWeb, site: Site): void {
  const { office, records } = site;
  const params = planParams;
  const planPath = (plan: string) => `/plans/${encodeURIComponent(plan)}`;

  web.post(
    '/plans/import-sample',
    {
      schema: {
        body: z.object({ sample: z.string().max(100), year: z.coerce.number().int().min(2000).max(2100), csrf }),
      },
    },
    async (request, reply) => {
      const session = mustForm(request, site);
      const { plan } = await office.importPlan(
        triedIn(samplePlan(request.body.sample), request.body.year),
        officeActor(session.name),
      );
      return reply.redirect(`${planPath(plan)}?done=imported`, 303);
    },
  );
  const pasted = z.object({
    name: z.string().trim().min(1).max(80),
    text: z.string().min(1),
    mandate: z.string().default(''),
    parent: z.string().trim().max(61).default(''),
    csrf,
  });
  web.post('/plans/import', { schema: { body: pasted } }, async (request, reply) => {
    const session = mustForm(request, site);
    const { name, text, mandate, parent } = request.body;
    const read = mandate.trim() === '' ? {} : readMandate('督查授权和立项批准', mandate);
    const plan = intake(`${name}.txt`, text, await records.directory(), dayOf(site.now()), read);
    const above = parent === '' ? {} : { parent };
    const imported = await office.importPlan({ ...plan, ...above }, officeActor(session.name));
    if (imported.running) return revisionPage(imported, session, reply);
    return reply.redirect(`${planPath(imported.plan)}?done=imported`, 303);
  });
  const revisionPage = async (imported: Imported, session: Session, reply: FastifyReply) => {
    const { difference, acts = [], amendment } = imported;
    const written = amendment === undefined ? {} : { amendment };
    const read = difference === undefined ? {} : { revision: { difference, acts, ...written } };
    const props = await planProps(site, imported.plan);
    return page(reply, planPage({ signed: signedOf(session, site), ...props, done: undefined, ...read }));
  };
  web.post(
    '/plans/:plan/revision',
    { schema: { params, body: z.object({ text: z.string().min(1), csrf }) } },
    async (request, reply) => {
      const session = mustForm(request, site);
      const id = request.params.plan;
      const { plan: kept, status } = await records.plan(id);
      if (status !== 'executing') throw refuse('plan-not-executing', { plan: id });
      const read = intake(`${id}.txt`, request.body.text, await records.directory(), dayOf(site.now()));
      const revised = { ...besides(read, kept), id };
      return revisionPage(await office.importPlan(revised, officeActor(session.name)), session, reply);
    },
  );
  const yearForm = z.object({
    year: z.coerce.number().int().min(2000).max(2100),
    with: z
      .string()
      .trim()
      .max(2000)
      .regex(/^[\d,，、\s]*$/, '应为任务编号，如 3,7')
      .default(''),
    csrf,
  });
  web.post('/plans/:plan/year', { schema: { params, body: yearForm } }, async (request, reply) => {
    const session = mustForm(request, site);
    const { plan, status } = await records.plan(request.params.plan);
    if (status !== 'draft') throw refuse('plan-not-draft', { plan: plan.id });
    const picked = (request.body.with.match(/\d+/g) ?? []).map((number) => ({ task: Number(number) }));
    await office.importPlan(planOfChoice(plan, request.body.year, picked), officeActor(session.name));
    return reply.redirect(`${planPath(plan.id)}?done=settled`, 303);
  });
  web.get('/plans/:plan/decisions.yaml', { schema: { params } }, async (request, reply) => {
    mustSession(request, site);
    const [{ plan }, directory] = await Promise.all([records.plan(request.params.plan), records.directory()]);
    return reply.type('application/yaml; charset=utf-8').send(decisionsYaml(decisionsOf(plan, directory)));
  });
  const planQuery = doneQuery.extend({ year: z.coerce.number().int().optional().catch(undefined) });
  web.get('/plans/:plan', { schema: { params, querystring: planQuery } }, async (request, reply) => {
    const signed = signedOf(mustSession(request, site), site);
    const props = await planProps(site, request.params.plan);
    return page(reply, planPage({ signed, ...props, year: request.query.year, done: doneOf(request.query.done) }));
  });
  web.post('/plans/:plan/settle', { schema: { params, body: settleForm } }, async (request, reply) => {
    const session = mustForm(request, site);
    const id = request.params.plan;
    const decisions = resolveDuties(await decisionsIn(request.body, id, site), await records.directory());
    if (decisions.length > 0) await office.settle(id, decisions, officeActor(session.name));
    return reply.redirect(`${planPath(id)}?done=settled`, 303);
  });
  const launchQuery = z.object({ supervise: z.enum(rhythms).optional().catch(undefined) });
  web.get('/plans/:plan/launch', { schema: { params, querystring: launchQuery } }, async (request, reply) => {
    const signed = signedOf(mustSession(request, site), site);
    const [plan, directory] = await Promise.all([records.plan(request.params.plan), records.directory()]);
    const today = dayOf(site.now());
    const taken = { ...plan, plan: takenOn(plan.plan) };
    const { supervise } = request.query;
    const rehearsal = await rehearsed(taken, supervise, site);
    return page(reply, launchPage({ signed, plan: taken, directory, today, rehearsal, supervise }));
  });
  web.post(
    '/plans/:plan/launch',
    {
      schema: { params, body: z.object({ sure: z.string().optional(), supervise: z.enum(rhythms).optional(), csrf }) },
    },
    async (request, reply) => {
      const session = mustForm(request, site);
      if (request.body.sure !== 'yes')
        throw refuse('field-invalid', { field: '确认', detail: '请勾选“我已看过推演，确认启动”' });
      const { supervise } = request.body;
      const options = supervise === undefined ? {} : { supervision: rulesInRhythm(supervise) };
      await office.launch(request.params.plan, options, officeActor(session.name));
      return reply.redirect(`${planPath(request.params.plan)}?done=launched`, 303);
    },
  );
}

async function decisionsIn(
  form: z.infer<typeof settleForm>,
  plan: string,
  site: Site,
): Promise<Parameters<typeof resolveDuties>[0]> {
  switch (form.what) {
    case 'finding':
      return [{ finding: form.finding, note: form.note }];
    case 'duties':
      return [
        {
          task: form.task,
          duties: [
            { unit: form.lead, role: 'lead' },
            ...form.support.filter((u) => u !== form.lead).map((unit) => ({ unit, role: 'support' as const })),
          ],
          note: form.note,
        },
      ];
    case 'rest': {
      const { plan: draft } = await site.records.plan(plan);
      return draft.findings.flatMap((f, finding) =>
        f.settled === undefined && !f.blocking ? [{ finding, note: form.note }] : [],
      );
    }
  }
}

/** The draft for this year with these undated tasks. @throws what planOfYear finds wrong with the choice. */
function planOfChoice(plan: Plan, year: number, picked: PickedTask[]): Plan {
  planOfYear(plan, year, picked);
  return { ...plan, year, picked };
}

/** The year with the default rules if nobody answers, from today, with supervision cycles in this rhythm; or why it cannot be rehearsed yet. */
async function rehearsed(
  { plan }: PlanDetail,
  supervise: Rhythm | undefined,
  { records, now }: Site,
): Promise<Rehearsal | { readonly faults: readonly Fault[] }> {
  const [directory, calendar] = await Promise.all([records.directory(), records.calendar()]);
  try {
    return rehearse({
      plan,
      directory,
      resolve: (words) => resolve(directory, words),
      ladder: readLadder(readFileSync(fromRoot('seeds', 'ladder.yaml'), 'utf8')),
      calendar,
      from: dayOf(now()),
      story: supervise === undefined ? silence : supervisedStory(silence, supervise),
      lifeRules: readLifeRules(readFileSync(fromRoot('seeds', 'life-rules.yaml'), 'utf8')),
      ...(supervise === undefined ? {} : { supervisionRules: readSupervisionRules(rulesInRhythm(supervise)) }),
    });
  } catch (error) {
    if (error instanceof DubanError) return { faults: error.faults };
    throw error;
  }
}
