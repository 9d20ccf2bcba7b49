/** The page of one comment and everything the office decides on it; from one open comment on to the next. */
import type { VNode } from 'preact';
import { z } from 'zod';
import { redactions } from '../../domain/comment/comment.js';
import { refuse } from '../../domain/errors.js';
import { commentPage } from '../console/comments-one-page.js';
import { periodHref, type Tried } from '../console/comments-parts.js';
import { commentParams, disposeBody, dispositionOf, fileParams } from './comment-bodies.js';
import { sendFile } from './comment-files.js';
import { allComments } from './comment-pages.js';
import { carryOut, fieldsOf, flatForm, readFields } from './console-comments-form.js';
import { idOf } from './console-comments-period.js';
import { doneOf, doneQuery } from './done.js';
import { page } from './page.js';
import { mustForm, mustSession, officeActor, type Session, signedOf } from './session.js';
import type { Site, ZodWeb } from './site.js';

/** Open comments that are looked at in one go for the next one that is no merged one. */
const AHEAD = 200;

const reason = z.string().trim().default('');
const number = z.coerce.number('应为编号').int('应为编号').min(1, '应为编号');
/** What a button of the page decides; whether the reason may be empty is the act's own to say. */
const decision = z.discriminatedUnion('act', [
  z.object({ act: z.literal('dispose') }).loose(),
  z.object({ act: z.literal('merge'), into: number }),
  z.object({ act: z.literal('part') }),
  z.object({ act: z.literal('setAside'), reason }),
  z.object({ act: z.literal('restore') }),
  z.object({ act: z.literal('judge'), inTime: z.enum(['yes', 'no'], '请选择'), reason }),
  z.object({ act: z.literal('item'), item: z.union([z.literal('whole'), number]) }),
  z.object({ act: z.literal('redact'), what: z.enum(redactions).default('names'), reason }),
]);

/** Adds `/comments/PLAN/ROUND/NO`. */
export function addOnePages(web: ZodWeb, site: Site): void {
  const params = commentParams;
  const { comments } = site;
  const show = async (
    id: string,
    no: number,
    session: Session,
    about: { readonly done?: string | undefined; readonly copy?: boolean; readonly tried?: Tried },
  ): Promise<VNode> => {
    const [period, comment, directory, history, next] = await Promise.all([
      comments.period(id),
      comments.comment(id, no, true),
      site.records.directory(),
      comments.history(id, no),
      nextOpen(site, id, no),
    ]);
    const followers =
      period.counts.merged === 0
        ? []
        : (await allComments(comments, id, false)).filter((one) => one.mergedInto === no).map((one) => one.no);
    const signed = signedOf(session, site);
    return commentPage({ signed, period, comment, directory, history, followers, next, ...about });
  };

  const querystring = doneQuery.extend({ copy: z.string().max(10).optional() });
  web.get('/comments/:plan/:round/:no', { schema: { params, querystring } }, async (request, reply) => {
    const session = mustSession(request, site);
    const { done, copy } = request.query;
    const about = { done: doneOf(done), copy: copy === 'opinion' };
    return page(reply, await show(idOf(request.params), request.params.no, session, about));
  });

  web.get('/comments/:plan/:round/:no/files/:sha256', { schema: { params: fileParams } }, async (request, reply) => {
    mustSession(request, site);
    const { no, sha256 } = request.params;
    const file = await comments.file(idOf(request.params), no, sha256);
    if (file === undefined) throw refuse('not-found', { what: '附件' });
    return sendFile(reply, file);
  });

  web.post('/comments/:plan/:round/:no', { schema: { params, body: flatForm } }, async (request, reply) => {
    const session = mustForm(request, site);
    const id = idOf(request.params);
    const { no } = request.params;
    const values = fieldsOf(request.body);
    const here = `${periodHref(id)}/${no}`;
    const work = async () => {
      const done = await decide(site, id, no, values, session);
      if (values['go'] !== 'next') return `${here}?done=${done}`;
      const next = await nextOpen(site, id, no);
      return next === undefined ? `${periodHref(id)}?done=disposedLast` : `${periodHref(id)}/${next}?done=disposedNext`;
    };
    return carryOut(reply, { name: values['act'] ?? '', values }, work, (tried) => show(id, no, session, { tried }));
  });
}

/** The next comment that needs a decision of its own, after `no` and then from the first. */
async function nextOpen(site: Site, id: string, no: number): Promise<number | undefined> {
  for (const from of [no + 1, 1]) {
    const list = await site.comments.comments(id, { open: true, from, limit: AHEAD });
    const next = list.find((one) => one.mergedInto === null && one.no !== no);
    if (next !== undefined) return next.no;
  }
  return undefined;
}

/** Carries a button's decision out; answers what the page says afterwards. */
async function decide(
  site: Site,
  id: string,
  no: number,
  values: Readonly<Record<string, string>>,
  session: Session,
): Promise<string> {
  const asked = readFields(decision, values);
  // What the page showed as decided: somebody else may have decided since.
  const { seen } = values;
  const acts = site.office.comments;
  const actor = officeActor(session.name);
  switch (asked.act) {
    case 'dispose': {
      const { act: _act, go: _go, seen: _seen, ...fields } = values;
      await acts.dispose(id, [no], dispositionOf(readFields(disposeBody, { ...fields, nos: [no] })), actor, seen);
      return 'disposed';
    }
    case 'merge':
      await acts.merge(id, [no], asked.into, actor, seen);
      return 'decided';
    case 'part':
      await acts.merge(id, [no], null, actor, seen);
      return 'decided';
    case 'setAside':
      await acts.setAside(id, [no], asked.reason, actor, seen);
      return 'decided';
    case 'restore':
      await acts.setAside(id, [no], null, actor, seen);
      return 'decided';
    case 'judge':
      await acts.judge(id, no, asked.inTime === 'yes', asked.reason, actor);
      return 'decided';
    case 'item':
      await acts.assignItem(id, [no], asked.item === 'whole' ? null : asked.item, actor);
      return 'decided';
    case 'redact':
      return (await acts.redact(id, no, asked.what, asked.reason, actor)).left ? 'redactedLeft' : 'redacted';
  }
}
