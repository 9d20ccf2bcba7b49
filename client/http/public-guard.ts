/** What keeps the public's pages usable for everybody: limits by address, a cap on the size of a request, no foreign forms. */
import { createHmac, randomBytes } from 'node:crypto';
import { isIPv6 } from 'node:net';
import type { FastifyRequest } from 'fastify';
import { refuse } from '../../domain/errors.js';
import type { Site } from './site.js';

/** Requests a minute from one address. */
export const PUBLIC_LIMITS = { comment: 6, lookup: 10, page: 240 } as const;

/** Bytes of one request: three files of 5 MB and the texts around them. */
export const REQUEST_LIMIT = 16 * 1024 * 1024;

/** Addresses kept apart at a time; far more than write in one minute, so that many addresses push none out. */
const KEPT = 50_000;

/** The part of an address that one visitor holds: a whole IPv4 address, the first 64 bits of IPv6 (RFC 4291, 2.5.1). */
export function addressBlock(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  const [plain = ''] = address.split('%');
  if (!isIPv6(plain)) return plain;
  const [front = '', back] = plain.split('::');
  const head = front === '' ? [] : front.split(':');
  const tail = back === undefined || back === '' ? [] : back.split(':');
  // A dotted end stands for two groups.
  const groups = (parts: readonly string[]) => parts.length + (parts.at(-1)?.includes('.') ? 1 : 0);
  const zeros = back === undefined ? 0 : 8 - groups(head) - groups(tail);
  const all = [...head, ...Array.from({ length: Math.max(0, zeros) }, () => '0'), ...tail];
  return all
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
}

/** Tells visitors apart by a number of this process only: addresses are neither stored nor logged anywhere. */
export function visitorKeys(): (request: FastifyRequest) => string {
  const salt = randomBytes(32);
  return (request) => createHmac('sha256', salt).update(addressBlock(request.ip)).digest('base64url');
}

/** Limits as route settings; none where the site has them switched off. */
export function publicLimits(site: Site, keyGenerator: (request: FastifyRequest) => string) {
  return (kind: keyof typeof PUBLIC_LIMITS) =>
    site.limits === false
      ? {}
      : { rateLimit: { max: PUBLIC_LIMITS[kind], timeWindow: 60_000, keyGenerator, cache: KEPT } };
}

/**
 * Refuses forms that another site's page sent, told by what browsers say of themselves; programs without a browser say
 * nothing and pass.
 * @throws `form-expired`.
 */
export function mustOwnForm(request: FastifyRequest, site: Site): void {
  const from = request.headers['sec-fetch-site'];
  if (from !== undefined && from !== 'same-origin' && from !== 'none') throw refuse('form-expired');
  const { origin } = request.headers;
  if (origin === undefined) return;
  // A strict browser hides the origin even from the page's own site; then only its other word counts.
  if (origin === 'null' && from !== undefined) return;
  if (!ownHosts(request, site).includes(hostOf(origin))) throw refuse('form-expired');
}

/**
 * Refuses a request that is too large before any of it is read. A body must say how long it is: Node then lets no more
 * through, and no file can go on for ever.
 * @throws `body-too-large` or `body-without-length`.
 */
export function mustFit(request: FastifyRequest): void {
  const length = request.headers['content-length'];
  if (length === undefined) {
    if (request.headers['transfer-encoding'] !== undefined) throw refuse('body-without-length');
    return;
  }
  if (Number(length) > REQUEST_LIMIT) throw refuse('body-too-large', { limit: REQUEST_LIMIT / 1024 / 1024 });
}

function ownHosts(request: FastifyRequest, site: Site): readonly string[] {
  return [request.host.toLowerCase(), hostOf(site.config.publicUrl)];
}

function hostOf(address: string): string {
  return URL.canParse(address) ? new URL(address).host : address;
}
