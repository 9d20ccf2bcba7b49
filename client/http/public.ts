/**
 * The public's pages: what is open for comment, the form, what became of a comment, the close-out. No login, no cookie,
 * no script; nothing on them tells who commented, and no address of a visitor is stored or logged.
 */
import multipart from '@fastify/multipart';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { readReceipt } from '../../domain/comment/receipt.js';
import { DubanError, type Fault, fault, refuse } from '../../domain/errors.js';
import { publicErrorPage } from '../console/public-error-page.js';
import { publicListPage } from '../console/public-list-page.js';
import { publicPeriodPage } from '../console/public-period-page.js';
import { foundPage, lookupPage, receivedPage } from '../console/public-receipt-page.js';
import { standingOf } from '../console/public-standing.js';
import type { PublicDetail } from './comment-answers.js';
import { faultsOf } from './faults.js';
import { page } from './page.js';
import { addCloseOutPages, periodParams } from './public-close-out.js';
import { drawComment, type FieldFault, isMailContact } from './public-comment.js';
import { emptyValues, type FormValues, readForm } from './public-form.js';
import { mustFit, mustOwnForm, publicLimits, visitorKeys } from './public-guard.js';
import { type PublicIntake, publicIntake } from './public-intake.js';
import { type PublicPeriods, publicPeriods } from './public-periods.js';
import { makeFormToken, readFormToken } from './public-token.js';
import type { Site, ZodWeb } from './site.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Epoch ms at which a request to the public's pages began, before any of its body was read. */
    begunAt: number;
  }
}

const chosen = z.object({ item: z.string().max(10).optional() });
const lookup = z.object({ receipt: z.string().max(200).default('') });

/** Adds the public's pages; `web` is an area of its own, whose errors become the public's error pages. */
export async function addPublic(web: ZodWeb, site: Site): Promise<void> {
  const visitorOf = visitorKeys();
  const limit = publicLimits(site, visitorOf);
  const periods = publicPeriods(site);
  // A file that is too long is cut, so that the person hears of all faults at once and not of the first.
  await web.register(multipart, { throwFileSizeLimit: false });
  web.decorateRequest('begunAt', 0);
  web.addHook('onRequest', async (request, reply) => {
    request.begunAt = site.now();
    // The forms' own origin is what tells them from foreign ones, so it is kept within the site.
    void reply.header('referrer-policy', 'same-origin');
    if (request.method !== 'POST') return;
    mustOwnForm(request, site);
    mustFit(request);
  });
  web.setErrorHandler(async (error: unknown, request, reply) => {
    // An address that no period can have is one more page that does not exist.
    const unreadable = (error as { readonly validationContext?: unknown }).validationContext === 'params';
    if (unreadable) return page(reply.status(404), publicErrorPage(404, []));
    const refusal = new DubanError(faultsOf(error, request, site));
    return page(reply.status(refusal.status), publicErrorPage(refusal.status, refusal.faults));
  });

  web.setNotFoundHandler((_request, reply) => page(reply.status(404), publicErrorPage(404, [])));

  web.get('/', { config: limit('page') }, async (_request, reply) => {
    return page(reply, publicListPage({ periods: await periods.list(), now: site.now() }));
  });
  web.get('/receipt', { config: limit('page') }, async (_request, reply) => page(reply, lookupPage({})));
  web.post('/receipt', { schema: { body: lookup }, config: limit('lookup') }, async (request, reply) => {
    const typed = request.body.receipt;
    const receipt = readReceipt(typed);
    const found = receipt === undefined ? undefined : await site.comments.byReceipt(receipt);
    if (found !== undefined) return page(reply, foundPage(found));
    return page(reply.status(404), lookupPage({ typed: typed.trim(), unknown: fault('receipt-unknown') }));
  });

  const form = formPages(site, periods, publicIntake(site, visitorOf));
  web.get('/:plan', { config: limit('page') }, async (request, reply) => {
    const { plan, round } = await periods.shown((request.params as { readonly plan: string }).plan);
    return reply.redirect(`/public/${encodeURIComponent(plan)}/${round}`, 302);
  });
  web.get(
    '/:plan/:round',
    { schema: { params: periodParams, querystring: chosen }, config: limit('page') },
    async (request, reply) => {
      const period = await periods.shown(`${request.params.plan}/${request.params.round}`);
      const item = period.items.find((one) => String(one.number) === request.query.item);
      return form.show(reply, period, { ...emptyValues, item: item === undefined ? '' : String(item.number) });
    },
  );
  web.post('/:plan/:round', { schema: { params: periodParams }, config: limit('comment') }, async (request, reply) => {
    return form.take(request, reply, `${request.params.plan}/${request.params.round}`);
  });
  addCloseOutPages(web, site, periods, limit('page'));
}

/** The page of one period with its form, and what happens when the form comes back. */
function formPages(site: Site, periods: PublicPeriods, intake: PublicIntake) {
  const show = (
    reply: FastifyReply,
    period: PublicDetail,
    values: FormValues,
    faults: readonly FieldFault[] = [],
    token = makeFormToken(site.secret, period.id, site.now()),
  ): FastifyReply =>
    page(reply, publicPeriodPage({ period, now: site.now(), values, faults, token, path: pathOf(period) }));

  const take = async (request: FastifyRequest, reply: FastifyReply, id: string): Promise<FastifyReply> => {
    const arrivedAt = request.begunAt;
    const form = await readForm(request);
    const period = await periods.recent(id);
    const token = readFormToken(site.secret, period.id, form.token, arrivedAt);
    if (!token.ok && form.whole) throw refuse('form-expired');
    const again = async (status: 409 | 422, faults: readonly FieldFault[], kept?: string) =>
      show(reply.status(status), await periods.fresh(id), form.values, faults, kept);
    const aside = (one: Fault): FieldFault[] => [{ field: 'form', fault: one }];

    if (refusalOf(period, arrivedAt) !== undefined) {
      // It may have been opened again since the period was read.
      const why = refusalOf(await periods.fresh(id), arrivedAt);
      if (why !== undefined) return again(409, aside(why));
    }
    if (!token.ok || token.age === 'old') return again(422, aside(fault(token.ok ? 'form-old' : 'form-unreadable')));
    // The same token goes on ageing: whoever was too quick needs no more than one further click.
    if (token.age === 'quick') return again(422, aside(fault('form-quick')), form.token);
    const items = period.items.map((item) => item.number);
    const drawn = drawComment(form, { period: period.id, items, arrivedAt, number: token.number });
    if (!drawn.ok) return again(422, drawn.faults, form.token);
    const taken = await intake(request, drawn.comment).catch((error: unknown) => {
      // Suspended, withdrawn or published since the period was read.
      if (error instanceof DubanError && error.status === 409) return error;
      throw error;
    });
    if (taken instanceof DubanError) {
      const [first = fault('form-unreadable')] = taken.faults;
      return again(409, aside(refusalOf(await periods.fresh(id), site.now()) ?? first));
    }
    const mailed = isMailContact(drawn.comment.contact);
    return page(reply, receivedPage({ period, path: pathOf(period), ...taken, arrivedAt, mailed }));
  };
  return { show, take };
}

/** Why no comment can be taken on the page; what began before a pause still counts. */
function refusalOf(period: PublicDetail, arrivedAt: number): Fault | undefined {
  const since = period.state.suspended?.since ?? 0;
  const standing = standingOf({ ...period, suspended: period.suspended && arrivedAt >= since }, arrivedAt);
  if (standing.form === 'none') return fault('comment-not-taken', { why: standing.words });
  return period.terms.channels.web
    ? undefined
    : fault('comment-not-taken', { why: '本次征求意见不用网页收集意见，请用公告中的方式。' });
}

const pathOf = ({ plan, round }: Pick<PublicDetail, 'plan' | 'round'>): string =>
  `/public/${encodeURIComponent(plan)}/${round}`;
