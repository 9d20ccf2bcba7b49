import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { connectLedger, type Ledger } from '../../activities/ledger/connect.js';
import { saveDirectory } from '../../activities/ledger/directory.js';
import { eventsOf } from '../../activities/ledger/figures.js';
import { keepBulletin, loadBulletin } from '../../activities/ledger/supervision/bulletins.js';
import {
  listCycles,
  loadCycle,
  openCycle,
  putOff,
  putOffs,
  recordCycle,
} from '../../activities/ledger/supervision/cycles.js';
import { problemsOf, raiseProblem } from '../../activities/ledger/supervision/problems.js';
import {
  evidenceOf,
  loadReturn,
  markSentBack,
  returnsOf,
  saveReturn,
  versionsOf,
} from '../../activities/ledger/supervision/returns.js';
import { recordTask } from '../../activities/ledger/tasks.js';
import { verifyChain } from '../../activities/ledger/verify.js';
import { addDays, instantOf } from '../../domain/day.js';
import { type CycleState, returnOf } from '../../domain/supervision/cycle.js';
import { testLedger } from '../harness/ledger.js';
import { directory, office, taskOf } from './samples.js';
import { act, approval, at, cycleOf, file, leader, requested, returnBy, rules } from './supervision-samples.js';

let opened: Awaited<ReturnType<typeof testLedger>>;
let ledger: Ledger;
beforeEach(async () => {
  opened = await testLedger();
  ledger = opened.ledger;
});
afterEach(() => opened.close());

async function open(state: CycleState): Promise<CycleState> {
  await openCycle(ledger, state, rules, requested(state));
  return state;
}

/** Saves a return and lets the cycle take it, as office and workflow do. */
async function give(state: CycleState, unit: string, progress: string): Promise<CycleState> {
  const version = await saveReturn(ledger, returnBy(state, unit, progress));
  const outcome = act(state, { kind: 'return', unit, version });
  await recordCycle(ledger, outcome.state, [outcome.event]);
  return outcome.state;
}

const faults = async () => (await verifyChain(ledger)).faults.map((one) => `${one.id} ${one.what}`);

describe('a cycle', () => {
  test('keeps the next one of its plan waiting until its bulletin is out', async () => {
    const first = await open(cycleOf('wchu'));
    await open(cycleOf('elsewhere'));
    await expect(open(cycleOf('wchu', '2023Q4'))).rejects.toThrow(
      '督查周期“wchu/2023Q3”还没有印发通报（已发通知），两个周期不能重叠；请先办结或取消它',
    );
    await expect(open(cycleOf('wchu', '2023Q3', '另一人'))).rejects.toThrow(
      '督查周期“wchu/2023Q3”已于2023-09-21 09:00开始，不能再次开始',
    );
    const skipped = act(first, { kind: 'skip', reason: '防汛' });
    await recordCycle(ledger, skipped.state, [skipped.event]);
    await open(cycleOf('wchu', '2023Q4'));
    expect((await listCycles(ledger, { plan: 'wchu' })).map((one) => [one.id, one.stage])).toEqual([
      ['wchu/2023Q4', 'requested'],
      ['wchu/2023Q3', 'skipped'],
    ]);
    expect((await listCycles(ledger, { live: true })).map((one) => one.id).sort()).toEqual([
      'elsewhere/2023Q3',
      'wchu/2023Q4',
    ]);
    expect(await loadCycle(ledger, 'wchu/2023Q3')).toEqual({ state: skipped.state, rules });
    expect(await loadCycle(ledger, 'wchu/2024Q1')).toBeUndefined();
  });

  test('opened by several at once is opened by one; a start that stopped half-way goes on', async () => {
    const elsewhere = connectLedger(opened.url);
    const tries = ['甲', '乙', '丙', '丁'].map((name, n) => {
      const state = cycleOf('race', n % 2 === 0 ? '2023Q3' : '2023Q4', name);
      return openCycle(n < 2 ? ledger : elsewhere, state, rules, requested(state));
    });
    const results = await Promise.allSettled(tries);
    await elsewhere.close();
    expect(results.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
    const [line] = await listCycles(ledger, { plan: 'race' });
    if (line === undefined) throw new Error('no cycle');
    await openCycle(ledger, line.state, rules, requested(line.state));
    expect(await eventsOf(ledger, { kind: 'cycle.requested' })).toHaveLength(1);
  });

  test('never goes back to an older state, and is not made up', async () => {
    const state = await open(cycleOf('order'));
    const [one, two] = [
      { ...state, seq: 2 },
      { ...state, seq: 3, stage: 'collecting' as const },
    ];
    await recordCycle(ledger, two, []);
    await recordCycle(ledger, one, []);
    expect((await loadCycle(ledger, state.id))?.state).toEqual(two);
    await expect(recordCycle(ledger, { ...state, id: 'order/2024Q1' }, [])).rejects.toThrow(
      '没有督查周期“order/2024Q1”，现有：order/2023Q3',
    );
  });

  test('is put off or left out before it starts, on the record, and not after', async () => {
    await expect(putOff(ledger, 'p', '2023Q3', null, ' ', office, at.request)).rejects.toThrow('理由不能为空');
    await putOff(ledger, 'p', '2023Q4', null, '年终考核', office, at.request);
    await putOff(ledger, 'p', '2023Q3', '2023-09-25', '防汛', office, at.request);
    await putOff(ledger, 'p', '2023Q3', '2023-09-28', '还在防汛', leader, at.request + 1);
    expect(await putOffs(ledger, 'p')).toEqual([
      { key: '2023Q3', until: '2023-09-28', reason: '还在防汛' },
      { key: '2023Q4', until: null, reason: '年终考核' },
    ]);
    const entries = await eventsOf(ledger, { subject: 'cycle/p/2023Q3' });
    expect(entries.map((one) => [one.kind, one.actor.name, one.data['until']])).toEqual([
      ['cycle.putOff', leader.name, '2023-09-28'],
      ['cycle.putOff', office.name, '2023-09-25'],
    ]);
    await open(cycleOf('p'));
    await expect(putOff(ledger, 'p', '2023Q3', null, '防汛', office, at.due)).rejects.toMatchObject({
      code: 'cycle-stage',
    });
  });
});

describe('returns', () => {
  test('come in versions; what the cycle never took does not count', async () => {
    let state = await give(await open(cycleOf('wchu')), 'education', '已开工');
    const id = returnOf(state, 'education');
    expect(await markSentBack(ledger, id, 1, sentBack)).toBeUndefined();
    const back = act(state, { kind: 'sendBack', unit: 'education', version: 1, reason: sentBack.reason });
    await recordCycle(ledger, back.state, [back.event]);
    await markSentBack(ledger, id, 1, { ...sentBack, reason: '第二次' });
    state = await give(back.state, 'education', '已开工，完成投资3亿元');
    const onBehalf = { by: '办公室王', why: '电话报送' };
    const entered = returnBy(state, 'education', '电话里说的', { via: 'console', onBehalf });
    expect(await saveReturn(ledger, entered)).toBe(3); // and the process dies before the workflow hears of it

    expect((await versionsOf(ledger, id)).map((one) => [one.version, one.sentBack, one.onBehalf])).toEqual([
      [1, sentBack, null],
      [2, null, null],
      [3, null, onBehalf],
    ]);
    const second = { ...returnBy(state, 'education', '已开工，完成投资3亿元'), version: 2, sentBack: null };
    expect(await returnsOf(ledger, state.id)).toEqual([second]);
    expect(await loadReturn(ledger, id)).toEqual(second);
    expect((await loadReturn(ledger, id, 3))?.content.tasks[0]?.progress).toBe('电话里说的');
    expect(await loadReturn(ledger, returnOf(state, 'transport'))).toBeUndefined();
    await expect(markSentBack(ledger, id, 9, sentBack)).rejects.toMatchObject({ code: 'return-not-there' });
    const [entry] = await eventsOf(ledger, { kind: 'cycle.returnSaved' });
    expect(entry).toMatchObject({
      subject: 'cycle/wchu/2023Q3',
      actor: { name: '办公室王', role: 'office', onBehalfOf: 'education', why: '电话报送' },
      data: { unit: 'education', version: 3, digest: expect.stringMatching(/^[0-9a-f]{64}$/), files: [] },
    });
    expect(await faults()).toEqual([]);
  });

  test('saved at once get numbers of their own, without gap', async () => {
    const state = await open(cycleOf('many'));
    const elsewhere = connectLedger(opened.url);
    const saves = Array.from({ length: 8 }, (_, n) =>
      saveReturn(n % 2 === 0 ? ledger : elsewhere, returnBy(state, 'education', `第${n}次`)),
    );
    expect((await Promise.all(saves)).sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    await elsewhere.close();
    expect(await saveReturn(ledger, returnBy(state, 'transport', '零\0字节，半个字\uD83D'))).toBe(1);
    expect(await faults()).toEqual([]);
  });

  test('bring evidence, whose bytes are kept once', async () => {
    const state = await open(cycleOf('files'));
    const files = [file('照片.txt', '现场照片'), file('同一张.txt', '现场照片'), file('合同.txt', '合同')];
    await saveReturn(ledger, returnBy(state, 'education', '附照片', { files }));
    await saveReturn(ledger, returnBy(state, 'transport', '同样的照片', { files: files.slice(0, 1) }));
    expect((await ledger.pool.query('select 1 from cycle_evidence')).rowCount).toBe(2);
    const [photo, , contract] = files.map((one) => one.sha256);
    const found = await evidenceOf(ledger, returnOf(state, 'transport'), 1, photo ?? '');
    expect([found?.name, Buffer.from(found?.bytes ?? []).toString()]).toEqual(['照片.txt', '现场照片']);
    expect(await evidenceOf(ledger, returnOf(state, 'transport'), 1, contract ?? '')).toBeUndefined();
  });

  test('are refused from a unit that was not asked and after the bulletin, and leave nothing', async () => {
    const state = await open(cycleOf('late'));
    await expect(saveReturn(ledger, returnBy(state, 'finance', '也报'))).rejects.toMatchObject({
      code: 'cycle-other-unit',
    });
    await recordCycle(ledger, { ...state, stage: 'approved', seq: 2 }, []);
    const late = returnBy(state, 'education', '迟报', { files: [file('a.txt', 'a')] });
    await expect(saveReturn(ledger, late)).rejects.toThrow('督查周期“late/2023Q3”通报已审签，不能报送');
    await expect(saveReturn(ledger, { ...late, cycle: 'none/2023Q3' })).rejects.toMatchObject({
      code: 'cycle-unknown',
    });
    expect((await ledger.pool.query('select 1 from cycle_evidence')).rowCount).toBe(0);
    expect(await eventsOf(ledger, { kind: 'cycle.returnSaved' })).toEqual([]);
  });
});

const sentBack = { reason: '没有写完成数', at: at.due + 1, by: office.name, due: '2023-10-13' };

describe('bulletins', () => {
  test('are numbered without gap by approvals at once, refused ones in between', async () => {
    const cycles = await Promise.all(Array.from({ length: 6 }, (_, n) => open(cycleOf(`plan-${n}`))));
    const elsewhere = connectLedger(opened.url);
    const results = await Promise.allSettled(
      cycles.flatMap(({ id }, n) => [
        keepBulletin(n % 2 === 0 ? ledger : elsewhere, ...approval(id)),
        keepBulletin(elsewhere, ...approval(id)), // the same approval, repeated
        keepBulletin(ledger, ...approval(id, { no: 3 })), // corrects what is not there
        keepBulletin(ledger, ...approval(id, { author: leader.name })),
      ]),
    );
    await elsewhere.close();
    const given = results.flatMap((one) => (one.status === 'fulfilled' ? [one.value.number] : []));
    expect(given).toHaveLength(12);
    expect([...new Set(given)].sort()).toEqual([1, 2, 3, 4, 5, 6].map((n) => `领办通〔2023〕${n}号`));
    const next = await open(cycleOf('next-year'));
    const kept = await keepBulletin(ledger, ...approval(next.id, { at: instantOf('2024-01-02') }));
    expect(kept.number).toBe('领办通〔2024〕1号');
    expect(await faults()).toEqual([]);
  });

  test('stay as approved; a correction follows under a number of its own', async () => {
    const state = await open(cycleOf('wchu'));
    await expect(keepBulletin(ledger, ...approval(state.id, { approvedBy: office.name }))).rejects.toThrow(
      `通报由${office.name}起草，要由另一人审签`,
    );
    const first = await keepBulletin(ledger, ...approval(state.id));
    await expect(keepBulletin(ledger, ...approval(state.id, { approvedBy: '又一人' }))).rejects.toThrow(
      `“wchu/2023Q3”的第1份通报已由${leader.name}审签（领办通〔2023〕1号），本次操作未生效`,
    );
    const [{ bulletin }] = approval(state.id);
    const corrected = { ...bulletin, silent: [], corrects: { number: first.number, reason: '漏计一次报送' } };
    await keepBulletin(ledger, ...approval(state.id, { no: 2, bulletin: corrected, at: at.due + 1 }));
    const kept = await loadBulletin(ledger, state.id);
    expect(kept.map((one) => [one.no, one.number, one.bulletin])).toEqual([
      [1, '领办通〔2023〕1号', bulletin],
      [2, '领办通〔2023〕2号', corrected],
    ]);
    const [entry] = await eventsOf(ledger, { subject: `cycle/${state.id}` });
    expect(entry?.data).toEqual({
      no: 2,
      number: '领办通〔2023〕2号',
      sha256: kept[1]?.sha256,
      author: office.name,
      approvedBy: leader.name,
    });
  });
});

test('a problem goes on record with the key of its letter and is found in its quarter', async () => {
  await saveDirectory(ledger, directory, office, at.request);
  await recordTask(ledger, taskOf(1, 1), []);
  const unit = { name: '教育局', role: 'unit', unit: 'education' } as const;
  const raise = (text: string, day: string) =>
    raiseProblem(ledger, { task: 'sample/2027/1', text }, unit, instantOf(day));
  expect(await raise('用地没有批复', '2027-07-01')).toEqual({
    id: 'problem/sample/2027/1/1',
    letter: 'special-report/office/sample/2027/1/1',
  });
  const both = await Promise.all([raise('资金缺口', '2027-09-30'), raise('资金缺口', '2027-10-01')]);
  expect(both.map((one) => one.letter).sort()).toEqual([2, 3].map((n) => `special-report/office/sample/2027/1/${n}`));
  const found = await problemsOf(ledger, 'sample/2027Q3');
  expect(found.map((one) => [one.text, one.unit, one.by])).toEqual([
    ['用地没有批复', 'education', '教育局'],
    ['资金缺口', 'education', '教育局'],
  ]);
  expect(await eventsOf(ledger, { kind: 'cycle.problem', subject: 'sample/2027/1' })).toHaveLength(3);
  await expect(raise('  ', addDays('2027-10-01', 1))).rejects.toMatchObject({ code: 'text-missing' });
  await expect(raiseProblem(ledger, { task: 'sample/2027/8', text: '急' }, unit, at.due)).rejects.toMatchObject({
    code: 'task-unknown',
  });
  await expect(problemsOf(ledger, 'sample/2027Q5')).rejects.toMatchObject({ code: 'cycle-key' });
});
