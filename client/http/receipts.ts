/**
 * `/r/TOKEN`: what a unit does by the signed link in its mail. GET only shows, POST acts; the address itself is the
 * proof, so the forms need no login and no further secret. Works without script on any phone.
 */
import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type LinkClaims, makeLink, readLink } from '../../activities/links.js';
import { dayOf, isDay } from '../../domain/day.js';
import { catalogue, DubanError, type ErrorCode, refuse } from '../../domain/errors.js';
import type { Act } from '../../domain/task.js';
import { doneBefore, mustSign } from '../../domain/unit-acts.js';
import { linkOverPage } from '../console/link-over-page.js';
import { receiptPage, signAllPage } from '../console/receipt-page.js';
import { showValues, takeValue, valueForm } from './indicator-values.js';
import { actingOn, linkActor } from './link-unit.js';
import { addOpinionFiles, opinionForm, showOpinions, takeOpinion } from './opinions.js';
import { page } from './page.js';
import { addReturns, showReturn } from './returns.js';
import type { Site, ZodWeb } from './site.js';

const params = z.object({ token: z.string().max(8192) });
const querystring = z.object({ did: z.string().max(40).optional() });
const by = z.string().trim().max(40).default('');
const text = z.string().trim().min(1, '不能为空').max(5000, '最多 5000 字');
const form = z.discriminatedUnion('act', [
  z.object({ act: z.literal('sign'), by }),
  z.object({ act: z.literal('progress'), text, by }),
  z.object({ act: z.literal('report'), text, by }),
  z.object({ act: z.literal('requestExtension'), to: z.string().refine(isDay, '应为日期'), reason: text, by }),
  opinionForm.extend({ by }),
  valueForm.extend({ by }),
]);
type Form = z.infer<typeof form>;
type TaskForm = Exclude<Form, { readonly act: 'opinion' | 'value' }>;

/** Adds the pages of signed links. */
export async function addReceipts(web: ZodWeb, site: Site): Promise<void> {
  // Counted by link, not by address: the units of one district often reach us from a single address.
  const keyGenerator = (request: FastifyRequest) =>
    createHash('sha256')
      .update((request.params as z.infer<typeof params>).token)
      .digest('base64url');
  const limit = (max: number) => ({ rateLimit: { max, timeWindow: 60_000, keyGenerator } });
  web.get('/:token', { schema: { params, querystring }, config: limit(120) }, async (request, reply) => {
    const claims = readClaims(site, request.params.token, reply);
    return claims === undefined ? reply : show(site, claims, request.params.token, request.query.did, reply);
  });
  const claimsOf = (token: string, reply: FastifyReply) => readClaims(site, token, reply);
  addOpinionFiles(web, site, limit(120), claimsOf);
  await addReturns(web, site, { read: limit(120), write: limit(30) }, claimsOf);
  web.post('/:token', { schema: { params, body: form }, config: limit(30) }, async (request, reply) => {
    const { token } = request.params;
    const claims = readClaims(site, token, reply);
    if (claims === undefined) return reply;
    const { body } = request;
    if (claims.purpose === 'value' && body.act === 'value') return takeValue(site, claims, token, body, reply);
    return reply.redirect(`/r/${token}?did=${await act(site, claims, request.body)}`, 303);
  });
}

/** The claims of a good link; otherwise the page that says what is wrong has been sent. */
function readClaims(site: Site, token: string, reply: FastifyReply): LinkClaims | undefined {
  const reading = readLink(site.secret, token, site.now());
  if (reading.ok) return reading.claims;
  void page(reply.status(catalogue[`link-${reading.reason}`].status), linkOverPage(reading));
  return undefined;
}

/** What the form asks, as far as the link reaches; returns the words for the page's address. */
async function act(site: Site, claims: LinkClaims, body: Form): Promise<string> {
  if (
    claims.purpose === 'return' ||
    claims.purpose === 'value' ||
    body.act === 'value' ||
    (claims.purpose === 'opinion') !== (body.act === 'opinion')
  )
    throw refuse('bad-request', { detail: '这个链接不用来办理这件事' });
  if (body.act === 'opinion') return takeOpinion(site, claims, body);
  return claims.purpose === 'sign-all' ? signAll(site, claims, body) : actOnce(site, claims, body);
}

async function show(
  site: Site,
  claims: LinkClaims,
  token: string,
  did: string | undefined,
  reply: FastifyReply,
): Promise<FastifyReply> {
  if (claims.purpose === 'opinion') return showOpinions(site, claims, token, did, reply);
  if (claims.purpose === 'value') return showValues(site, claims, token, did, reply);
  if (claims.purpose === 'return') return showReturn(site, claims, token, did, reply);
  const directory = await site.records.directory();
  const names = new Map(directory.units.map((u) => [u.id, u.name]));
  const name = (id: string) => names.get(id) ?? id;
  const rows = await Promise.all(
    claims.tasks.map(async (id) => {
      const task = await site.records.task(id);
      const { unit, expires } = claims;
      const own = makeLink(site.secret, { unit, purpose: 'task', tasks: [id], expires });
      return { task, path: `/r/${own}`, unit: await actingOn(site, claims, task.state) };
    }),
  );
  const path = `/r/${token}`;
  const [first] = rows;
  const unit = { id: first?.unit ?? claims.unit, name: name(first?.unit ?? claims.unit) };
  if (claims.purpose === 'task' && first !== undefined)
    return page(reply, receiptPage({ task: first.task, unit, path, did, today: dayOf(site.now()), name }));
  return page(reply, signAllPage({ rows, unit, path, did }));
}

/** What may have become of a task between the digest and the button; the page then says so (signAllPage). */
const overtaken: readonly ErrorCode[] = ['already-signed', 'task-closed', 'task-suspended', 'not-duty-unit'];

/** Signs for every task of the digest that is open and not signed yet; pressing twice changes nothing. */
async function signAll(site: Site, claims: LinkClaims, body: TaskForm): Promise<string> {
  if (body.act !== 'sign') throw refuse('bad-request', { detail: '这个链接只用来签收' });
  for (const id of claims.tasks) {
    const task = await site.records.task(id);
    const unit = await actingOn(site, claims, task.state);
    if (!mustSign(task.state, unit)) continue;
    try {
      await site.office.act(id, { kind: 'sign', unit }, await linkActor(site, unit, body.by));
    } catch (error) {
      // One task that no longer wants a signature must not keep the unit from signing for the rest.
      if (!(error instanceof DubanError) || !overtaken.includes(error.code)) throw error;
    }
  }
  return 'sign';
}

async function actOnce(site: Site, claims: LinkClaims, body: TaskForm): Promise<string> {
  const [id = ''] = claims.tasks;
  const { state } = await site.records.task(id);
  const unit = await actingOn(site, claims, state);
  const act = actOf(body, unit);
  if (!doneBefore(state, act)) await site.office.act(id, act, await linkActor(site, unit, body.by));
  return body.act;
}

function actOf(body: TaskForm, unit: string): Act {
  switch (body.act) {
    case 'sign':
      return { kind: 'sign', unit };
    case 'progress':
    case 'report':
      return { kind: body.act, unit, text: body.text };
    case 'requestExtension':
      return { kind: 'requestExtension', unit, to: body.to, reason: body.reason };
  }
}
