/** `/api/plans/PLAN/draft`, `/revise`, `/issue`: a plan on its way from the draft to the issue. */
import type { DraftStanding } from '../life/drafts.js';
import { planParams } from './bodies.js';
import { sendFile } from './comment-files.js';
import { type IssuedAnswer, type RevisedAnswer, revisedAnswer } from './plan-draft-answers.js';
import * as bodies from './plan-draft-bodies.js';
import { revisedFile } from './plan-draft-paper.js';
import { officeActor } from './session.js';
import type { Site, ZodWeb } from './site.js';

/** Adds the routes. */
export function addPlanDraftApi(web: ZodWeb, { office, records }: Site): void {
  const params = planParams;
  const { drafts } = office;
  web.get(
    '/plans/:plan/draft',
    { schema: { params } },
    async ({ params: { plan } }): Promise<DraftStanding> => drafts.standing(plan),
  );
  web.post(
    '/plans/:plan/revise',
    { schema: { params, body: bodies.reviseBody } },
    async ({ params: { plan }, body: { period, preview, by } }): Promise<RevisedAnswer> =>
      revisedAnswer(
        await drafts.revise(plan, { preview, ...(period === undefined ? {} : { period }) }, officeActor(by ?? '')),
      ),
  );
  web.get(
    '/plans/:plan/revised.docx',
    { schema: { params, querystring: bodies.revisedQuery } },
    async ({ params: { plan }, query: { period } }, reply) => {
      const options = { preview: true, ...(period === undefined ? {} : { period }) };
      return sendFile(reply, await revisedFile(records, await drafts.revise(plan, options, officeActor(''))));
    },
  );
  web.post(
    '/plans/:plan/issue',
    { schema: { params, body: bodies.issueBody } },
    async ({ params: { plan }, body: { number, on, by } }): Promise<IssuedAnswer> => {
      const { title, issued } = await drafts.issue(plan, { number, on }, officeActor(by ?? ''));
      return { plan, title, ...(issued ?? { number, on }) };
    },
  );
}
