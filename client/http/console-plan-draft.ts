/** Pages of a plan on its way from the draft to the issue. */
import type { VNode } from 'preact';
import { dayOf } from '../../domain/day.js';
import type { Tried } from '../console/comments-parts.js';
import { planDraftPage } from '../console/plan-draft-page.js';
import { planParams } from './bodies.js';
import { sendFile } from './comment-files.js';
import { carryOut, fieldsOf, flatForm, readFields } from './console-comments-form.js';
import { doneOf, doneQuery } from './done.js';
import { page } from './page.js';
import { revisedAnswer } from './plan-draft-answers.js';
import { issueBody, reviseBody } from './plan-draft-bodies.js';
import { revisedFile } from './plan-draft-paper.js';
import { mustForm, mustSession, officeActor, type Session, signedOf } from './session.js';
import type { Site, ZodWeb } from './site.js';

/** Adds `/plans/PLAN/draft` and its forms. */
export function addPlanDraftPages(web: ZodWeb, site: Site): void {
  const params = planParams;
  const { drafts } = site.office;
  const here = (plan: string): string => `/plans/${encodeURIComponent(plan)}/draft`;
  const show = async (id: string, session: Session, done?: string, tried?: Tried): Promise<VNode> => {
    const standing = await drafts.standing(id);
    const answered = standing.next === 'revise' || standing.next === 'issue';
    const revision =
      answered && standing.rounds.length > 0
        ? revisedAnswer(await drafts.revise(id, { preview: true }, officeActor(session.name)))
        : null;
    const today = dayOf(site.now());
    return planDraftPage({ signed: signedOf(session, site), standing, revision, today, done, tried });
  };
  web.get('/plans/:plan/draft', { schema: { params, querystring: doneQuery } }, async (request, reply) => {
    const session = mustSession(request, site);
    return page(reply, await show(request.params.plan, session, doneOf(request.query.done)));
  });
  web.get('/plans/:plan/draft/revised.docx', { schema: { params } }, async (request, reply) => {
    const session = mustSession(request, site);
    const revised = await drafts.revise(request.params.plan, { preview: true }, officeActor(session.name));
    return sendFile(reply, await revisedFile(site.records, revised));
  });
  web.post('/plans/:plan/draft/revise', { schema: { params, body: flatForm } }, async (request, reply) => {
    const session = mustForm(request, site);
    const { plan } = request.params;
    const values = fieldsOf(request.body);
    const work = async (): Promise<string> => {
      const { period } = readFields(reviseBody, values);
      const options = { preview: false, ...(period === undefined ? {} : { period }) };
      await drafts.revise(plan, options, officeActor(session.name));
      return `${here(plan)}?done=revised`;
    };
    return carryOut(reply, { name: 'revise', values }, work, (tried) => show(plan, session, undefined, tried));
  });
  web.post('/plans/:plan/draft/issue', { schema: { params, body: flatForm } }, async (request, reply) => {
    const session = mustForm(request, site);
    const { plan } = request.params;
    const values = fieldsOf(request.body);
    const work = async (): Promise<string> => {
      const { number, on } = readFields(issueBody, values);
      await drafts.issue(plan, { number, on }, officeActor(session.name));
      return `${here(plan)}?done=issued`;
    };
    return carryOut(reply, { name: 'issue', values }, work, (tried) => show(plan, session, undefined, tried));
  });
}
