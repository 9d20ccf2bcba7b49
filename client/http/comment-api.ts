/** `/api/comment-periods` and `/api/mails`: comment periods for the command line and other programs. */
import { closeOutDigest } from '../../activities/ledger/comments/digest.js';
import { closeOutTitle } from '../../domain/comment/close-out-words.js';
import { commentChannels } from '../../domain/comment/comment.js';
import { dayOf } from '../../domain/day.js';
import { refuse } from '../../domain/errors.js';
import type { CloseOutAnswer, ExportAnswer } from './comment-answers.js';
import * as bodies from './comment-bodies.js';
import { commentsCsv } from './comment-csv.js';
import { enterComment } from './comment-entry.js';
import { sendFile } from './comment-files.js';
import { allComments } from './comment-pages.js';
import { officeActor } from './session.js';
import type { Site, ZodWeb } from './site.js';

const PERIOD = '/comment-periods/:plan/:round';
const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

/** Adds the routes; the token is asked for by the area they stand in. */
export function addCommentApi(web: ZodWeb, site: Site): void {
  addPeriods(web, site);
  addComments(web, site);
  addDecisions(web, site);
  addCloseOut(web, site);
  addMails(web, site);
}

const idOf = ({ plan, round }: { readonly plan: string; readonly round: string }): string => `${plan}/${round}`;

function addPeriods(web: ZodWeb, { office, comments }: Site): void {
  const params = bodies.periodParams;
  web.get('/comment-periods', async () => ({ periods: await comments.periods() }));
  web.post('/comment-periods/check', { schema: { body: bodies.openBody } }, async ({ body }) =>
    office.comments.check(bodies.termsOf(body)),
  );
  web.post('/comment-periods', { schema: { body: bodies.openBody } }, async ({ body }) =>
    office.comments.open(bodies.termsOf(body), officeActor(body.by ?? '')),
  );
  web.get('/comment-periods/:plan', { schema: { params: bodies.planParams } }, async (request) =>
    comments.period(request.params.plan),
  );
  web.get(PERIOD, { schema: { params } }, async (request) => comments.period(idOf(request.params)));
  web.post(`${PERIOD}/acts`, { schema: { params, body: bodies.periodActBody } }, async ({ params, body }) =>
    office.comments.act(idOf(params), bodies.periodAct(body), officeActor(body.by ?? '')),
  );
}

function addComments(web: ZodWeb, site: Site): void {
  const { comments, now } = site;
  const params = bodies.periodParams;
  const querystring = bodies.commentsQuery;
  web.get(`${PERIOD}/comments`, { schema: { params, querystring } }, async ({ params, query }) => {
    const { open, after, contacts, item, from, limit } = query;
    const found = await comments.comments(idOf(params), {
      contacts: contacts === '1',
      ...(open === '1' ? { open: true } : {}),
      after: after === '1',
      ...(item === undefined ? {} : { item }),
      ...(from === undefined ? {} : { from }),
      limit: limit ?? 200,
    });
    return { comments: found };
  });
  web.get(
    `${PERIOD}/comments/:no`,
    { schema: { params: bodies.commentParams, querystring: bodies.contactsQuery } },
    async ({ params, query }) => comments.comment(idOf(params), params.no, query.contacts === '1'),
  );
  web.get(`${PERIOD}/comments/:no/files/:sha256`, { schema: { params: bodies.fileParams } }, async (request, reply) => {
    const { no, sha256 } = request.params;
    const file = await comments.file(idOf(request.params), no, sha256);
    if (file === undefined) throw refuse('not-found', { what: `附件 ${sha256}` });
    return sendFile(reply, file);
  });
  web.post(`${PERIOD}/comments`, { schema: { params, body: bodies.enteredBody } }, async ({ params, body }) => {
    const { by, ...entered } = body;
    return enterComment(site, idOf(params), entered, officeActor(by ?? '').name);
  });
  web.get(
    `${PERIOD}/export`,
    { schema: { params, querystring: bodies.exportQuery } },
    async ({ params, query }, reply) => {
      const contacts = query.contacts === '1';
      const all = await allComments(comments, idOf(params), contacts);
      if (query.format !== 'csv') {
        const answer: ExportAnswer = { period: idOf(params), exportedAt: now(), contacts, comments: all };
        return answer;
      }
      return sendFile(reply, {
        name: `${params.plan}-${params.round}-意见.csv`,
        mediaType: 'text/csv; charset=utf-8',
        bytes: Buffer.from(commentsCsv(all, contacts), 'utf8'),
      });
    },
  );
}

function addDecisions(web: ZodWeb, { office }: Site): void {
  const params = bodies.periodParams;
  const acts = office.comments;
  web.post(`${PERIOD}/dispose`, { schema: { params, body: bodies.disposeBody } }, async ({ params, body }) => ({
    counts: await acts.dispose(
      idOf(params),
      body.nos,
      bodies.dispositionOf(body),
      officeActor(body.by ?? ''),
      body.seen,
    ),
  }));
  web.post(`${PERIOD}/merge`, { schema: { params, body: bodies.mergeBody } }, async ({ params, body }) => ({
    counts: await acts.merge(idOf(params), body.nos, body.into, officeActor(body.by ?? ''), body.seen),
  }));
  web.post(`${PERIOD}/set-aside`, { schema: { params, body: bodies.setAsideBody } }, async ({ params, body }) => ({
    counts: await acts.setAside(idOf(params), body.nos, body.reason, officeActor(body.by ?? ''), body.seen),
  }));
  web.post(`${PERIOD}/judge`, { schema: { params, body: bodies.judgeBody } }, async ({ params, body }) => ({
    counts: await acts.judge(idOf(params), body.no, body.inTime, body.reason, officeActor(body.by ?? '')),
  }));
  web.post(`${PERIOD}/item`, { schema: { params, body: bodies.itemBody } }, async ({ params, body }) => ({
    counts: await acts.assignItem(idOf(params), body.nos, body.item, officeActor(body.by ?? '')),
  }));
  web.post(`${PERIOD}/redact`, { schema: { params, body: bodies.redactBody } }, async ({ params, body }) => {
    const what = bodies.redactionOf(body);
    const { left } = await acts.redact(idOf(params), body.no, what, body.reason, officeActor(body.by ?? ''));
    return { no: body.no, redacted: true, left };
  });
}

function addCloseOut(web: ZodWeb, { comments }: Site): void {
  const params = bodies.periodParams;
  const closeOutOf = async (period: string): Promise<CloseOutAnswer> => {
    const published = await comments.published(period);
    if (published !== undefined) return { published: true, ...published };
    const closeOut = await comments.draft(period);
    return { published: false, digest: closeOutDigest(closeOut), closeOut, mail: await comments.waitingMail(period) };
  };
  web.get(`${PERIOD}/close-out`, { schema: { params } }, async (request) => closeOutOf(idOf(request.params)));
  web.get(`${PERIOD}/close-out.docx`, { schema: { params } }, async (request, reply) => {
    const id = idOf(request.params);
    const [answer, { terms }] = await Promise.all([closeOutOf(id), comments.period(id)]);
    // The library that writes documents is loaded by the first who asks for one.
    const { closeOutDocument } = await import('../../activities/documents/close-out.js');
    const channels = commentChannels.filter((channel) => Boolean(terms.channels[channel]));
    const publishedOn = answer.published ? { publishedOn: dayOf(answer.publishedAt) } : {};
    return sendFile(reply, {
      name: `${closeOutTitle(answer.closeOut)}${answer.published ? '' : '（草稿）'}.docx`,
      mediaType: DOCX,
      bytes: await closeOutDocument(answer.closeOut, { channels, ...publishedOn }),
    });
  });
}

function addMails(web: ZodWeb, { office, comments }: Site): void {
  web.get('/mails', { schema: { querystring: bodies.mailsQuery } }, async ({ query: { after, limit } }) =>
    comments.mails({ ...(after === undefined ? {} : { after }), ...(limit === undefined ? {} : { limit }) }),
  );
  web.post('/mails/assign', { schema: { body: bodies.assignMailBody } }, async ({ body }) =>
    office.comments.assignMail(body.id, body.period, officeActor(body.by ?? '')),
  );
  web.post('/mails/dismiss', { schema: { body: bodies.dismissMailBody } }, async ({ body }) => {
    await office.comments.dismissMail(body.id, body.reason, officeActor(body.by ?? ''));
    return { id: body.id, dismissed: true };
  });
}
