/** `/replies…`: the office's pages of letters answered by mail. */
import { z } from 'zod';
import type { Proposal } from '../../domain/reply/reply.js';
import type { Tried } from '../console/comments-parts.js';
import { replyPage } from '../console/replies-one-page.js';
import { repliesPage } from '../console/replies-page.js';
import { carryOut, fieldsOf, flatForm, readFields } from './console-comments-form.js';
import { doneOf, doneQuery } from './done.js';
import { page } from './page.js';
import { repliesQuery, replyParams, unitActSchema } from './reply-bodies.js';
import { mustForm, mustSession, officeActor, type Session, signedOf } from './session.js';
import type { Site, ZodWeb } from './site.js';

/** Whether the reason may be empty is the act's own to say. */
const settling = z.object({ act: z.enum(['carry', 'dismiss']), reason: z.string().default('') });
/** An act that the person chose instead of what was read; empty: what was read. */
const chosen = z.object({ task: z.string().max(200).optional() });

/** Adds the pages. */
export function addReplyPages(web: ZodWeb, site: Site): void {
  const querystring = doneQuery.extend(repliesQuery.shape);
  web.get('/replies', { schema: { querystring } }, async (request, reply) => {
    const signed = signedOf(mustSession(request, site), site);
    const all = request.query.all === 'yes';
    const replies = await site.replies.replies(all);
    return page(reply, repliesPage({ signed, replies, all, done: doneOf(request.query.done) }));
  });
  const one = async (session: Session, no: number, tried?: Tried) =>
    replyPage({ signed: signedOf(session, site), reply: await site.replies.reply(no), tried });
  web.get('/replies/:no', { schema: { params: replyParams } }, async (request, reply) => {
    const session = mustSession(request, site);
    return page(reply, await one(session, request.params.no));
  });
  web.post('/replies/:no', { schema: { params: replyParams, body: flatForm } }, async (request, reply) => {
    const session = mustForm(request, site);
    const { no } = request.params;
    const values = fieldsOf(request.body);
    const work = async () => {
      const { act, reason } = readFields(settling, values);
      const actor = officeActor(session.name);
      if (act === 'dismiss') {
        await site.office.replies.dismiss(no, reason, actor);
        return '/replies?done=replyDismissed';
      }
      const acts = await actsOf(site, no, values);
      await site.office.replies.carry(no, { reason, ...(acts === undefined ? {} : { acts }) }, actor);
      return '/replies?done=replyCarried';
    };
    const name = `${values['act'] ?? ''}${values['task'] === undefined ? '' : '-chosen'}`;
    return carryOut(reply, { name, values }, work, (tried) => one(session, no, tried));
  });
}

/** The act that was chosen on the page, in the name of the letter's unit. */
async function actsOf(
  site: Site,
  no: number,
  values: Readonly<Record<string, string>>,
): Promise<readonly Proposal[] | undefined> {
  const { task } = readFields(chosen, values);
  if (task === undefined) return undefined;
  const { unit } = await site.replies.reply(no);
  const { kind, text, to } = values;
  const act = readFields(unitActSchema, {
    kind,
    unit: unit?.id ?? '',
    ...(kind === 'sign' ? {} : kind === 'requestExtension' ? { to, reason: text } : { text }),
  });
  return [{ task, act }];
}
