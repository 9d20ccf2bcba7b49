/** Pages of letters: all of them, one of them, the local mailbox, 督办函, and the admin's page. */
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { listMailbox, readAttachment, readMailbox } from '../../activities/mail/mailbox.js';
import { refuse } from '../../domain/errors.js';
import { adminPage } from '../console/admin-page.js';
import { formalPage } from '../console/formal-page.js';
import { letterPage, lettersPage } from '../console/letters-page.js';
import { mailboxPage, mailPage } from '../console/mailbox-page.js';
import { given } from './api.js';
import { keyQuery, lettersQuery } from './bodies.js';
import { doneOf, doneQuery } from './done.js';
import { page } from './page.js';
import { mustForm, mustSession, officeActor, signedOf } from './session.js';
import type { Site, ZodWeb } from './site.js';
import { withUnitId } from './unit-words.js';

const PAGE = 100;
const csrf = z.string().max(100).optional();

/** Adds `/letters…`, `/mailbox…`, `/formal` and `/admin`. */
export function addLetterPages(web: ZodWeb, site: Site): void {
  addLetters(web, site);
  if (site.config.smtpUrl === undefined) addMailbox(web, site);
  addFormal(web, site);
  web.get('/admin', { schema: { querystring: doneQuery } }, async (request, reply) => {
    const signed = signedOf(mustSession(request, site), site);
    const [figures, health, running] = await Promise.all([
      site.records.admin(),
      site.health(),
      site.running?.().catch(() => undefined),
    ]);
    return page(reply, adminPage({ signed, figures, health, running, done: doneOf(request.query.done) }));
  });
}

function addLetters(web: ZodWeb, site: Site): void {
  const querystring = lettersQuery.extend({
    beforeAt: z.coerce.number().int().optional(),
    beforeKey: z.string().max(500).optional(),
  });
  web.get('/letters', { schema: { querystring } }, async (request, reply) => {
    const signed = signedOf(mustSession(request, site), site);
    const { beforeAt, beforeKey, limit: _limit, ...asked } = request.query;
    const filter = withUnitId(asked, await site.records.directory());
    const before =
      beforeAt === undefined || beforeKey === undefined ? {} : { before: { plannedAt: beforeAt, key: beforeKey } };
    const letters = await site.records.letters(given({ ...filter, ...before, limit: PAGE }));
    const last = letters.length === PAGE ? letters.at(-1) : undefined;
    const chosen: Readonly<Record<string, string>> = given(filter);
    const more =
      last === undefined
        ? undefined
        : `/letters?${new URLSearchParams({ ...chosen, beforeAt: String(last.plannedAt), beforeKey: last.key }).toString()}`;
    return page(reply, lettersPage({ signed, letters, filter: chosen, more }));
  });
  web.get('/letters/view', { schema: { querystring: keyQuery.extend(doneQuery.shape) } }, async (request, reply) => {
    const signed = signedOf(mustSession(request, site), site);
    const letter = await site.records.letter(request.query.key);
    return page(reply, letterPage({ signed, letter, done: doneOf(request.query.done) }));
  });
  web.get('/letters/html', { schema: { querystring: keyQuery } }, async (request, reply) => {
    mustSession(request, site);
    const { html } = await site.records.letter(request.query.key);
    return framed(reply, html ?? '');
  });
  web.post(
    '/letters/resend',
    { schema: { body: z.object({ key: z.string().max(500), csrf }) } },
    async (request, reply) => {
      const session = mustForm(request, site);
      await site.office.resend(request.body.key, officeActor(session.name));
      return reply.redirect(`/letters/view?key=${encodeURIComponent(request.body.key)}&done=resent`, 303);
    },
  );
}

function addMailbox(web: ZodWeb, site: Site): void {
  const querystring = z.object({ id: z.string().max(60) });
  web.get(
    '/mailbox',
    { schema: { querystring: z.object({ offset: z.coerce.number().int().min(0).default(0) }) } },
    async (request, reply) => {
      const signed = signedOf(mustSession(request, site), site);
      const { offset } = request.query;
      return page(reply, mailboxPage({ signed, offset, ...(await listMailbox(site.mailbox, PAGE, offset)) }));
    },
  );
  web.get('/mailbox/view', { schema: { querystring } }, async (request, reply) => {
    const signed = signedOf(mustSession(request, site), site);
    return page(reply, mailPage({ signed, mail: await readMailbox(site.mailbox, request.query.id) }));
  });
  web.get('/mailbox/html', { schema: { querystring } }, async (request, reply) => {
    mustSession(request, site);
    return framed(reply, (await readMailbox(site.mailbox, request.query.id)).html);
  });
  const part = querystring.extend({ index: z.coerce.number().int().min(0).max(99) });
  web.get('/mailbox/attachment', { schema: { querystring: part } }, async (request, reply) => {
    mustSession(request, site);
    const { filename, content } = await readAttachment(site.mailbox, request.query.id, request.query.index);
    const name = filename === '' ? 'attachment' : filename;
    return reply
      .type('application/octet-stream')
      .header(
        'content-disposition',
        `attachment; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16)}`)}`,
      )
      .send(content);
  });
}

function addFormal(web: ZodWeb, site: Site): void {
  web.get('/formal', { schema: { querystring: doneQuery } }, async (request, reply) => {
    const signed = signedOf(mustSession(request, site), site);
    return page(reply, formalPage({ signed, formal: await site.records.formal(), done: doneOf(request.query.done) }));
  });
  web.post(
    '/formal/approve',
    { schema: { body: z.object({ id: z.string().max(300), csrf }) } },
    async (request, reply) => {
      const session = mustForm(request, site);
      if (request.body.id === '') throw refuse('not-found', { what: '督办函' });
      await site.office.approveFormal(request.body.id, officeActor(session.name));
      return reply.redirect('/formal?done=approved', 303);
    },
  );
}

/**
 * A letter's own HTML in a frame of ours: its inline styles may show, nothing in it may run, load or post. Its links open
 * outside the frame.
 */
function framed(reply: FastifyReply, html: string): FastifyReply {
  const base = '<base target="_blank">';
  return reply
    .header(
      'content-security-policy',
      "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox",
    )
    .header('x-frame-options', 'SAMEORIGIN')
    .type('text/html; charset=utf-8')
    .send(/<head[^>]*>/i.test(html) ? html.replace(/<head[^>]*>/i, (head) => `${head}${base}`) : `${base}${html}`);
}
