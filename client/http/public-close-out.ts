/** The lasting address of a published close-out, as a page and as a document. */
import type { FastifyContextConfig } from 'fastify';
import { z } from 'zod';
import { closeOutDocument } from '../../activities/documents/close-out.js';
import type { PublishedCloseOut } from '../../domain/comment/close-out.js';
import { type CommentChannel, commentChannels } from '../../domain/comment/comment.js';
import { dayOf } from '../../domain/day.js';
import { refuse } from '../../domain/errors.js';
import { closeOutPage } from '../console/close-out-page.js';
import { PublicLayout } from '../console/public-layout.js';
import { sendFile } from './comment-files.js';
import { page } from './page.js';
import type { PublicPeriods } from './public-periods.js';
import type { Site, ZodWeb } from './site.js';

export const periodParams = z.object({ plan: z.string().max(200), round: z.string().regex(/^[1-9]\d{0,3}$/) });

const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

interface Published extends PublishedCloseOut {
  readonly channels: readonly CommentChannel[];
}

/** Adds `…/close-out` and `…/close-out.docx`; both answer 404 until the close-out is published. */
export function addCloseOutPages(
  web: ZodWeb,
  site: Site,
  periods: PublicPeriods,
  config: Partial<FastifyContextConfig>,
): void {
  const schema = { params: periodParams };
  const mustPublished = async ({ plan, round }: z.infer<typeof periodParams>): Promise<Published> => {
    const id = `${plan}/${round}`;
    const { terms } = await periods.shown(id);
    const found = await site.comments.published(id);
    if (found === undefined) throw refuse('route-missing', { path: `/public/${id}/close-out`.slice(0, 100) });
    return { ...found, channels: commentChannels.filter((channel) => terms.channels[channel] ?? false) };
  };
  web.get('/:plan/:round/close-out', { schema, config }, async (request, reply) => {
    const { closeOut, publishedAt, channels } = await mustPublished(request.params);
    const pageUrl = `/public/${encodeURIComponent(request.params.plan)}/${request.params.round}`;
    const docxUrl = `${pageUrl}/close-out.docx`;
    return page(reply, closeOutPage({ closeOut, publishedAt, channels, docxUrl, pageUrl, publicLayout: PublicLayout }));
  });
  web.get('/:plan/:round/close-out.docx', { schema, config }, async (request, reply) => {
    const { closeOut, publishedAt, channels } = await mustPublished(request.params);
    const bytes = await closeOutDocument(closeOut, { channels, publishedOn: dayOf(publishedAt) });
    const name = `${[...closeOut.title].slice(0, 60).join('')}意见采纳情况.docx`;
    return sendFile(reply, { name, mediaType: DOCX, bytes });
  });
}
