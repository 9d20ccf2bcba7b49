/** Visitors who send comments: many at a steady rate, one who floods, and twenty who write now and then. */
import { setTimeout as sleep } from 'node:timers/promises';
import autocannon from 'autocannon';
import { makeFormToken } from '../client/http/public-token.js';

/** Every token is this old when it is sent: long enough for a person to have written something. */
const WRITTEN_IN_MS = 10_000;

export interface Target {
  /** Without a path; 127.0.0.1 only. */
  readonly url: string;
  readonly secret: string;
  readonly period: string;
}

/** A filled-in form with a signed token of its own. */
export function formOf({ secret, period }: Target, text: string): string {
  const token = makeFormToken(secret, period, Date.now() - WRITTEN_IN_MS);
  return new URLSearchParams({ text, item: '', name: '', contact: '', website: '', token }).toString();
}

const formHeaders = (address: string) => ({
  'content-type': 'application/x-www-form-urlencoded',
  'x-forwarded-for': address,
});

/** The receipt number on the answer to a form. */
const receiptIn = (page: string): string | undefined => /class="receipt-number">([^<]+)</.exec(page)?.[1];

export interface Load {
  /** Answers by status; 0: none. */
  readonly statuses: Readonly<Record<number, number>>;
  readonly receipts: readonly string[];
  /** Answers 429 that say when to come again. */
  readonly retryAfter: number;
  /** ms, one an answer. */
  readonly latency: readonly number[];
  /** Answers a second. */
  readonly rate: number;
}

interface Asked {
  /** Requests a second, for so many seconds. */
  readonly rate: number;
  readonly seconds: number;
}

/** Requests start in groups one after the other: autocannon sends what a second allows as soon as it begins. */
const GROUPS = 10;
const CONNECTIONS = 2 * GROUPS;

/** Sends comments, each another text, from one address. */
export function postComments(target: Target, name: string, address: string, asked: Asked): Promise<Load> {
  let no = 0;
  return load(target.url, asked, {
    method: 'POST',
    path: `/public/${target.period}`,
    headers: formHeaders(address),
    setupRequest: (request) => ({ ...request, body: formOf(target, `${name}的第${++no}条意见`) }),
  });
}

/** Asks whether the server lives: what HTTP itself costs here. */
export function askLive(url: string, asked: Asked): Promise<Load> {
  return load(url, asked, { method: 'GET', path: '/health/live' });
}

async function load(url: string, { rate, seconds }: Asked, request: autocannon.Request): Promise<Load> {
  if (new URL(url).hostname !== '127.0.0.1') throw new Error(`measured on this machine only, not ${url}`);
  const statuses: Record<number, number> = {};
  const receipts: string[] = [];
  const latency: number[] = [];
  let retryAfter = 0;
  const count = (status: number): unknown => (statuses[status] = (statuses[status] ?? 0) + 1);
  const onResponse: autocannon.Request['onResponse'] = (status, body, _context, headers) => {
    count(status);
    const receipt = receiptIn(body);
    if (receipt !== undefined) receipts.push(receipt);
    const names = Object.keys(headers ?? {}).map((name) => name.toLowerCase());
    if (status === 429 && names.includes('retry-after')) retryAfter++;
  };
  const group = async (at: number): Promise<number> => {
    await sleep((at * 1000) / GROUPS);
    const began = performance.now();
    await new Promise<void>((resolve, reject) => {
      const instance = autocannon(
        {
          ...{ url, connections: CONNECTIONS / GROUPS, requests: [{ ...request, onResponse }] },
          ...{ overallRate: rate / GROUPS, amount: (rate * seconds) / GROUPS },
        },
        (error: unknown) => (error ? reject(error) : resolve()),
      );
      instance.on('response', (_client, _status, _bytes, ms) => latency.push(ms));
      instance.on('reqError', () => count(0));
    });
    return (rate * seconds * 1000) / GROUPS / (performance.now() - began);
  };
  const rates = await Promise.all(Array.from({ length: GROUPS }, (_, at) => group(at)));
  return { statuses, receipts, retryAfter, latency, rate: rates.reduce((sum, one) => sum + one, 0) };
}

/** So many visitors, each at an address of its own, write so many comments with a pause between them. */
export async function visitors(
  target: Target,
  many: number,
  each: number,
  pauseMs: number,
): Promise<Omit<Load, 'rate'>> {
  const statuses: Record<number, number> = {};
  const receipts: string[] = [];
  const latency: number[] = [];
  const visitor = async (at: number): Promise<void> => {
    // They do not come all in the same moment.
    await sleep((pauseMs / many) * at);
    for (let n = 0; n < each; n++) {
      const sent = performance.now();
      const response = await fetch(`${target.url}/public/${target.period}`, {
        method: 'POST',
        headers: formHeaders(`192.0.2.${at + 1}`),
        body: formOf(target, `第${at}位来访者的第${n}条意见`),
      });
      const receipt = receiptIn(await response.text());
      latency.push(performance.now() - sent);
      statuses[response.status] = (statuses[response.status] ?? 0) + 1;
      if (receipt !== undefined) receipts.push(receipt);
      await sleep(pauseMs);
    }
  };
  await Promise.all(Array.from({ length: many }, (_, at) => visitor(at)));
  return { statuses, receipts, retryAfter: 0, latency };
}
