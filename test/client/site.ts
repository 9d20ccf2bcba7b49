/** A web server on a ledger of its own, with the sample directory and one launched plan of three tasks. */
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { Ledger } from '../../activities/ledger/connect.js';
import { readCommentRecords } from '../../client/comments/records.js';
import { createServer } from '../../client/http/server.js';
import { readIndicatorRecords } from '../../client/indicators/records.js';
import { readRecords } from '../../client/records.js';
import { readReplyRecords } from '../../client/replies/records.js';
import { readCycleRecords } from '../../client/supervision/records.js';
import { instantOf } from '../../domain/day.js';
import type { Plan } from '../../domain/plan.js';
import { fromRoot } from '../../worker/root.js';
import { testLedger } from '../harness/ledger.js';
import { type Asked, ledgerOffice } from './ledger-office.js';

export const token = 'token-of-the-test-office';
export const secret = 'secret-of-the-test-site-0123456789';
/** 10:00 on a Monday. */
export const launchedAt = instantOf('2026-03-02', 600);

export const plan: Plan = {
  id: 'street-2026',
  title: '2026年重点任务',
  number: '',
  issuer: '区发展改革局',
  issued: '2026-03-02',
  year: 2026,
  tasks: [
    {
      number: 1,
      title: '<script>alert("一")</script>',
      chapter: '一、产业',
      duties: [
        { role: 'lead', unit: 'wch-jjfzj', raw: '区经济发展局' },
        { role: 'support', unit: 'wch-czj', raw: '区财政局' },
      ],
      due: '2026-06-30',
      dueSource: 'text',
      targets: [],
    },
    {
      number: 2,
      title: '建设园区道路',
      chapter: '一、产业',
      duties: [{ role: 'lead', unit: 'wch-jjfzj', raw: '区经济发展局' }],
      due: '2026-12-31',
      dueSource: 'default',
      targets: [],
    },
    {
      number: 3,
      title: '整治河道',
      chapter: '二、生态',
      duties: [{ role: 'responsible', unit: 'wch-czj', raw: '区财政局' }],
      due: '2026-12-31',
      dueSource: 'default',
      targets: [],
    },
  ],
  findings: [
    { code: 'open-list', task: 2, message: '“等部门”未列全单位', blocking: false },
    { code: 'no-unit', task: 3, message: '本项没有写明责任单位，请指定', blocking: true },
  ],
};

export interface TestSite {
  readonly web: FastifyInstance;
  readonly ledger: Ledger;
  readonly asked: Asked[];
  readonly clock: { now: number };
  /** A request that carries a login; `csrf` is the value for its forms. */
  login(name?: string): Promise<{ readonly cookie: string; readonly csrf: string }>;
  close(): Promise<void>;
}

export async function testSite(options: { readonly broken?: true } = {}): Promise<TestSite> {
  const { ledger, close } = await testLedger();
  const clock = { now: launchedAt };
  const ladder = readFileSync(fromRoot('seeds', 'ladder.yaml'), 'utf8');
  const { office, asked } = ledgerOffice(ledger, ladder, () => clock.now);
  await office.importUnits(readFileSync(fromRoot('seeds', 'units.csv'), 'utf8'), { name: '办公室', role: 'office' });
  const records = readRecords(ledger, () => clock.now);
  const web = await createServer({
    office,
    records: options.broken
      ? { ...records, status: () => Promise.reject(new Error('password of the database is hunter2')) }
      : records,
    cycles: readCycleRecords(ledger, () => clock.now),
    indicators: readIndicatorRecords(ledger, () => clock.now),
    replies: readReplyRecords(ledger),
    comments: readCommentRecords(ledger, 'http://127.0.0.1:8080', () => clock.now),
    config: { publicUrl: 'http://127.0.0.1:8080' },
    token,
    secret,
    mailbox: mkdtempSync(join(tmpdir(), 'duban-mailbox-')),
    health: async () => ({ temporal: 'ok', ledger: 'ok' }),
    running: async () => [{ id: 'rounds/office', kind: 'rounds', since: launchedAt, state: '运行中' }],
    now: () => clock.now,
  });
  return {
    web,
    ledger,
    asked,
    clock,
    async login(name = '') {
      const response = await web.inject({ method: 'POST', url: '/login', payload: { token, name } });
      const [cookie = ''] = String(response.headers['set-cookie']).split(';');
      const home = await web.inject({ url: '/', headers: { cookie } });
      const [, csrf = ''] = /name="csrf" value="([^"]+)"/.exec(home.body) ?? [];
      return { cookie, csrf };
    },
    async close() {
      await web.close();
      await close();
    },
  };
}
