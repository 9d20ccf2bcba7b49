/** Temporal goes away between the record and the start of what was recorded: nothing stays behind that nobody runs, and nothing runs twice. */
import { readFileSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import { eventsOf } from '../../activities/ledger/figures.js';
import { loadWatch } from '../../activities/ledger/indicators/watches.js';
import { loadCycle } from '../../activities/ledger/supervision/cycles.js';
import { createOffice, type Office } from '../../client/office.js';
import { resume } from '../../client/resume.js';
import { cycleWorkflowId, indicatorsWorkflowId } from '../../domain/ids.js';
import { fromRoot } from '../../worker/root.js';
import { type TestStage, testStage } from '../harness/stage.js';
import { eventually, office, toDay } from './breakage.js';
import { shifted } from './indicators.js';
import { district, on, planOf, year } from './year.js';

const launch = on('02-01');
const indicators = 'zhangdian';
const cycle = `watched/${year}Q1`;
const task = `watched/${year}/1`;
const plan = planOf('watched', launch, [{ title: '完善路网', due: `${year}-12-31`, duties: 'lead:zjj support:czj' }]);

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** The office over a line of its own to Temporal, and how to cut that line. */
async function overALine(of: TestStage): Promise<{ readonly away: Office; readonly cut: () => void }> {
  const { port } = new URL(`http://${of.env.address}`);
  const sockets = new Set<Socket>();
  const line = createServer((near) => {
    const far = connect(Number(port), '127.0.0.1');
    for (const socket of [near, far]) sockets.add(socket.on('error', () => undefined));
    near.pipe(far).pipe(near);
  });
  await new Promise<void>((resolve) => line.listen(0, '127.0.0.1', resolve));
  const bound = line.address();
  const address = `127.0.0.1:${typeof bound === 'object' ? bound?.port : 0}`;
  // Without the retries of the client, which only take time here.
  const connection = await Connection.connect({ address, interceptors: [] });
  const cut = (): void => {
    line.close();
    for (const socket of sockets) socket.destroy();
  };
  closers.push(cut, () => connection.close());
  return {
    away: createOffice({
      ledger: of.ledger,
      client: new Client({ connection }),
      now: () => of.now(),
      testUnits: false,
    }),
    cut,
  };
}

test('a start that Temporal does not answer says so; the same again, or the next start of the service, goes on with it', async () => {
  const stage = await testStage(district);
  closers.push(() => stage.close());
  const { office: desk, ledger, env } = stage;
  await toDay(stage, launch, 600);
  await desk.importPlan(plan, office);
  const supervision = readFileSync(fromRoot('seeds', 'supervision-rules.yaml'), 'utf8');
  await desk.launch('watched', { supervision }, office);
  await desk.importPlan(shifted(indicators), office);
  await desk.indicators.assign(
    indicators,
    [...Array(21).keys()].map((at) => at + 1),
    'fgj',
    office,
  );
  const findings = [3, 4, 5].map((finding) => ({ finding, note: '以市分解任务为准' }));
  await desk.settle(indicators, findings, office);

  const { away, cut } = await overALine(stage);
  cut();
  const unanswered = { code: 'temporal-no-answer' };
  await expect(away.indicators.start(indicators, undefined, office)).rejects.toMatchObject(unanswered);
  await expect(away.supervision.start('watched', `${year}Q1`, {}, office)).rejects.toMatchObject(unanswered);
  await expect(away.supervision.raise(task, '河堤塌方', office)).rejects.toMatchObject(unanswered);
  await expect(away.supervision.raise(task, '道路塌陷', office)).rejects.toMatchObject(unanswered);
  const watch = await loadWatch(ledger, indicators);
  expect(watch?.state.startedAt).toBeDefined();
  expect(await loadCycle(ledger, cycle)).toBeDefined();

  // The same again: what is on record is started, once.
  expect((await desk.indicators.start(indicators, undefined, office)).startedAt).toBe(watch?.state.startedAt);
  await expect(desk.indicators.start(indicators, undefined, office)).rejects.toMatchObject({
    code: 'indicator-watching',
  });
  expect(await desk.supervision.raise(task, '河堤塌方', office)).toEqual({ letter: `special-report/office/${task}/1` });

  // The next start of the service does so by itself.
  await expect(away.supervision.raise(task, '桥梁限行', office)).rejects.toMatchObject(unanswered);
  const said: object[] = [];
  const log = { warn: (fields: object) => void said.push(fields), error: (fields: object) => void said.push(fields) };
  const again = () =>
    resume(
      { ledger, client: env.client, now: () => stage.now(), testUnits: false },
      log as Parameters<typeof resume>[1],
    );
  await again();
  expect(said).toEqual([
    { what: 'cycles', count: 1 },
    { what: 'letters about problems', count: 1 },
  ]);
  await again();
  expect(said).toHaveLength(2);
  for (const id of [cycleWorkflowId(cycle), indicatorsWorkflowId(indicators)])
    expect((await env.client.workflow.getHandle(id).describe()).status.name).toBe('RUNNING');
  const reports = () =>
    stage.mail.messages.filter((mail) => mail.subject.includes('重大问题') && mail.to.startsWith('head@leadership'));
  await eventually(() => reports().length === 3, 'a letter for each problem');
  expect((await eventsOf(ledger, { kind: 'cycle.problem' })).length).toBe(3);
  expect(stage.errors).toEqual([]);
}, 60_000);
