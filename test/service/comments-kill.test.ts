/**
 * Comments come in by many connections when the whole service is killed, with its Temporal and its PostgreSQL. People
 * send their forms again, as browsers let them: every comment is there once, and whoever had a number keeps it.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mailboxFolder } from '../../client/start.js';
import { dayOf } from '../../domain/day.js';
import { makePlace, type Place, pause, type Running, until } from '../harness/service.js';

const COMMENTS = 600;
const CONNECTIONS = 12;
/** Receipts that must have been answered before the service is killed. */
const ENOUGH = 120;
/** So many of the people leave an e-mail address, one in every so many. */
const WITH_MAIL = 50;

let place: Place;
let running: Running | undefined;

beforeAll(async () => {
  place = await makePlace();
});
afterAll(() => place.close());

const terms = (start: string): string => `plan: killed
title: 湖区整治行动计划（征求意见稿）
kind: normative
issuer: 区管委会
start: ${start}
workdays: 7
draft: |
  湖区整治行动计划（征求意见稿）
  1.修建环湖步道。修建步道5公里。（牵头单位：区城乡建设局）
  2.开展宣传。举办宣传活动4次。（牵头单位：区工委宣传部）
interpretation:
  background: 湖区需要整治。
  basis: 管委会工作安排。
  process: 调研后起草。
  goals: 完成两项任务。
  content: 两项任务。
  contact: 区城乡建设局综合科
channels: { web: true }
`;

interface Form {
  readonly address: string;
  readonly body: string;
}

/** What people have filled in, each at an address of their own, on one of a few pages they opened. */
function formsOn(tokens: readonly string[]): readonly Form[] {
  return Array.from({ length: COMMENTS }, (_, n) => ({
    address: `198.51.${n >> 8}.${n & 255}`,
    body: new URLSearchParams({
      text: `第${n}位群众的意见`,
      item: n % 3 === 0 ? '' : String(n % 3),
      contact: n % WITH_MAIL === 0 ? `person${n}@people.example.org` : '',
      name: '',
      website: '',
      token: tokens[n % tokens.length] ?? '',
    }).toString(),
  }));
}

/** Sends a form; the receipt number, or undefined when there was no answer. */
async function post(form: Form): Promise<string | undefined> {
  try {
    const response = await fetch(`${place.url}/public/killed/1`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-forwarded-for': form.address },
      body: form.body,
    });
    const page = await response.text();
    return /class="receipt-number">([^<]+)</.exec(page)?.[1];
  } catch {
    return undefined;
  }
}

/** Sends all forms by several connections, each one after the other; `answered` fills as it goes. */
async function postAll(forms: readonly Form[], answered: Map<number, string>, stopped: () => boolean): Promise<void> {
  const rest = forms.entries();
  const lane = async (): Promise<void> => {
    for (const [n, form] of rest) {
      if (stopped()) return;
      const receipt = await post(form);
      if (receipt !== undefined) answered.set(n, receipt);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, lane));
}

interface Shown {
  readonly stage: string;
  readonly counts: { readonly received: number };
}
interface Listed {
  readonly comments: readonly { readonly no: number; readonly receipt: string; readonly text: string }[];
}

test('killed among hundreds of comments: sent again, each is there once under the number that was answered', async () => {
  running = await place.up();
  await place.answer('comment', 'open', place.file('terms.yaml', terms(dayOf(Date.now()))));
  const shown = await until(async () => {
    const period = await place.answer<Shown>('comment', 'show', 'killed/1');
    return period.stage === 'open' && period;
  }, 'an open period');
  expect(shown.counts.received).toBe(0);
  const tokens = await Promise.all(
    Array.from({ length: 20 }, async () => {
      const page = await (await fetch(`${place.url}/public/killed/1`)).text();
      return /name="token" value="([^"]+)"/.exec(page)?.[1] ?? '';
    }),
  );
  expect(new Set(tokens).size).toBe(20);
  const forms = formsOn(tokens);
  // Quicker than a person can write, a form is handed back.
  await pause(3200);

  const first = new Map<number, string>();
  let killed = false;
  const posting = postAll(forms, first, () => killed);
  await until(() => first.size >= ENOUGH, `${ENOUGH} comments answered`, 60_000, 5);
  await running.kill();
  killed = true;
  await posting;
  expect(first.size).toBeGreaterThanOrEqual(ENOUGH);
  expect(first.size).toBeLessThan(COMMENTS);
  expect(place.servers()).toEqual({ temporal: undefined, ledger: undefined });

  running = await place.up();
  const second = new Map<number, string>();
  await postAll(forms, second, () => false);
  expect(second.size).toBe(COMMENTS);
  expect([...first].filter(([n, receipt]) => second.get(n) !== receipt)).toEqual([]);

  const { comments } = await place.answer<Listed>('comment', 'comments', 'killed/1');
  expect(comments.map(({ no }) => no)).toEqual(Array.from({ length: COMMENTS }, (_, n) => n + 1));
  const numbers = new Map(comments.map(({ text, receipt }) => [text, receipt]));
  expect(numbers.size).toBe(COMMENTS);
  expect(new Set(numbers.values()).size).toBe(COMMENTS);
  for (const [n, receipt] of second) expect(numbers.get(`第${n}位群众的意见`)).toBe(receipt);
  expect(await place.answer<Shown>('comment', 'show', 'killed/1')).toMatchObject({
    stage: 'open',
    counts: { received: COMMENTS },
  });
  expect(await place.answer('verify')).toMatchObject({ ok: true });

  // Receipts by mail: the kill may have cut one in two, which leaves again under the very same Message-ID.
  const folder = mailboxFolder({ dataDir: place.dataDir });
  const mails = await until(() => {
    const found = receiptsIn(folder);
    return new Set(found.map(({ to }) => to)).size === COMMENTS / WITH_MAIL && found;
  }, 'a receipt for everybody who left an address');
  expect(new Set(mails.map(({ id }) => id)).size).toBe(COMMENTS / WITH_MAIL);
  expect(await running.interrupt()).toBe(0);
}, 180_000);

/** Message-ID and receiver of every receipt in a folder of letters. */
function receiptsIn(folder: string): readonly { readonly id: string; readonly to: string }[] {
  return (existsSync(folder) ? readdirSync(folder) : []).flatMap((name) => {
    const [head = ''] = readFileSync(join(folder, name), 'utf8').split('\r\n\r\n');
    const to = /^To: .*?(\S+@people\.example\.org)/im.exec(head)?.[1];
    const id = /^Message-ID: *\r?\n? *(\S+)/im.exec(head)?.[1];
    return to === undefined || id === undefined ? [] : [{ id, to }];
  });
}
