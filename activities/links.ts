/**
 * Signed links: what a letter gives a unit in place of an account. A token names one unit, what may be done (the acts
 * of one task, signing for the tasks of one digest, the opinions one errand asks for, or one return) and the last day it works. Equal claims give an equal token, so
 * a letter that is sent again carries the same links. Reading a link changes nothing; acts need a POST of their own.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { isErrand } from '../domain/comment/errand.js';
import { addDays, type Day, dayOf, isDay } from '../domain/day.js';
import { isValue } from '../domain/indicators/value.js';
import { isReturn } from '../domain/supervision/return.js';

const purposes = ['task', 'sign-all', 'opinion', 'return', 'value'] as const;
export type LinkPurpose = (typeof purposes)[number];

export interface LinkClaims {
  /** Id of the one unit that may act by this link. */
  readonly unit: string;
  readonly purpose: LinkPurpose;
  /** Exactly one task id for `task`, the unsigned tasks of the digest for `sign-all`, one errand id for `opinion`, one return id for `return`, one id of a unit's values for `value`. */
  readonly tasks: readonly string[];
  /** Last day (Asia/Shanghai) on which the link works. */
  readonly expires: Day;
}

export type LinkReading =
  | { readonly ok: true; readonly claims: LinkClaims }
  | { readonly ok: false; readonly reason: 'tampered' | 'malformed' }
  /** The claims are genuine: the page may name the task and say kindly that the link is over. */
  | { readonly ok: false; readonly reason: 'expired'; readonly claims: LinkClaims };

/** Days a link outlives the deadline of its task: long enough for every rung and for the archive's questions. */
const daysAfterDue = 180;
/** The same for an errand: its page shows words of the public, which nobody needs once the close-out is out. */
const daysAfterErrand = 60;
/** A return's page lives until its bulletin can no longer be contested. */
const daysAfterReturn = 60;

/** Values are revised during the year. */
const daysAfterValue = 270;

/** A token longer than this was not made here: no reason to compute a signature for it. */
const longest = 8192;

/**
 * The last day of a link: 180 days after the due day, or after the day of the letter where that is later, so that a
 * task launched long past its date still gets a link that works.
 */
export function linkExpiry(due: Day, letterDay: Day): Day {
  return addDays(due > letterDay ? due : letterDay, daysAfterDue);
}

/** The last day of a link to an errand: 60 days after its due day, or after the letter's day where that is later. */
export function opinionExpiry(due: Day, letterDay: Day): Day {
  return addDays(due > letterDay ? due : letterDay, daysAfterErrand);
}

/** The last day of a link to a return: 60 days after its due day, or after the letter's day where that is later. */
export function returnExpiry(due: Day, letterDay: Day): Day {
  return addDays(due > letterDay ? due : letterDay, daysAfterReturn);
}

/** The last day of a link to values: till the next request at the latest, 270 days after the due day or the letter's, for revised values. */
export function valueExpiry(due: Day, letterDay: Day): Day {
  return addDays(due > letterDay ? due : letterDay, daysAfterValue);
}

/** The address a token is opened at. `publicUrl` with or without a slash at its end. */
export function linkUrl(publicUrl: string, token: string): string {
  return `${publicUrl.replace(/\/+$/, '')}/r/${token}`;
}

/** Makes the token of a link: `payload.signature`, both base64url, safe in a path. `secret` at least 16 characters. */
export function makeLink(secret: string, claims: LinkClaims): string {
  if (secret.length < 16) throw new Error('link secret shorter than 16 characters');
  const payload = Buffer.from(
    JSON.stringify([claims.unit, claims.purpose, claims.expires, packTasks(claims.tasks)]),
    'utf8',
  ).toString('base64url');
  return `${payload}.${signature(secret, payload)}`;
}

/** Reads a token at `now` (epoch ms). Never throws: what is wrong with the link comes back as its reason. */
export function readLink(secret: string, token: string, now: number): LinkReading {
  const parts = token.split('.');
  const [payload, given] = parts;
  if (parts.length !== 2 || !payload || !given || token.length > longest || !/^[\w.-]+$/.test(token)) {
    return { ok: false, reason: 'malformed' };
  }
  // The texts are compared, not the decoded bytes: base64url has spare bits at its end that decode alike.
  const expected = Buffer.from(signature(secret, payload), 'ascii');
  const received = Buffer.from(given, 'ascii');
  if (expected.length !== received.length || !timingSafeEqual(expected, received))
    return { ok: false, reason: 'tampered' };
  const claims = claimsOf(payload);
  if (claims === undefined) return { ok: false, reason: 'malformed' };
  return dayOf(now) > claims.expires ? { ok: false, reason: 'expired', claims } : { ok: true, claims };
}

function signature(secret: string, payload: string): string {
  // The prefix keeps a signature made here from being good for anything else signed with the same secret.
  return createHmac('sha256', secret).update(`duban-link-1.${payload}`).digest('base64url');
}

function claimsOf(payload: string): LinkClaims | undefined {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
  if (!Array.isArray(value)) return undefined;
  const [unit, purpose, expires, packed] = value as readonly unknown[];
  if (typeof unit !== 'string' || typeof expires !== 'string' || !isDay(expires)) return undefined;
  const known = purposes.find((one) => one === purpose);
  if (known === undefined) return undefined;
  const tasks = unpackTasks(packed);
  if (tasks === undefined || tasks.length === 0 || (known !== 'sign-all' && tasks.length !== 1)) return undefined;
  if (
    tasks.some(
      (id) =>
        isErrand(id) !== (known === 'opinion') ||
        isReturn(id) !== (known === 'return') ||
        isValue(id) !== (known === 'value'),
    )
  )
    return undefined;
  return { unit, purpose: known, tasks, expires };
}

/** `plan/year` → numbers: 57 tasks fit in a link of ordinary length. Sorted, so that order never changes a token. */
function packTasks(tasks: readonly string[]): (string | number)[][] {
  const byPlan = new Map<string, number[]>();
  for (const task of tasks) {
    const cut = task.lastIndexOf('/');
    const prefix = task.slice(0, cut);
    byPlan.set(prefix, [...(byPlan.get(prefix) ?? []), Number(task.slice(cut + 1))]);
  }
  return [...byPlan]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([prefix, numbers]) => [prefix, ...[...new Set(numbers)].sort((a, b) => a - b)]);
}

function unpackTasks(packed: unknown): string[] | undefined {
  if (!Array.isArray(packed)) return undefined;
  const tasks: string[] = [];
  for (const group of packed as readonly unknown[]) {
    if (!Array.isArray(group)) return undefined;
    const [prefix, ...numbers] = group as readonly unknown[];
    if (typeof prefix !== 'string' || numbers.some((n) => !Number.isInteger(n))) return undefined;
    tasks.push(...numbers.map((n) => `${prefix}/${String(n)}`));
  }
  return tasks;
}
