/** Forms about a plan as a whole, on its page: pause, resume, evaluate, end. */
import type { VNode } from 'preact';
import { z } from 'zod';
import type { Tried } from '../console/comments-parts.js';
import { planPage } from '../console/plan-page.js';
import { sendArchive } from './archive-api.js';
import { planParams } from './bodies.js';
import { carryOut, fieldsOf, flatForm, readFields } from './console-comments-form.js';
import { mustForm, mustSession, officeActor, type Session, signedOf } from './session.js';
import type { Site, ZodWeb } from './site.js';

const words = z.string('请填写').trim().min(1, '请填写').max(2000, '最多2000字');
const actFields = z.discriminatedUnion('act', [
  z.object({ act: z.literal('pause'), reason: words }),
  z.object({ act: z.literal('resume'), reason: words, dates: z.enum(['give-back', 'keep'], '请选择') }),
  z.object({
    act: z.literal('evaluate'),
    evaluation: z.enum(['mid-term', 'final'], '请选择'),
    document: words,
    opinion: words,
    correct: z.string().trim().max(2000, '最多2000字').optional(),
  }),
]);
const closeFields = z.object({
  reason: words,
  cancelOpen: z.literal('yes').optional(),
  early: z.literal('yes').optional(),
});

/** What the page of a plan shows, read anew. */
export async function planProps(
  { records }: Pick<Site, 'records'>,
  id: string,
): Promise<Pick<Parameters<typeof planPage>[0], 'plan' | 'directory' | 'life'>> {
  const [plan, directory, life] = await Promise.all([records.plan(id), records.directory(), records.life(id)]);
  return { plan, directory, life };
}

/** Adds the forms. */
export function addPlanLifePages(web: ZodWeb, site: Site): void {
  const { office } = site;
  const params = planParams;
  const here = (plan: string): string => `/plans/${encodeURIComponent(plan)}`;
  const again =
    (plan: string, session: Session) =>
    async (tried: Tried): Promise<VNode> =>
      planPage({ signed: signedOf(session, site), ...(await planProps(site, plan)), done: undefined, tried });
  web.get('/plans/:plan/archive.zip', { schema: { params } }, async (request, reply) => {
    const session = mustSession(request, site);
    const wanted = { plan: request.params.plan, contacts: false };
    return sendArchive(site, wanted, officeActor(session.name), reply);
  });
  web.post('/plans/:plan/life', { schema: { params, body: flatForm } }, async (request, reply) => {
    const session = mustForm(request, site);
    const { plan } = request.params;
    const values = fieldsOf(request.body);
    const work = async (): Promise<string> => {
      const read = readFields(actFields, values);
      const actor = officeActor(session.name);
      if (read.act === 'pause') await office.life.pause(plan, read.reason, actor);
      else if (read.act === 'resume')
        await office.life.resume(plan, { reason: read.reason, giveBack: read.dates === 'give-back' }, actor);
      else {
        const { evaluation, document, opinion, correct = '' } = read;
        const made = { evaluation, document, opinion, ...(correct === '' ? {} : { correct }) };
        await office.life.evaluate(plan, made, actor);
      }
      return `${here(plan)}?done=decided#life`;
    };
    return carryOut(reply, { name: values['act'] ?? '', values }, work, again(plan, session));
  });
  web.post('/plans/:plan/close', { schema: { params, body: flatForm } }, async (request, reply) => {
    const session = mustForm(request, site);
    const { plan } = request.params;
    const values = fieldsOf(request.body);
    const work = async (): Promise<string> => {
      const { reason, cancelOpen, early } = readFields(closeFields, values);
      const options = { reason, cancelOpen: cancelOpen === 'yes', early: early === 'yes' };
      await office.closePlan(plan, options, officeActor(session.name));
      return `${here(plan)}?done=closed`;
    };
    return carryOut(reply, { name: 'close', values }, work, again(plan, session));
  });
}
