/** `/api/indicators/:plan`: five-year indicators for the command line and other programs. */
import { sendFile } from './comment-files.js';
import * as bodies from './indicator-bodies.js';
import { evaluationFile } from './indicator-paper.js';
import { officeActor } from './session.js';
import type { Site, ZodWeb } from './site.js';
import { withUnitId } from './unit-words.js';

const PLAN = '/indicators/:plan';

/** Adds the routes; the token is asked for by the area they stand in. */
export function addIndicatorApi(web: ZodWeb, site: Site): void {
  const { office, indicators, records } = site;
  const params = bodies.planParams;
  web.get(PLAN, { schema: { params } }, async ({ params: { plan } }) => indicators.indicators(plan));
  web.post(`${PLAN}/assign`, { schema: { params, body: bodies.assignBody } }, async ({ params: { plan }, body }) => {
    const { unit } = withUnitId({ unit: body.unit }, await records.directory());
    await office.indicators.assign(plan, body.nos, unit, officeActor(body.by ?? ''));
    return { plan, nos: body.nos, unit };
  });
  web.post(`${PLAN}/start`, { schema: { params, body: bodies.startBody } }, async ({ params: { plan }, body }) =>
    office.indicators.start(plan, body.rules, officeActor(body.by ?? '')),
  );
  web.post(`${PLAN}/values`, { schema: { params, body: bodies.valueBody } }, async ({ params: { plan }, body }) => {
    const { no, year, by, ...given } = body;
    const done = await office.indicators.give(plan, no, year, { ...given, via: 'api' }, officeActor(by ?? ''));
    return { plan, no, year, kept: done.version > 0, ...done };
  });
  web.post(`${PLAN}/judgements`, { schema: { params, body: bodies.judgeBody } }, async ({ params: { plan }, body }) => {
    const { no, year, by, ...judged } = body;
    await office.indicators.judge(plan, no, year, judged, officeActor(by ?? ''));
    return { plan, no, year, ...judged };
  });
  web.post(`${PLAN}/write`, { schema: { params, body: bodies.writeBody } }, async ({ params: { plan }, body }) => {
    await office.indicators.write(plan, body.evaluation, body.opinion, officeActor(body.by ?? ''));
    return { plan, evaluation: body.evaluation, written: true };
  });
  web.post(`${PLAN}/approve`, { schema: { params, body: bodies.approveBody } }, async ({ params: { plan }, body }) => {
    await office.indicators.approve(plan, body.evaluation, officeActor(body.by ?? ''), body.incomplete);
    const { evaluation } = await indicators.evaluation(plan, body.evaluation, undefined);
    return { plan, evaluation: body.evaluation, approved: true, number: evaluation.number ?? null };
  });
  const querystring = bodies.evaluationQuery;
  web.get(`${PLAN}/evaluation`, { schema: { params, querystring } }, async ({ params: { plan }, query }) =>
    indicators.evaluation(plan, query.kind, query.year),
  );
  web.get(`${PLAN}/evaluation.docx`, { schema: { params, querystring } }, async ({ params, query }, reply) =>
    sendFile(reply, await evaluationFile(await indicators.evaluation(params.plan, query.kind, query.year))),
  );
}
