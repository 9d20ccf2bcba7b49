/** Pages of amendments: written in a form or pasted, looked at with the letters that change, confirmed; and those on record. */
import type { VNode } from 'preact';
import { z } from 'zod';
import type { Tried } from '../console/comments-parts.js';
import { planAmendPage } from '../console/plan-amend-page.js';
import { planAmendmentsPage } from '../console/plan-amendments-page.js';
import { planParams } from './bodies.js';
import { carryOut, fieldsOf, flatForm, isForPerson, readFields } from './console-comments-form.js';
import { doneOf, doneQuery } from './done.js';
import { page } from './page.js';
import type { AmendPreview } from './plan-amend-answers.js';
import { amendmentOfForm } from './plan-amend-form.js';
import { mustForm, mustSession, officeActor, type Session, signedOf } from './session.js';
import type { Site, ZodWeb } from './site.js';

/** Confirmed is what was looked at, once. */
const confirmFields = z.object({ no: z.coerce.number('请先看结果，再确认').int('请先看结果，再确认') });

/** Adds `/plans/PLAN/amend` and `/plans/PLAN/amendments`. */
export function addPlanAmendPages(web: ZodWeb, site: Site): void {
  const { office, records } = site;
  const params = planParams;
  const show = async (
    id: string,
    session: Session,
    more: { readonly tried?: Tried; readonly seen?: { readonly preview: AmendPreview; readonly text: string } } = {},
  ): Promise<VNode> => {
    const [plan, directory] = await Promise.all([records.plan(id), records.directory()]);
    return planAmendPage({ signed: signedOf(session, site), plan, directory, ...more });
  };
  web.get('/plans/:plan/amend', { schema: { params } }, async (request, reply) => {
    const session = mustSession(request, site);
    return page(reply, await show(request.params.plan, session));
  });
  web.post('/plans/:plan/amend', { schema: { params, body: flatForm } }, async (request, reply) => {
    const session = mustForm(request, site);
    const { plan } = request.params;
    const values = fieldsOf(request.body);
    try {
      const text = amendmentOfForm(values);
      const preview = await office.amendments.preview(plan, text, officeActor(session.name));
      return page(reply, await show(plan, session, { seen: { preview, text } }));
    } catch (error) {
      if (!isForPerson(error)) throw error;
      const tried = { form: 'amend', values, faults: error.faults };
      return page(reply.status(error.status), await show(plan, session, { tried }));
    }
  });
  web.post('/plans/:plan/amend/confirm', { schema: { params, body: flatForm } }, async (request, reply) => {
    const session = mustForm(request, site);
    const { plan } = request.params;
    const values = fieldsOf(request.body);
    const work = async (): Promise<string> => {
      const { no } = readFields(confirmFields, values);
      await office.amendments.amend(plan, amendmentOfForm(values), officeActor(session.name), { no });
      return `/plans/${encodeURIComponent(plan)}/amendments?done=amended`;
    };
    return carryOut(reply, { name: 'amend', values }, work, (tried) => show(plan, session, { tried }));
  });
  web.get('/plans/:plan/amendments', { schema: { params, querystring: doneQuery } }, async (request, reply) => {
    const signed = signedOf(mustSession(request, site), site);
    const { plan: id } = request.params;
    const [plan, amendments] = await Promise.all([records.plan(id), office.amendments.list(id)]);
    return page(reply, planAmendmentsPage({ signed, plan, amendments, done: doneOf(request.query.done) }));
  });
}
