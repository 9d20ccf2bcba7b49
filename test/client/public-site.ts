/** The public's pages on a ledger of their own, with terms to open periods from and a visitor who fills in forms. */
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { Ledger } from '../../activities/ledger/connect.js';
import { readCommentRecords } from '../../client/comments/records.js';
import { createServer, type ServerDeps } from '../../client/http/server.js';
import { readIndicatorRecords } from '../../client/indicators/records.js';
import { readRecords } from '../../client/records.js';
import { readReplyRecords } from '../../client/replies/records.js';
import { readCycleRecords } from '../../client/supervision/records.js';
import type { CommentTerms } from '../../domain/comment/terms.js';
import { instantOf } from '../../domain/day.js';
import type { Actor } from '../../domain/task.js';
import { fromRoot } from '../../worker/root.js';
import { testLedger } from '../harness/ledger.js';
import { ledgerComments } from './ledger-comments.js';
import { ledgerOffice } from './ledger-office.js';

export const office: Actor = { name: '办公室', role: 'office' };
/** 10:00 on a Monday. */
export const noticedAt = instantOf('2026-03-02', 600);

const draft = `示范街道重点工作行动计划（征求意见稿）

为做好今年重点工作，制定本计划。

一、产业发展

1. 建设园区道路。年内完成园区三条道路的改造，保证道路畅通。（责任单位：区经济发展局）

2. 培育中小企业。新增规模以上企业10家，落实各项扶持政策。（责任单位：区财政局）

二、生态环境

3. 整治河道。完成两条河道的清淤，岸线绿化5公里。（责任单位：区经济发展局）
`;

export const terms: CommentTerms = {
  plan: 'street-2026',
  title: '示范街道重点工作行动计划（征求意见稿）',
  kind: 'major-decision',
  issuer: '示范街道办事处',
  start: '2026-03-02',
  days: 30,
  draft,
  interpretation: {
    background: '去年的计划已经完成。\n今年需要新的安排。',
    basis: '上级有关文件。',
    process: '今年1月起草，征求了各部门意见。',
    goals: '完成三项重点工作。',
    content: '共两个方面三项任务。',
    contact: '示范街道办事处，0991-1234567',
  },
  channels: {
    web: true,
    email: 'comments@street.example.org',
    phone: '0991-1234567',
    post: { address: '示范路1号示范街道办事处', mark: '行动计划意见' },
  },
};

export interface Sent {
  readonly text?: string;
  readonly item?: string;
  readonly name?: string;
  readonly contact?: string;
  readonly website?: string;
  readonly token?: string;
}

export interface SentAttachment {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly type?: string;
}

export async function publicSite(options: {
  readonly limits: boolean;
  readonly config?: Partial<ServerDeps['config']>;
  /** Ms; default 0, so that every page shows what was just done. */
  readonly publicAge?: number;
}) {
  const { ledger, close } = await testLedger();
  const clock = { now: noticedAt };
  const now = () => clock.now;
  const comments = ledgerComments(ledger, now);
  const ladder = readFileSync(fromRoot('seeds', 'ladder.yaml'), 'utf8');
  const acts = ledgerOffice(ledger, ladder, now).office;
  await acts.importUnits(readFileSync(fromRoot('seeds', 'units.csv'), 'utf8'), office);
  const web = await createServer({
    office: { ...acts, comments },
    records: readRecords(ledger, now),
    cycles: readCycleRecords(ledger, now),
    indicators: readIndicatorRecords(ledger, now),
    replies: readReplyRecords(ledger),
    comments: readCommentRecords(ledger, 'http://127.0.0.1:8080', now),
    config: { publicUrl: 'http://127.0.0.1:8080', ...options.config },
    token: 'token-of-the-test-office',
    secret: 'secret-of-the-test-site-0123456789',
    mailbox: mkdtempSync(join(tmpdir(), 'duban-mailbox-')),
    health: async () => ({ temporal: 'ok', ledger: 'ok' }),
    now,
    limits: options.limits,
    publicAge: options.publicAge ?? 0,
  });
  return {
    web,
    ledger,
    clock,
    comments,
    async close() {
      await web.close();
      await close();
    },
  };
}
export type PublicSite = Awaited<ReturnType<typeof publicSite>>;

/** Opens a period of its own for a story; its stage follows the clock. */
export async function openPeriod(site: PublicSite, plan: string, changes: Partial<CommentTerms> = {}): Promise<string> {
  const { state } = await site.comments.open({ ...terms, plan, ...changes }, office);
  if (state.stage === 'announced' && state.opensAt <= site.clock.now) await site.comments.pass(state.id, 'open');
  return state.id;
}

/** The token of the form on a page, as a browser finds it. */
export async function tokenOf(web: FastifyInstance, path: string): Promise<string> {
  const { body } = await web.inject(path);
  return /name="token" value="([^"]+)"/.exec(body)?.[1] ?? '';
}

/** Opens the page, takes four seconds to write, and sends the form without files. */
export async function comment(
  site: PublicSite,
  period: string,
  sent: Sent,
  headers: Record<string, string> = {},
  remoteAddress = '127.0.0.1',
) {
  const token = sent.token ?? (await tokenOf(site.web, `/public/${period}`));
  if (sent.token === undefined) site.clock.now += 4_000;
  return site.web.inject({
    method: 'POST',
    url: `/public/${period}`,
    remoteAddress,
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    payload: new URLSearchParams({ item: '', name: '', contact: '', website: '', ...sent, token }).toString(),
  });
}

/** The same with files, as browsers send them. */
export async function commentWithFiles(
  site: PublicSite,
  period: string,
  sent: Sent,
  files: readonly SentAttachment[],
  headers: Record<string, string> = {},
  remoteAddress = '127.0.0.1',
) {
  const token = sent.token ?? (await tokenOf(site.web, `/public/${period}`));
  if (sent.token === undefined) site.clock.now += 4_000;
  const boundary = '----story-of-a-form';
  const parts = Object.entries({ item: '', name: '', contact: '', website: '', ...sent, token }).map(([name, value]) =>
    Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`),
  );
  for (const file of files) {
    const head = `content-disposition: form-data; name="files"; filename="${file.name}"\r\ncontent-type: ${file.type ?? 'application/octet-stream'}`;
    parts.push(Buffer.from(`--${boundary}\r\n${head}\r\n\r\n`), Buffer.from(file.bytes), Buffer.from('\r\n'));
  }
  return site.web.inject({
    method: 'POST',
    url: `/public/${period}`,
    remoteAddress,
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}`, ...headers },
    payload: Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)]),
  });
}

/** The receipt number on the answer to a form. */
export function receiptIn(body: string): string {
  return /class="receipt-number">([^<]+)</.exec(body)?.[1] ?? '';
}

export function listComments(ledger: Ledger, period: string) {
  return readCommentRecords(ledger, 'http://127.0.0.1:8080', Date.now).comments(period, { contacts: true });
}
