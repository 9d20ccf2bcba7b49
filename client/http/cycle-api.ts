/** `/api/cycles`, `/api/plans/:plan/cycles`, `/api/burden`: supervision cycles for the command line and other programs. */
import type { Day } from '../../domain/day.js';
import { refuse } from '../../domain/errors.js';
import { type CyclePeriod, cycleWords, readCycleKey } from '../../domain/supervision/rhythm.js';
import { sendFile } from './comment-files.js';
import type { CyclePlanAnswer } from './cycle-answers.js';
import * as bodies from './cycle-bodies.js';
import { bulletinAnswer, bulletinChart, bulletinFile } from './cycle-papers.js';
import { enterReturn } from './cycle-return.js';
import { officeActor } from './session.js';
import type { Site, ZodWeb } from './site.js';
import { withUnitId } from './unit-words.js';

const CYCLE = '/cycles/:plan/:key';

/** Adds the routes; the token is asked for by the area they stand in. */
export function addCycleApi(web: ZodWeb, site: Site): void {
  addStart(web, site);
  addReads(web, site);
  addReturns(web, site);
  addActs(web, site);
  addPapers(web, site);
}

const idOf = ({ plan, key }: { readonly plan: string; readonly key: string }): string =>
  `${plan}/${mustPeriod(key).key}`;

/** The period of a key. @throws `cycle-key`. */
function mustPeriod(value: string): CyclePeriod {
  const period = readCycleKey(value);
  if (period === undefined) throw refuse('cycle-key', { value });
  return period;
}

/** The key as the record writes it; what is no key stays, for the office to refuse with all else that is wrong. */
const keyOf = (value: string): string => readCycleKey(value)?.key ?? value;

/** The id of the unit that these words mean. @throws `unit-unknown`. */
async function unitIn({ records }: Site, unit: string): Promise<string> {
  return withUnitId({ unit }, await records.directory()).unit;
}

function addStart(web: ZodWeb, { office, cycles }: Site): void {
  const params = bodies.planParams;
  web.post('/plans/:plan/cycles', { schema: { params, body: bodies.startBody } }, async ({ params: { plan }, body }) =>
    office.supervision.start(
      plan,
      body.key,
      body.override === undefined ? {} : { override: body.override },
      officeActor(body.by ?? ''),
    ),
  );
  web.post(
    '/plans/:plan/cycles/put-off',
    { schema: { params, body: bodies.putOffBody } },
    async ({ params: { plan }, body: { key, until, reason, by } }) => {
      await office.supervision.putOff(plan, keyOf(key), until, reason, officeActor(by ?? ''));
      return { plan, key: keyOf(key), until, putOff: true };
    },
  );
  web.get(
    '/plans/:plan/cycles/:key/plan',
    { schema: { params: bodies.cycleParams } },
    async ({ params }): Promise<CyclePlanAnswer> => {
      // What is wrong with plan and key is told together.
      const planned = await office.supervision.plan(params.plan, params.key, 'request');
      const period = mustPeriod(params.key);
      const units = await cycles.unitNames();
      return {
        id: `${params.plan}/${period.key}`,
        periodWords: cycleWords(period),
        dates: planned.dates,
        units: planned.units.map((one) => ({
          ...one,
          name: units.find((unit) => unit.id === one.unit)?.name ?? one.unit,
        })),
      };
    },
  );
}

function addReads(web: ZodWeb, { cycles }: Site): void {
  const params = bodies.cycleParams;
  web.get('/cycles', { schema: { querystring: bodies.cyclesQuery } }, async ({ query }) => ({
    cycles: await cycles.cycles(query.plan),
    coming: (await cycles.coming()).filter((one) => query.plan === undefined || one.plan === query.plan),
  }));
  web.get(CYCLE, { schema: { params } }, async (request) => cycles.cycle(idOf(request.params)));
  web.get('/burden', { schema: { querystring: bodies.spanQuery } }, async ({ query: { from, to } }) => {
    mustSpan(from, to);
    return cycles.burden(from, to);
  });
}

function mustSpan(from: Day, to: Day): void {
  if (from > to) throw refuse('field-invalid', { field: '止日', detail: `止日 ${to} 早于起日 ${from}` });
}

function addReturns(web: ZodWeb, site: Site): void {
  const { cycles } = site;
  const params = bodies.cycleParams;
  web.get(`${CYCLE}/returns`, { schema: { params } }, async (request) => ({
    returns: await cycles.returns(idOf(request.params)),
  }));
  web.get(
    `${CYCLE}/returns/:unit`,
    { schema: { params: bodies.unitParams, querystring: bodies.versionQuery } },
    async ({ params, query }) => cycles.return(idOf(params), await unitIn(site, params.unit), query.version),
  );
  web.get(
    `${CYCLE}/returns/:unit/:version/files/:sha256`,
    { schema: { params: bodies.evidenceParams } },
    async ({ params }, reply) => {
      const { version, sha256 } = params;
      const file = await cycles.evidence(idOf(params), await unitIn(site, params.unit), version, sha256);
      if (file === undefined) throw refuse('not-found', { what: `佐证材料 ${sha256}` });
      return sendFile(reply, file);
    },
  );
  web.post(
    `${CYCLE}/returns`,
    { bodyLimit: bodies.RETURN_LIMIT, schema: { params, body: bodies.returnBody } },
    async ({ params, body }) =>
      enterReturn(site, idOf(params), await unitIn(site, body.unit), body, officeActor(body.by ?? '')),
  );
}

function addActs(web: ZodWeb, site: Site): void {
  const { office, records, cycles } = site;
  const params = bodies.cycleParams;
  web.post(`${CYCLE}/acts`, { schema: { params, body: bodies.cycleActBody } }, async ({ params, body }) => {
    const id = idOf(params);
    const directory = await records.directory();
    const asked = body.kind === 'sendBack' && body.version === undefined ? (await cycles.cycle(id)).asked : [];
    const act = bodies.cycleActOf(
      body,
      (unit) => withUnitId({ unit }, directory).unit,
      (unit) => asked.find((one) => one.unit === unit)?.version ?? 0,
    );
    const actor = officeActor(body.by ?? '');
    const behalf = body.kind === 'contest' && act.kind === 'contest' ? { onBehalfOf: act.unit, why: body.why } : {};
    return office.supervision.act(id, act, { ...actor, ...behalf });
  });
  web.post(`${CYCLE}/correct`, { schema: { params, body: bodies.correctBody } }, async ({ params, body }) =>
    office.supervision.correct(idOf(params), body.reason, officeActor(body.by ?? '')),
  );
  web.post(
    '/tasks/:plan/:year/:number/problem',
    { schema: { params: bodies.taskParams, body: bodies.problemBody } },
    async ({ params: { plan, year, number }, body }) => {
      const task = `${plan}/${year}/${number}`;
      return { task, ...(await office.supervision.raise(task, body.text, officeActor(body.by ?? ''))) };
    },
  );
}

function addPapers(web: ZodWeb, site: Site): void {
  const { cycles } = site;
  const params = bodies.cycleParams;
  web.get(`${CYCLE}/bulletin`, { schema: { params } }, async (request) => {
    return (await bulletinAnswer(cycles, idOf(request.params))).answer;
  });
  web.get(`${CYCLE}/bulletin.docx`, { schema: { params } }, async (request, reply) =>
    sendFile(reply, await bulletinFile(cycles, idOf(request.params))),
  );
  web.get(`${CYCLE}/chart.svg`, { schema: { params } }, async (request, reply) =>
    reply.type('image/svg+xml; charset=utf-8').send(await bulletinChart(cycles, idOf(request.params))),
  );
  web.get(`${CYCLE}/sheet/:file`, { schema: { params: bodies.sheetParams } }, async ({ params }, reply) => {
    const unit = await unitIn(site, params.file.replace(/\.xlsx$/, ''));
    return sendFile(reply, await cycles.sheet(idOf(params), unit));
  });
}
