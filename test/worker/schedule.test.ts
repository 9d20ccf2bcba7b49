/** The Temporal Schedule of supervision cycles on the own server, whose clock is the real one. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from '@jest/globals';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { saveCalendarYear } from '../../activities/ledger/calendar-years.js';
import type { Ledger } from '../../activities/ledger/connect.js';
import { saveDirectory } from '../../activities/ledger/directory.js';
import { eventsOf } from '../../activities/ledger/figures.js';
import { savePlan, setPlanStatus, setPlanSupervision } from '../../activities/ledger/plans.js';
import { listCycles } from '../../activities/ledger/supervision/cycles.js';
import { recordTask } from '../../activities/ledger/tasks.js';
import { smtpTransport } from '../../activities/mail/transport.js';
import { officeCalendar } from '../../activities/schedules.js';
import { launchLadder } from '../../client/launch-ladder.js';
import { startRounds } from '../../client/rounds.js';
import { rulesInRhythm, supervisionRules } from '../../client/supervision/rules.js';
import { CYCLES_SCHEDULE, scheduleCycles } from '../../client/supervision/schedule.js';
import { assignTask, seedsOf } from '../../domain/assign.js';
import { shippedYears } from '../../domain/calendar/holidays.js';
import { addDays, type Day, dayOf, instantOf, yearOf } from '../../domain/day.js';
import { cycleWorkflowId } from '../../domain/ids.js';
import { cyclesBetween } from '../../domain/supervision/dates.js';
import { readConfig } from '../../worker/config.js';
import { startTemporal } from '../../worker/dev-server.js';
import { startWorkers } from '../../worker/run.js';
import { connect, prepareNamespace } from '../../worker/temporal.js';
import { testLedger } from '../harness/ledger.js';
import { until } from '../harness/service.js';
import { startMailServer } from '../harness/smtp.js';
import { district, planOf } from '../stories/district.js';

const office = { name: '办公室 甲', role: 'office' } as const;
const today = dayOf(Date.now());
const launch = addDays(today, -60);

Runtime.install({ logger: new DefaultLogger('ERROR') });

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const closer of closers.splice(0).reverse()) await closer();
});

/** A plan that runs since two months, asked about every month: a request day lies behind it, whatever today is. */
async function supervised(ledger: Ledger, id: string): Promise<void> {
  const plan = planOf(id, launch, [{ title: '完善路网', due: addDays(today, 300), duties: 'lead:zjj' }]);
  const period = [yearOf(launch), yearOf(launch) + 1] as const;
  await savePlan(ledger, { ...plan, period: [...period] }, instantOf(launch));
  const at = instantOf(launch, 600);
  const ladder = await launchLadder(undefined, false);
  await setPlanStatus(ledger, id, { status: 'executing', ladder, at, by: office.name });
  await setPlanSupervision(ledger, id, await supervisionRules(rulesInRhythm('monthly')), []);
  for (const seed of seedsOf(plan))
    await recordTask(ledger, assignTask(id, plan.year, seed, launch, at, instantOf(seed.due)), []);
}

/** Starters run on any day of the week: today is made a working day. */
async function workToday(ledger: Ledger): Promise<void> {
  const year = yearOf(today);
  const shipped = shippedYears().find((one) => one.year === year) ?? { year, notice: '', off: [], work: [] };
  const off = shipped.off.filter((day) => day !== today);
  await saveCalendarYear(ledger, { ...shipped, off, work: [...shipped.work, today] });
}

test('each morning in Beijing it looks; backfilled or late it starts a cycle once; paused it does nothing', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'duban-schedule-'));
  closers.push(() => rmSync(folder, { recursive: true, force: true }));
  const config = readConfig({ ...process.env, DUBAN_DATA_DIR: folder });
  const server = await startTemporal(config, { say: () => undefined });
  closers.push(() => server.stop());
  const { ledger, close } = await testLedger();
  closers.push(close);
  const mail = await startMailServer();
  closers.push(() => mail.close());
  const link = await connect(config.temporal, server.address);
  closers.push(() => link.close());
  await prepareNamespace(link.connection);
  await saveDirectory(ledger, district, office, instantOf(launch));
  await workToday(ledger);
  await supervised(ledger, 'first');
  const transport = smtpTransport(mail.url);
  closers.push(() => transport.close());
  const workers = await startWorkers({
    connection: link.nativeConnection,
    namespace: 'default',
    deps: { ledger, transport, publicUrl: 'http://schedule.example.org', linkSecret: 'schedule'.repeat(5) },
    mailRate: 0,
    bundle: process.env['DUBAN_TEST_BUNDLE'] ?? '',
  });
  closers.push(() => workers.stop());

  const { client } = link;
  const desk = { ledger, client, now: async () => Date.now(), testUnits: false };
  await startRounds(desk, 'office', 'leadership', await launchLadder(undefined, false));
  await scheduleCycles(client);
  await scheduleCycles(client);
  const handle = client.schedule.getHandle(CYCLES_SCHEDULE);
  const { info, policies, state } = await handle.describe();
  expect([policies.overlap, policies.catchupWindow, state.paused]).toEqual(['SKIP', 7 * 86_400_000, false]);
  const mornings = info.nextActionTimes.map((time) => time.getTime());
  const first = dayOf(mornings[0] ?? 0);
  expect(mornings.length).toBeGreaterThanOrEqual(5);
  expect(mornings).toEqual(mornings.map((_, n) => instantOf(addDays(first, n), 8 * 60 + 50)));

  // Somebody looks after a request day that nobody was there for: as often as it is asked, one cycle.
  const rules = await supervisionRules(rulesInRhythm('monthly'));
  const calendar = await officeCalendar(ledger);
  const plan = { from: launch, to: addDays(today, 400) };
  const missed = cyclesBetween(addDays(today, -45), today, plan, rules, calendar).at(-1);
  const request: Day = missed?.request ?? '';
  const runs = async (): Promise<number> => (await handle.describe()).info.numActionsTaken;
  const begun = async (id: string) =>
    (await listCycles(ledger, { plan: id })).map(({ key, state: { requestedAt } }) => [key, dayOf(requestedAt)]);
  await handle.pause('系统检修');
  await handle.backfill({
    start: new Date(instantOf(request, 480)),
    end: new Date(instantOf(addDays(request, 2), 600)),
    overlap: 'ALLOW_ALL',
  });
  await until(async () => (await runs()) === 3, 'three backfilled mornings');
  await until(async () => (await begun('first')).length > 0, 'the cycle of a backfilled morning');
  expect(await begun('first')).toEqual([[missed?.key, today]]);

  // Every second is a morning now.
  await handle.update((one) => ({ ...one, spec: { intervals: [{ every: '1s' }] } }));
  await supervised(ledger, 'second');
  await sleep(3000);
  expect([await runs(), await begun('second')]).toEqual([3, []]);
  await handle.unpause();
  await until(async () => (await runs()) >= 6, 'three mornings');
  await handle.pause();
  expect(await begun('second')).toEqual([[missed?.key, today]]);
  const late = await eventsOf(ledger, { kind: 'cycle.requested' });
  expect(late.map(({ subject, data }) => [subject, data['late']])).toEqual(
    ['second', 'first'].map((id) => [
      `cycle/${id}/${missed?.key}`,
      request === today ? undefined : { planned: request, why: 'stopped' },
    ]),
  );
  for (const id of ['first', 'second']) {
    const { status, workflowId } = await client.workflow.getHandle(cycleWorkflowId(`${id}/${missed?.key}`)).describe();
    expect([status.name, workflowId]).toEqual(['RUNNING', cycleWorkflowId(`${id}/${missed?.key}`)]);
  }
}, 60_000);
