/**
 * `/r/TOKEN` for an errand: a unit reads the comments about its items, without name and contact, and proposes what
 * should become of them. It may change its mind until the office has decided.
 */
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { LinkClaims } from '../../activities/links.js';
import { type Comment, dispositionKinds } from '../../domain/comment/comment.js';
import { refuse } from '../../domain/errors.js';
import { opinionPage } from '../console/opinion-page.js';
import { sendFile } from './comment-files.js';
import { linkActor, mayAnswer } from './link-unit.js';
import { page } from './page.js';
import type { Site, ZodWeb } from './site.js';

/** The form of one comment; which words a proposal needs is the office's rule (domain/comment/disposition). */
export const opinionForm = z.object({
  act: z.literal('opinion'),
  no: z.coerce.number().int().min(1),
  kind: z.enum(dispositionKinds, '请选择一项处理建议'),
  words: z.string().trim().max(2000, '最多 2000 字').default(''),
});
export type OpinionForm = z.infer<typeof opinionForm>;

const fileParams = z.object({
  token: z.string().max(8192),
  no: z.coerce.number().int().min(1),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

/** The page of an errand. */
export async function showOpinions(
  site: Site,
  claims: LinkClaims,
  token: string,
  did: string | undefined,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { errand, period, comments } = await errandOf(site, claims);
  return page(
    reply,
    opinionPage({
      period,
      errand,
      comments,
      path: `/r/${token}`,
      did: Number(/^opinion-(\d+)$/.exec(did ?? '')?.[1] ?? 0),
    }),
  );
}

/**
 * Takes the unit's proposal on one comment of its errand; the same one again changes nothing.
 * @returns the words for the page's address.
 * @throws what the office refuses: a comment of another errand, one already decided on, words that are missing.
 */
export async function takeOpinion(
  site: Site,
  claims: LinkClaims,
  body: OpinionForm & { readonly by: string },
): Promise<string> {
  const { errand, comments } = await errandOf(site, claims);
  const actor = await linkActor(site, errand.unit, body.by);
  const comment = comments.find((one) => one.no === body.no);
  if (comment === undefined || !saidAlready(comment, body))
    await site.office.comments.giveOpinion(errand.id, body.no, body.kind, body.words, actor);
  return `opinion-${body.no}#c${body.no}`;
}

/** Adds `/:token/files/NO/SHA256`: a file of a comment of the link's errand, and of no other. */
export function addOpinionFiles(
  web: ZodWeb,
  site: Site,
  config: object,
  claimsOf: (token: string, reply: FastifyReply) => LinkClaims | undefined,
): void {
  web.get('/:token/files/:no/:sha256', { schema: { params: fileParams }, config }, async (request, reply) => {
    const { token, no, sha256 } = request.params;
    const claims = claimsOf(token, reply);
    if (claims === undefined) return reply;
    const missing = () => refuse('not-found', { what: `附件 ${sha256.slice(0, 8)}` });
    if (claims.purpose !== 'opinion') throw missing();
    const { errand, comments } = await errandOf(site, claims);
    const named = comments.find((one) => one.no === no)?.files.find((one) => one.sha256 === sha256);
    if (named === undefined) throw missing();
    const file = await site.comments.file(errand.period, no, sha256);
    if (file === undefined) throw missing();
    // Under the name of the page, from which its author's is taken out.
    return sendFile(reply, { ...file, name: named.name });
  });
}

/** The errand of a link. @throws `not-found`, also for an errand of another unit than the link's. */
async function errandOf(site: Site, claims: LinkClaims): ReturnType<Site['comments']['errand']> {
  const [id = ''] = claims.tasks;
  const found = await site.comments.errand(id);
  if (!(await mayAnswer(site, claims, found.errand.unit))) throw refuse('not-found', { what: id });
  return found;
}

/** True when exactly this is on record already: a form sent twice is one act. */
function saidAlready({ opinion }: Pick<Comment, 'opinion'>, body: OpinionForm): boolean {
  return opinion !== null && opinion.kind === body.kind && opinion.words === body.words;
}
