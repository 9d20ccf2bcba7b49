/**
 * End to end on the dev server, as `duban up` runs it: many units with a letter due at one instant, no mail rate limit.
 * Lateness is arrival at the mail server (a process of its own) minus the letter's own spread instant; the total is held
 * against the spread window. The baseline: as many letters of like size handed to nodemailer's pool at the same spread instants.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { connectLedger, type Ledger } from '../activities/ledger/connect.js';
import { smtpTransport, type Transport } from '../activities/mail/transport.js';
import { roundsTask } from '../domain/assign.js';
import { addDays, dayOf } from '../domain/day.js';
import { roundsWorkflowId } from '../domain/ids.js';
import { admit } from '../domain/schedule/rounds.js';
import { emptyRounds, type RoundsState } from '../domain/schedule/table.js';
import type { Ladder } from '../domain/schedule/types.js';
import { startWorkers } from '../worker/run.js';
import { mainQueue, type RoundsInput } from '../workflows/messages.js';
import { type Crowd, crowdOf, LEADERSHIP, OFFICE, recordCrowd } from './crowd.js';
import { withGround } from './ground.js';
import { type MailProcess, startMailProcess } from './mail-process.js';
import { note, percentile, printFigures } from './print.js';

const UNITS = Number(process.argv[2] ?? 1000);
/** The office's slots are consecutive slices of so many seconds; the instant is the start of one. */
const SLICE_S = 15;
const ARRIVAL_LIMIT_MS = 120_000;
/** The pool alone sends the letters of this first part of the spread window. */
const BASELINE_MS = 10_000;
/** Ahead of the instant: time to start the rounds. */
const LEAD_MS = 5000;
const DUE_RUNG = 'before-30';

interface Late {
  /** ms, one a letter. */
  readonly lateness: readonly number[];
  /** From the common instant to the last arrival, ms. */
  readonly total: number;
  /** From the common instant to the last spread instant, ms. */
  readonly window: number;
}

/** The next start of a slice that leaves time enough. */
function nextInstant(): number {
  const length = SLICE_S * 1000;
  return Math.ceil((Date.now() + LEAD_MS) / length) * length;
}

function tableOf({ tasks }: Crowd, at: number): RoundsState {
  const day = dayOf(at);
  return admit(
    emptyRounds(OFFICE, LEADERSHIP),
    {
      schedules: { due: [{ at, day, planned: day, rung: DUE_RUNG, phase: 'before', kind: 'reminder', to: ['lead'] }] },
      tasks: tasks.map((task) => roundsTask(task, 'due')),
      tell: [],
    },
    Date.now(),
  );
}

async function arrived(mail: MailProcess, many: number, limitMs: number): Promise<ReadonlyMap<string, number>> {
  const all = new Map<string, number>();
  const until = Date.now() + limitMs;
  while (all.size < many && Date.now() < until) {
    await sleep(500);
    for (const [id, at] of await mail.arrivals()) if (!all.has(id)) all.set(id, at);
  }
  return all;
}

async function lettersOf(ledger: Ledger): Promise<readonly { readonly id: string; readonly at: number }[]> {
  const { rows } = await ledger.pool.query<{ id: string; at: string }>(
    `select message_id as id, planned_at as at from letter where status = 'sent'`,
  );
  return rows.map(({ id, at }) => ({ id, at: Number(at) }));
}

function lateOf(
  letters: readonly { readonly id: string; readonly at: number }[],
  arrivals: ReadonlyMap<string, number>,
  instant: number,
): Late {
  return {
    lateness: letters.map(({ id, at }) => (arrivals.get(id) ?? Number.POSITIVE_INFINITY) - at),
    total: Math.max(...arrivals.values()) - instant,
    window: Math.max(...letters.map(({ at }) => at)) - instant,
  };
}

/** The pool alone at the same instants: what mail itself costs. */
async function poolAlone(transport: Transport, mail: MailProcess, offsets: readonly number[]): Promise<Late> {
  const instant = Date.now() + 1000;
  const letters = offsets.map((offset, n) => ({ id: `<pool-${n}@bench.example.org>`, at: instant + offset }));
  const body = '请按要求办理。'.repeat(200);
  await Promise.all(
    letters.map(async ({ id, at }) => {
      await sleep(at - Date.now());
      await transport.send({
        messageId: id,
        at,
        date: at,
        from: { name: '领导小组办公室', address: 'liaison@office.example.org' },
        to: 'liaison@u1.example.org',
        subject: '重点任务提醒',
        text: body,
        html: `<p>${body}</p>`,
        references: [],
        attachments: [],
      });
    }),
  );
  return lateOf(letters, await arrived(mail, letters.length, 5000), instant);
}

await withGround(async (ground) => {
  const base = await ground.ledger();
  const mail = await startMailProcess();
  ground.onClose(() => mail.stop());
  const link = await ground.temporal();
  const ledger = connectLedger(await base.fresh('rounds'));
  ground.onClose(() => ledger.close());
  const transport = smtpTransport(mail.url);
  ground.onClose(() => transport.close());
  const crowd = crowdOf(UNITS);
  await recordCrowd(ledger, crowd);
  const workers = await startWorkers({
    connection: link.nativeConnection,
    namespace: link.namespace,
    deps: { ledger, transport, publicUrl: 'https://duban.example.org', linkSecret: 'bench'.repeat(8) },
    mailRate: 0,
    bundle: await ground.bundle(),
  });
  ground.onClose(() => workers.stop());

  const instant = nextInstant();
  const ladder: Ladder = {
    hour: 540,
    sign: [],
    before: [],
    after: [],
    weekly: 1,
    approvalWithin: 2,
    slotSeconds: SLICE_S,
  };
  const input: RoundsInput = { state: tableOf(crowd, instant), ladder };
  const handle = await link.client.workflow.start('rounds', {
    taskQueue: mainQueue,
    workflowId: roundsWorkflowId(OFFICE),
    args: [input],
  });
  note(`${UNITS} letters due at ${new Date(instant).toISOString()}`);
  await sleep(instant - Date.now());
  const arrivals = await arrived(mail, UNITS, ARRIVAL_LIMIT_MS);
  await sleep(1000);
  const letters = await lettersOf(ledger);
  const history = await handle.fetchHistory();
  await handle.terminate();
  const ours = lateOf(letters, arrivals, instant);
  const offsets = letters.map(({ at }) => at - instant).filter((offset) => offset < BASELINE_MS);
  const theirs = await poolAlone(transport, mail, offsets);

  const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} 秒`;
  const row = (what: string, share: number): Parameters<typeof printFigures>[1][number] => {
    const [a, b] = [percentile(ours.lateness, share), percentile(theirs.lateness, share)];
    return { what, value: seconds(a), against: `连接池 ${seconds(b)}` };
  };
  const expected = await ledger.pool.query(`select 1 from letter`);
  printFigures(`同一时刻 ${UNITS} 封（截止日 ${addDays(dayOf(instant), 30)}），开发服务器，不限速，错峰 40 毫秒一封`, [
    row('迟到，中位数', 0.5),
    row('迟到，95%', 0.95),
    row('迟到，最大', 1),
    {
      what: '全部送达',
      value: seconds(ours.total),
      against: `错峰时段 ${seconds(ours.window)}`,
      ratio: ours.total / ours.window,
    },
    {
      what: '送达（封）',
      value: String(arrivals.size),
      against: `登记 ${expected.rowCount}`,
      limit: `${UNITS}`,
      met: arrivals.size === UNITS && letters.length === UNITS,
    },
    {
      what: 'rounds 的历史事件',
      value: String(history.events?.length ?? 0),
      against: `每封 ${((history.events?.length ?? 0) / UNITS).toFixed(1)}`,
    },
  ]);
});
