/** Login of the office: one token, a signed cookie, and for every form a value that only our own pages know. */
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { refuse } from '../../domain/errors.js';
import type { Actor } from '../../domain/task.js';
import type { Signed } from '../console/layout.js';
import type { Site } from './site.js';

const COOKIE = 'duban_session';
const HOURS = 12;

export interface Session {
  /** Whom the record names for what is done in this session. */
  readonly name: string;
  /** Goes as `csrf` into every form. */
  readonly csrf: string;
}

/** Compares without telling by its time how much was right. */
export function equalSecrets(a: string, b: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(a), hash(b));
}

/** Opens a session of 12 hours. The cookie is HttpOnly and SameSite=Strict, and Secure where the site is https. */
export function openSession(reply: FastifyReply, site: Site, name: string): void {
  const value = Buffer.from(
    JSON.stringify([site.now() + HOURS * 3_600_000, name, randomBytes(9).toString('base64url')]),
  ).toString('base64url');
  void reply.setCookie(COOKIE, `${value}.${sign(site, 'session', value)}`, {
    path: '/',
    httpOnly: true,
    sameSite: 'strict',
    secure: site.config.publicUrl.startsWith('https:'),
    maxAge: HOURS * 3600,
  });
}

export function closeSession(reply: FastifyReply): void {
  void reply.clearCookie(COOKIE, { path: '/' });
}

/** The session of a request, or undefined when there is none, it ran out, or the cookie is not ours. */
export function sessionOf(request: FastifyRequest, site: Site): Session | undefined {
  const [value = '', signature = ''] = (request.cookies[COOKIE] ?? '').split('.');
  if (value === '' || !equalSecrets(signature, sign(site, 'session', value))) return undefined;
  const [until, name] = JSON.parse(Buffer.from(value, 'base64url').toString('utf8')) as [number, string];
  return until > site.now() ? { name, csrf: sign(site, 'csrf', value) } : undefined;
}

/** @throws `session-missing`. */
export function mustSession(request: FastifyRequest, site: Site): Session {
  const session = sessionOf(request, site);
  if (session === undefined) throw refuse('session-missing');
  return session;
}

/** The session of a form that was sent from our own page. @throws `session-missing` or `form-expired`. */
export function mustForm(request: FastifyRequest, site: Site): Session {
  const session = mustSession(request, site);
  const given = (request.body as { readonly csrf?: unknown } | null)?.csrf;
  if (typeof given !== 'string' || !equalSecrets(given, session.csrf)) throw refuse('form-expired');
  return session;
}

/** The office member of a session. */
export function officeActor(name: string): Actor {
  return { name: name.trim() === '' ? '办公室' : name.trim(), role: 'office' };
}

/** Token and name in the key: a changed token ends all sessions. */
function sign(site: Site, purpose: 'session' | 'csrf', value: string): string {
  return createHmac('sha256', `${site.secret}\n${site.token}`)
    .update(`duban-${purpose}-1.${value}`)
    .digest('base64url');
}

/** What the layout shows of a session. */
export function signedOf(session: Session, site: Site): Signed {
  return {
    name: session.name === '' ? '办公室' : session.name,
    csrf: session.csrf,
    mailbox: site.config.smtpUrl === undefined,
  };
}
