/** `/api/plans/PLAN/archive`: the archive of a plan as a ZIP file, sent while it is made. */
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { dayOf } from '../../domain/day.js';
import type { Actor } from '../../domain/task.js';
import { planParams } from './bodies.js';
import { attachment } from './comment-files.js';
import { officeActor } from './session.js';
import type { Site, ZodWeb } from './site.js';

const querystring = z.object({ contacts: z.enum(['0', '1']).optional(), by: z.string().trim().max(40).optional() });

/** Sends the archive of a plan, for the API and for the page of a plan that has ended. */
export async function sendArchive(
  { records, now, log }: Pick<Site, 'records' | 'now' | 'log'>,
  { plan, contacts }: { readonly plan: string; readonly contacts: boolean },
  actor: Actor,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const archive = await records.archive(plan, { contacts }, actor);
  // What has begun to leave cannot become an error answer: the connection breaks, and the log says why.
  archive.on('error', (error) => log?.error({ err: error, plan }, 'archive broke off'));
  return reply
    .header('content-disposition', attachment(`${plan}-${dayOf(now()).replaceAll('-', '')}.zip`))
    .header('x-content-type-options', 'nosniff')
    .type('application/zip')
    .send(archive);
}

export function addArchiveApi(web: ZodWeb, site: Site): void {
  web.get('/plans/:plan/archive', { schema: { params: planParams, querystring } }, async (request, reply) => {
    const { contacts, by } = request.query;
    const wanted = { plan: request.params.plan, contacts: contacts === '1' };
    return sendArchive(site, wanted, officeActor(by ?? ''), reply);
  });
}
