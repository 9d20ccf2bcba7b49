/**
 * `/r/TOKEN` for a return: a unit answers the request of a supervision cycle on the page or with its Excel sheet, and
 * answers again until the bulletin is approved; after it is published, it may contest it. At any time it may report a
 * major problem.
 */
import multipart from '@fastify/multipart';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { LinkClaims } from '../../activities/links.js';
import { DubanError, fault, refuse } from '../../domain/errors.js';
import { returnPage } from '../console/return-page.js';
import { type AskedReturn, askedReturn } from './asked-return.js';
import { sendFile } from './comment-files.js';
import { publishedFile } from './cycle-papers.js';
import { faultsOf } from './faults.js';
import { linkActor } from './link-unit.js';
import { page } from './page.js';
import { RETURN_BODY, readReturn, type SentReturn, typedTasks, wordsOf } from './return-form.js';
import type { Site, ZodWeb } from './site.js';
import { carryOut, type Said } from './take-return.js';

const params = z.object({ token: z.string().max(8192) });
const fileParams = params.extend({
  version: z.coerce.number().int().min(1).max(9999),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

/** The page as it is first opened. */
export const nothingSaid = (asked: AskedReturn): Said => ({
  typed: asked.filled,
  faults: [],
  doubts: [],
  excel: false,
  by: '',
  contest: '',
  problem: { task: '', text: '' },
  kept: undefined,
});

type ClaimsOf = (token: string, reply: FastifyReply) => LinkClaims | undefined;

/** The page of a return. */
export async function showReturn(
  site: Site,
  claims: LinkClaims,
  token: string,
  did: string | undefined,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const asked = await askedReturn(site, claims);
  return page(reply, returnPage({ asked, said: nothingSaid(asked), path: `/r/${token}`, did, now: site.now() }));
}

/** Adds what is below a return's page: its forms, the sheet, the bulletin and the evidence, each for its own link only. */
export async function addReturns(
  web: ZodWeb,
  site: Site,
  limits: { readonly read: object; readonly write: object },
  claimsOf: ClaimsOf,
): Promise<void> {
  // A file that is too long is cut, so that the unit hears of all faults at once and not of the first.
  await web.register(multipart, { throwFileSizeLimit: false });
  const asked = async (token: string, reply: FastifyReply): Promise<AskedReturn | undefined> => {
    const claims = claimsOf(token, reply);
    if (claims === undefined) return undefined;
    return askedReturn(site, ofReturn(claims));
  };
  web.get('/:token/return', { schema: { params }, config: limits.read }, async (request, reply) =>
    reply.redirect(`/r/${request.params.token}`, 302),
  );
  web.post('/:token/return', { schema: { params }, config: limits.write }, async (request, reply) => {
    const { token } = request.params;
    const claims = claimsOf(token, reply);
    if (claims === undefined) return reply;
    return take(site, ofReturn(claims), token, request, reply);
  });
  web.get('/:token/sheet', { schema: { params }, config: limits.read }, async (request, reply) => {
    const one = await asked(request.params.token, reply);
    return one === undefined ? reply : sendFile(reply, await site.cycles.sheet(one.cycle.id, one.unit.unit));
  });
  web.get('/:token/bulletin', { schema: { params }, config: limits.read }, async (request, reply) => {
    const one = await asked(request.params.token, reply);
    if (one === undefined) return reply;
    return sendFile(reply, await publishedFile(site.cycles, one.cycle.id));
  });
  web.get(
    '/:token/evidence/:version/:sha256',
    { schema: { params: fileParams }, config: limits.read },
    async (request, reply) => {
      const { token, version, sha256 } = request.params;
      const one = await asked(token, reply);
      if (one === undefined) return reply;
      const file = await site.cycles.evidence(one.cycle.id, one.unit.unit, version, sha256);
      if (file === undefined) throw refuse('not-found', { what: `附件 ${sha256.slice(0, 8)}` });
      return sendFile(reply, file);
    },
  );
}

function ofReturn(claims: LinkClaims): LinkClaims {
  if (claims.purpose !== 'return') throw refuse('bad-request', { detail: '这个链接不用来办理这件事' });
  return claims;
}

/** Takes one of the page's forms; what cannot be taken comes back with everything typed and all that is wrong. */
async function take(
  site: Site,
  claims: LinkClaims,
  token: string,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  if (Number(request.headers['content-length'] ?? 0) > RETURN_BODY)
    throw refuse('body-too-large', { limit: RETURN_BODY / 1024 / 1024 });
  const asked = await askedReturn(site, claims);
  const sent = await readReturn(request);
  const actor = await linkActor(site, asked.unit.unit, wordsOf(sent.fields, 'by').replace(/\s+/g, ' ').slice(0, 40));
  const said = saidOf(asked, sent);
  const again = (status: number, change: Partial<Said>, now: AskedReturn = asked): FastifyReply =>
    page(
      reply.status(status),
      returnPage({ asked: now, said: { ...said, ...change }, path: `/r/${token}`, did: undefined, now: site.now() }),
    );
  if (!sent.whole) return again(422, { faults: [fault('return-unreadable')] });
  try {
    const done = await carryOut(site, asked, sent, said, actor);
    if (typeof done === 'string') return reply.redirect(`/r/${token}?did=${done}`, 303);
    return again(done.faults === undefined ? 200 : 422, done);
  } catch (error) {
    // Whatever went wrong, the words are the unit's to keep. The page is read anew: its stage may have moved on.
    const refusal = new DubanError(faultsOf(error, request, site));
    return again(refusal.status, { faults: refusal.faults }, await askedReturn(site, claims).catch(() => asked));
  }
}

/** What the form holds; a form without the tasks leaves them as they are on record. */
export function saidOf(asked: AskedReturn, { fields }: SentReturn): Said {
  const own = wordsOf(fields, 'act') === 'return';
  return {
    ...nothingSaid(asked),
    ...(own ? { typed: typedTasks(fields, asked.tasks), kept: fields.get('keep') ?? [] } : {}),
    excel: wordsOf(fields, 'via') === 'excel',
    by: wordsOf(fields, 'by'),
    contest: wordsOf(fields, 'contest'),
    problem: { task: wordsOf(fields, 'task'), text: wordsOf(fields, 'problem') },
  };
}
