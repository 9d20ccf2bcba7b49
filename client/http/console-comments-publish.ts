/** The office's page of the close-out: what it would say, what still blocks it, publication. */
import type { VNode } from 'preact';
import { closeOutDigest } from '../../activities/ledger/comments/digest.js';
import { type CommentChannel, commentChannels } from '../../domain/comment/comment.js';
import { dayOf } from '../../domain/day.js';
import { DubanError, refuse } from '../../domain/errors.js';
import { closeOutDesk } from '../console/comments-close-out-page.js';
import { periodHref, type Tried } from '../console/comments-parts.js';
import type { PeriodDetail } from './comment-answers.js';
import { periodParams } from './comment-bodies.js';
import { sendFile } from './comment-files.js';
import { allComments } from './comment-pages.js';
import { carryOut, fieldsOf, flatForm } from './console-comments-form.js';
import { idOf } from './console-comments-period.js';
import { doneOf, doneQuery } from './done.js';
import { page } from './page.js';
import { mustForm, mustSession, officeActor, type Session, signedOf } from './session.js';
import type { Site, ZodWeb } from './site.js';

const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

/** Adds `/comments/PLAN/ROUND/close-out`. */
export function addCloseOutDesk(web: ZodWeb, site: Site): void {
  const params = periodParams;
  const { comments } = site;
  const show = async (id: string, session: Session, done?: string, tried?: Tried): Promise<VNode> => {
    const [period, published, mail] = await Promise.all([
      comments.period(id),
      comments.published(id),
      comments.waitingMail(id),
    ]);
    const all = published === undefined ? await allComments(comments, id, false) : [];
    const closeOut = published?.closeOut ?? (await comments.draft(id));
    return closeOutDesk({
      signed: signedOf(session, site),
      period,
      published,
      closeOut,
      digest: closeOutDigest(closeOut),
      channels: channelsOf(period),
      questions: all.filter((one) => one.question !== null).map((one) => one.no),
      undisposed: all
        .filter((one) => one.mergedInto === null && one.disposition === null && one.setAside === null)
        .map((one) => one.no),
      mail,
      now: site.now(),
      done,
      tried,
    });
  };
  web.get(
    '/comments/:plan/:round/close-out',
    { schema: { params, querystring: doneQuery } },
    async (request, reply) => {
      const session = mustSession(request, site);
      return page(reply, await show(idOf(request.params), session, doneOf(request.query.done)));
    },
  );
  web.post('/comments/:plan/:round/close-out', { schema: { params, body: flatForm } }, async (request, reply) => {
    const session = mustForm(request, site);
    const id = idOf(request.params);
    const values = fieldsOf(request.body);
    const here = `${periodHref(id)}/close-out`;
    const work = async () => {
      if (values['sure'] !== 'yes')
        throw refuse('field-invalid', { field: '确认', detail: '请勾选“我已逐条核对，确认公布”' });
      try {
        const read = values['mailboxUnread'] === 'yes' ? ({ mailboxUnread: true } as const) : {};
        const act = { kind: 'publish', digest: values['digest'] ?? '', ...read } as const;
        await site.office.comments.act(id, act, officeActor(session.name));
      } catch (error) {
        // Somebody was quicker, or it was the second click.
        if (!(error instanceof DubanError) || (await comments.published(id)) === undefined) throw error;
        return `${here}?done=publishedAlready`;
      }
      return `${here}?done=published`;
    };
    return carryOut(reply, { name: 'publish', values }, work, (tried) => show(id, session, undefined, tried));
  });
  web.get('/comments/:plan/:round/close-out.docx', { schema: { params } }, async (request, reply) => {
    mustSession(request, site);
    const id = idOf(request.params);
    const [period, published] = await Promise.all([comments.period(id), comments.published(id)]);
    const closeOut = published?.closeOut ?? (await comments.draft(id));
    // The library that writes documents is loaded by the first who asks for one.
    const { closeOutDocument } = await import('../../activities/documents/close-out.js');
    const day = published === undefined ? {} : { publishedOn: dayOf(published.publishedAt) };
    return sendFile(reply, {
      name: `${[...closeOut.title].slice(0, 60).join('')}意见采纳情况${published === undefined ? '（草稿）' : ''}.docx`,
      mediaType: DOCX,
      bytes: await closeOutDocument(closeOut, { channels: channelsOf(period), ...day }),
    });
  });
}

const channelsOf = ({ terms }: PeriodDetail): readonly CommentChannel[] =>
  commentChannels.filter((channel) => terms.channels[channel] ?? false);
