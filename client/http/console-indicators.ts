/** `/indicators/:plan`: the office's page of a plan's indicators and their evaluation. */
import { indicatorsPage } from '../console/indicators-page.js';
import { sendFile } from './comment-files.js';
import { evaluationQuery, planParams } from './indicator-bodies.js';
import { evaluationFile } from './indicator-paper.js';
import { page } from './page.js';
import { mustSession, signedOf } from './session.js';
import type { Site, ZodWeb } from './site.js';

const PLAN = '/indicators/:plan';

/** Adds the pages. */
export function addIndicatorPages(web: ZodWeb, site: Site): void {
  const schema = { params: planParams, querystring: evaluationQuery };
  web.get(PLAN, { schema }, async (request, reply) => {
    const session = mustSession(request, site);
    const { kind, year } = request.query;
    const indicators = await site.indicators.indicators(request.params.plan);
    const answer =
      indicators.started === null ? null : await site.indicators.evaluation(request.params.plan, kind, year);
    return page(reply, indicatorsPage({ signed: signedOf(session, site), indicators, answer }));
  });
  web.get(`${PLAN}/evaluation.docx`, { schema }, async (request, reply) => {
    mustSession(request, site);
    const { kind, year } = request.query;
    return sendFile(reply, await evaluationFile(await site.indicators.evaluation(request.params.plan, kind, year)));
  });
}
