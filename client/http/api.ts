/** `/api`: what the command line and other programs use, with `Authorization: Bearer TOKEN`. */
import { dayOf } from '../../domain/day.js';
import { decisionsOf, readDecisions } from '../../domain/decisions.js';
import { refuse } from '../../domain/errors.js';
import type { PickedTask } from '../../domain/plan.js';
import { intake, readMandate, triedIn } from '../intake.js';
import { resolveDuties } from '../settle-duties.js';
import type { DecisionsAnswer, ImportAnswer, UnitsAnswer } from './answers.js';
import { addArchiveApi } from './archive-api.js';
import * as bodies from './bodies.js';
import { addCommentApi } from './comment-api.js';
import { addCycleApi } from './cycle-api.js';
import { addIndicatorApi } from './indicator-api.js';
import { addPlanAmendApi } from './plan-amend-api.js';
import { addPlanDraftApi } from './plan-draft-api.js';
import { addPlanLifeApi } from './plan-life-api.js';
import { addPlanYearApi } from './plan-year-api.js';
import { addReorganiseApi } from './reorganise-api.js';
import { addReplyApi } from './reply-api.js';
import { equalSecrets, officeActor } from './session.js';
import type { Site, ZodWeb } from './site.js';
import { withUnitId } from './unit-words.js';

/** Adds the API; every route wants the token. */
export function addApi(web: ZodWeb, site: Site): void {
  web.addHook('onRequest', async (request) => {
    const [, given = ''] = /^Bearer (.+)$/.exec(request.headers.authorization ?? '') ?? [];
    if (!equalSecrets(given, site.token)) throw refuse('unauthorized');
  });
  addPlans(web, site);
  addTasks(web, site);
  addLetters(web, site);
  addUnits(web, site);
  addReorganiseApi(web, site);
  addCommentApi(web, site);
  addCycleApi(web, site);
  addArchiveApi(web, site);
  addIndicatorApi(web, site);
  addPlanYearApi(web, site);
  addReplyApi(web, site);
  addPlanLifeApi(web, site);
  addPlanAmendApi(web, site);
  addPlanDraftApi(web, site);
}

function addPlans(web: ZodWeb, { office, records, now }: Site): void {
  const params = bodies.planParams;
  web.get('/status', async () => records.status());
  web.get('/plans/:plan', { schema: { params } }, async ({ params: { plan } }) => records.plan(plan));
  web.get('/plans/:plan/export', { schema: { params } }, async ({ params: { plan } }) => records.exportPlan(plan));
  web.post('/plans', { schema: { body: bodies.importBody } }, async ({ body }): Promise<ImportAnswer> => {
    const mandate = body.mandate === undefined ? {} : readMandate('授权文件', body.mandate);
    const directory = await records.directory();
    const decisions = body.decisions === undefined ? undefined : readDecisions('决定文件', body.decisions, directory);
    const read = intake(body.name, body.text, directory, dayOf(now()), mandate);
    const tried = body.year === undefined ? read : triedIn(read, body.year);
    const above = body.parent === undefined ? {} : { parent: body.parent };
    const plan = { ...tried, id: body.plan ?? tried.id, ...picked(body.with), ...above };
    const imported = await office.importPlan(plan, officeActor(body.by ?? ''), decisions);
    return {
      settled: 0,
      running: false,
      difference: null,
      acts: [],
      amendment: null,
      ...imported,
      findings: imported.findings.map((finding, index) => ({ ...finding, index })),
    };
  });
  web.get('/plans/:plan/decisions', { schema: { params } }, async ({ params: { plan } }): Promise<DecisionsAnswer> => {
    const [{ plan: kept }, directory] = await Promise.all([records.plan(plan), records.directory()]);
    return decisionsOf(kept, directory);
  });
  web.post('/plans/:plan/settle', { schema: { params, body: bodies.settleBody } }, async ({ params: { plan }, body }) =>
    office.settle(
      plan,
      [
        ...resolveDuties(body.decisions, await records.directory()),
        ...(body.mandate === undefined ? [] : [{ mandate: readMandate('授权文件', body.mandate) }]),
      ],
      officeActor(body.by ?? ''),
    ),
  );
  web.post('/plans/:plan/launch', { schema: { params, body: bodies.launchBody } }, async ({ params: { plan }, body }) =>
    office.launch(
      plan,
      {
        ...(body.ladder === undefined ? {} : { ladder: body.ladder }),
        ...(body.year === undefined ? {} : { year: body.year }),
        ...(body.supervision === undefined ? {} : { supervision: body.supervision }),
        ...picked(body.with),
        ...(body.approval === undefined ? {} : { approval: body.approval }),
        ...(body.skip === undefined ? {} : { skip: body.skip }),
      },
      officeActor(body.by ?? ''),
    ),
  );
  web.post(
    '/plans/:plan/rules',
    { schema: { params, body: bodies.rulesBody } },
    async ({ params: { plan }, body }) => ({
      differences: await office.changeRules(plan, body.ladder, { preview: body.preview }, officeActor(body.by ?? '')),
    }),
  );
  web.post('/plans/:plan/close', { schema: { params, body: bodies.closeBody } }, async ({ params: { plan }, body }) => {
    const { reason, cancelOpen, early, by } = body;
    await office.closePlan(plan, { reason, cancelOpen, early }, officeActor(by ?? ''));
    return { plan, closed: true };
  });
}

function addTasks(web: ZodWeb, { office, records }: Site): void {
  const params = bodies.taskParams;
  const idOf = (p: { readonly plan: string; readonly year: string; readonly number: string }) =>
    `${p.plan}/${p.year}/${p.number}`;
  web.get(
    '/tasks',
    { schema: { querystring: bodies.lettersQuery.pick({ plan: true, unit: true }) } },
    async ({ query }) => ({
      tasks: await records.tasks(given(withUnitId(query, await records.directory()))),
    }),
  );
  web.get('/tasks/:plan/:year/:number', { schema: { params } }, async (request) => records.task(idOf(request.params)));
  web.post('/tasks/:plan/:year/:number/acts', { schema: { params, body: bodies.actBody } }, async (request) => {
    const { act, by, onBehalfOf, why } = request.body;
    const actor = {
      ...officeActor(by ?? ''),
      ...(onBehalfOf === undefined ? {} : { onBehalfOf }),
      ...(why === undefined ? {} : { why }),
    };
    return office.act(idOf(request.params), bodies.toAct(act), actor);
  });
}

function addLetters(web: ZodWeb, { office, records }: Site): void {
  web.get('/letters', { schema: { querystring: bodies.lettersQuery } }, async ({ query }) => ({
    letters: await records.letters(given({ limit: 1000, ...withUnitId(query, await records.directory()) })),
  }));
  web.get('/letter', { schema: { querystring: bodies.keyQuery } }, async ({ query }) => records.letter(query.key));
  web.post('/letters/resend', { schema: { body: bodies.resendBody } }, async ({ body }) => {
    await office.resend(body.key, officeActor(body.by ?? ''));
    return { key: body.key, resent: true };
  });
  web.get('/formal', async () => ({ formal: await records.formal() }));
  web.post('/formal/approve', { schema: { body: bodies.approveBody } }, async ({ body }) =>
    office.approveFormal(body.id, officeActor(body.by ?? '')),
  );
  web.get('/verify', async () => records.verify());
}

function addUnits(web: ZodWeb, { office, records }: Site): void {
  const done = { done: true };
  web.get('/units', async (): Promise<UnitsAnswer> => records.units());
  web.post('/units/import', { schema: { body: bodies.unitsBody } }, async ({ body }) =>
    office.importUnits(body.csv, officeActor(body.by ?? ''), body.restore),
  );
  web.post('/units/rename', { schema: { body: bodies.renameBody } }, async ({ body }) => {
    await office.renameUnit(body.unit, body.name, officeActor(body.by ?? ''));
    return done;
  });
  web.post('/units/contact', { schema: { body: bodies.contactBody } }, async ({ body }) => {
    await office.setContact(body.unit, body.role, body.address, officeActor(body.by ?? ''));
    return done;
  });
  web.post('/units/absence', { schema: { body: bodies.absenceBody } }, async ({ body }) => {
    if (body.from > body.until)
      throw refuse('field-invalid', { field: 'until', detail: `止日 ${body.until} 早于起日 ${body.from}` });
    await office.addStandIn(body.unit, body.role, body.address, body.from, body.until, officeActor(body.by ?? ''));
    return done;
  });
  web.post('/units/pause', { schema: { body: bodies.pauseBody } }, async ({ body }) => {
    await office.pauseUnit(body.unit, body.paused, officeActor(body.by ?? ''));
    return done;
  });
  web.post('/calendar', { schema: { body: bodies.calendarBody } }, async ({ body }) =>
    office.loadCalendarYear(body.text, officeActor(body.by ?? '')),
  );
}

function picked(numbers: readonly number[] | undefined): { readonly picked?: PickedTask[] } {
  return numbers === undefined ? {} : { picked: numbers.map((task) => ({ task })) };
}

/** The same object without its undefined values. */
export function given<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, v]) => v !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}
