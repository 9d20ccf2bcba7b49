/** `/api/plans/PLAN/archive`: the archive of a plan as a ZIP file, sent while it is made. */
import { z } from 'zod';
import { dayOf } from '../../domain/day.js';
import { planParams } from './bodies.js';
import { attachment } from './comment-files.js';
import { officeActor } from './session.js';
import type { Site, ZodWeb } from './site.js';

const querystring = z.object({ contacts: z.enum(['0', '1']).optional(), by: z.string().trim().max(40).optional() });

export function addArchiveApi(web: ZodWeb, { records, now, log }: Site): void {
  web.get('/plans/:plan/archive', { schema: { params: planParams, querystring } }, async (request, reply) => {
    const { plan } = request.params;
    const { contacts, by } = request.query;
    const archive = await records.archive(plan, { contacts: contacts === '1' }, officeActor(by ?? ''));
    // What has begun to leave cannot become an error answer: the connection breaks, and the log says why.
    archive.on('error', (error) => log?.error({ err: error, plan }, 'archive broke off'));
    return reply
      .header('content-disposition', attachment(`${plan}-${dayOf(now()).replaceAll('-', '')}.zip`))
      .header('x-content-type-options', 'nosniff')
      .type('application/zip')
      .send(archive);
  });
}
