import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { eventsOf } from '../../activities/ledger/figures.js';
import { evaluationsOf } from '../../activities/ledger/indicators/evaluations.js';
import { valuesOf } from '../../activities/ledger/indicators/values.js';
import { loadWatch } from '../../activities/ledger/indicators/watches.js';
import { lettersOf } from '../../activities/ledger/letters.js';
import { verifyChain } from '../../activities/ledger/verify.js';
import { textOf } from '../../client/formats/text-of.js';
import { evaluationFile } from '../../client/http/indicator-paper.js';
import { readIndicatorRecords } from '../../client/indicators/records.js';
import { clockOf, type Day } from '../../domain/day.js';
import { indicatorsWorkflowId } from '../../domain/ids.js';
import type { Actor } from '../../domain/task.js';
import type { TestStage } from '../harness/stage.js';
import { testStage } from '../harness/stage.js';
import { office, toDay } from './breakage.js';
import { shifted } from './indicators.js';
import { calendar, district, lettersSent, type SentLetter, workday, year } from './year.js';

const other: Actor = { name: '办公室 乙', role: 'office' };
const plan = 'zhangdian';
/** Who answers for which indicator. */
const duties: Readonly<Record<string, readonly number[]>> = {
  fgj: [1, 2, 3, 4, 5, 6, 7, 8, 9],
  jyj: [10],
  zjj: [11, 12, 13, 14],
  czj: [15, 16, 17, 18],
  qsz: [19, 20, 21],
};
const unitOf = (no: number): string => Object.entries(duties).find(([, nos]) => nos.includes(no))?.[0] ?? '';

/** What each indicator that can be computed reports in the nth year (1 to 5); the others report 1. */
const figures: Readonly<Record<number, (n: number) => number>> = {
  1: () => 7.2,
  2: (n) => 95.9 + 0.01 * n,
  3: () => 6.8,
  // An expected one that lags in the third year.
  4: (n) => (n === 3 ? 33 : 28.5 + 2 * n),
  5: (n) => 1.41 + 0.1 * n,
  6: (n) => 33 + 0.4 * n,
  7: (n) => 2.4 + 0.52 * n,
  8: () => 6.5,
  9: () => 3.9,
  // The binding one that fails from the third year on.
  10: (n) => [12.4, 12.8, 12.9, 13.5, 13.9][n - 1] ?? 0,
  11: () => 10.8,
  12: (n) => 91.4 + 0.92 * n,
  13: (n) => 0.69 + 0.2 * n,
  14: (n) => 82 + 0.1 * n,
  19: () => 10.06,
  20: () => 2.2,
};
const figure = (no: number, n: number): number => Math.round((figures[no]?.(n) ?? 1) * 1000) / 1000;

const first = (y: number, month: string): Day => calendar.onOrAfter(`${y}-${month}-01`);
const lastOfMarch = (y: number): Day => calendar.onOrBefore(`${y}-03-31`);
/** The day on which values of the nth year are asked, and due. */
const asked = (n: number): Day => workday(`${year + n - 1}-12-31`, 1);
const due = (n: number): Day => lastOfMarch(year + n);

describe('five years of indicators', () => {
  let stage: TestStage;
  const give = (no: number, n: number, value = figure(no, n), confirmed = true, source = '统计年报') =>
    stage.office.indicators.give(
      plan,
      no,
      year + n - 1,
      { value, source, asOf: `${year + n}-01-31`, note: '', via: 'link', confirmed },
      { name: unitOf(no), role: 'unit', unit: unitOf(no) },
    );
  const giveAll = async (n: number, units: readonly string[] = Object.keys(duties)): Promise<void> => {
    for (const unit of units) for (const no of duties[unit] ?? []) await give(no, n);
  };
  const letters = async (of: (letter: SentLetter) => boolean): Promise<readonly string[]> =>
    (await lettersSent(stage))
      .filter(of)
      .map(({ at, unit, kind, facts, rungs }) =>
        [
          clockOf(at),
          unit,
          kind,
          ...(facts?.['why'] === undefined || kind === 'indicator-behind' ? rungs : [facts['why']]),
        ].join(' '),
      )
      .sort();
  const about = (n: number) => (letter: SentLetter) =>
    letter.notices.some(({ task }) => task.endsWith(`${year + n - 1}1231`));

  beforeAll(async () => {
    stage = await testStage(district);
  }, 60_000);
  afterAll(async () => {
    await stage.close();
  });

  test('nothing starts before units are settled and lost cells decided', async () => {
    await toDay(stage, first(year, '02'), 10 * 60);
    await stage.office.importPlan(shifted(plan), office);
    const start = () => stage.office.indicators.start(plan, undefined, office);
    const codes = await start().catch((error: { faults: readonly { code: string }[] }) =>
      error.faults.map((f) => f.code),
    );
    expect(codes).toEqual([...Array(3).fill('plan-findings-open'), ...Array(21).fill('indicator-unassigned')]);
    for (const [unit, nos] of Object.entries(duties)) await stage.office.indicators.assign(plan, nos, unit, office);
    await stage.office.settle(
      plan,
      [3, 4, 5].map((finding) => ({ finding, note: '以市分解任务为准' })),
      office,
    );
    await start();
    await expect(start()).rejects.toMatchObject({ code: 'indicator-watching' });
    expect((await eventsOf(stage.ledger, { subject: `indicators/${plan}`, kind: 'act.refused' })).length).toBe(2);
  }, 60_000);

  test('the first year: everybody is asked in January, the silent unit is chased to the leadership group', async () => {
    await toDay(stage, first(year + 1, '02'));
    expect(await letters(about(1))).toEqual(
      Object.keys(duties)
        .sort()
        .map((unit) => `${asked(1)} 09:00 ${unit} digest`),
    );
    const request = (await lettersSent(stage)).find((one) => one.unit === 'jyj' && about(1)(one));
    expect(request?.mail.text).toContain('劳动年龄人口平均受教育年限');
    expect(request?.mail.text).toContain('应为12.4年');
    expect(request?.mail.text).toContain('/r/');
    // Absurd values are asked back; the unit of another indicator is refused.
    expect(await give(10, 1, 1240, false)).toMatchObject({
      version: 0,
      doubts: [expect.stringContaining('是否为单位错误')],
    });
    await expect(
      stage.office.indicators.give(
        plan,
        10,
        year,
        { value: 12.4, source: '统计年报', asOf: `${year + 1}-01-31`, note: '', via: 'link', confirmed: true },
        { name: 'fgj', role: 'unit', unit: 'fgj' },
      ),
    ).rejects.toMatchObject({ code: 'indicator-other-unit' });
    await giveAll(1, ['fgj', 'jyj', 'zjj', 'qsz']);
    const until = workday(due(1), 5);
    await toDay(stage, until);
    const chase = (await letters(about(1))).filter((line) => !line.startsWith(asked(1)));
    expect(chase).toEqual(
      [
        `${calendar.onOrBefore(back(due(1), 15))} 09:00 czj digest before-15`,
        `${calendar.onOrBefore(back(due(1), 1))} 09:00 czj digest before-1`,
        `${workday(due(1), 1)} 09:00 czj digest after-1`,
        `${workday(due(1), 3)} 09:00 czj head-digest after-3`,
        `${workday(due(1), 5)} 09:00 office digest after-5`,
        `${workday(due(1), 5)} 09:00 leadership leadership-report`,
      ].sort(),
    );
    // Nobody has judged what waits for the city; the office enters the values on behalf and the chase ends.
    for (const no of duties['czj'] ?? [])
      await stage.office.indicators.give(
        plan,
        no,
        year,
        {
          value: 1,
          source: '电话',
          asOf: `${year + 1}-03-31`,
          note: '',
          via: 'api',
          confirmed: true,
          onBehalf: '电话报送',
        },
        { ...office, onBehalfOf: 'czj', why: '电话报送' },
      );
    await toDay(stage, workday(until, 1));
    expect(await letters(({ kind }) => kind.startsWith('indicator-'))).toEqual([
      `${until} 20:00 office indicator-office year`,
    ]);
    await toDay(stage, workday(until, 20));
    expect((await letters(about(1))).length).toBe(5 + 6);
    expect((await valuesOf(stage.ledger, plan)).filter((one) => one.onBehalf === '电话报送').length).toBe(4);
  }, 120_000);

  test('spring of the third year: the mid-term evaluation is drafted, written and approved by two people', async () => {
    await toDay(stage, first(year + 2, '02'));
    await giveAll(2);
    await stage.office.indicators.judge(plan, 15, year + 1, { verdict: 'on', basis: '市下达的数字已完成' }, office);
    await expect(
      stage.office.indicators.judge(plan, 10, year + 1, { verdict: 'on', basis: '估计' }, office),
    ).rejects.toMatchObject({ code: 'indicator-computed' });
    const spring = first(year + 2, '04');
    await toDay(stage, spring);
    await expect(stage.office.indicators.approve(plan, 'final', other)).rejects.toMatchObject({
      code: 'evaluation-none',
    });
    await stage.office.indicators.write(plan, 'mid', '各项指标总体平稳。', office);
    await expect(stage.office.indicators.approve(plan, 'mid', office)).rejects.toMatchObject({
      code: 'evaluation-own',
    });
    await toDay(stage, workday(spring, 11));
    await stage.office.indicators.approve(plan, 'mid', other);
    await toDay(stage, workday(spring, 12));
    const told = (await letters(({ kind, day }) => kind === 'indicator-office' && day >= spring)).filter(
      (line) => !line.endsWith(' year'),
    );
    expect(told).toEqual([
      `${spring} 09:00 office indicator-office drafted`,
      `${workday(spring, 10)} 09:00 office indicator-office overdue`,
      `${workday(spring, 11)} 20:00 leadership indicator-office approved`,
      `${workday(spring, 11)} 20:00 office indicator-office approved`,
    ]);
    const approved = (await lettersSent(stage)).filter(({ facts }) => facts?.['why'] === 'approved');
    for (const { mail } of approved) {
      expect(mail.subject).toContain(`指标中期评估已审签（领办评〔${year + 2}〕1号）`);
      const [file] = mail.attachments;
      expect(file?.filename).toContain('中期评估.docx');
      expect(textOf(file?.content ?? Buffer.alloc(0), 'a.docx').text).toContain(`领办评〔${year + 2}〕1号`);
    }
    const [mid] = await evaluationsOf(stage.ledger, plan);
    expect(mid).toMatchObject({
      kind: 'mid',
      evaluation: { number: `领办评〔${year + 2}〕1号` },
      author: office.name,
      approvedBy: other.name,
    });
    // 10, 19, 20 computed and met, 15 judged by a person; 16-18 and 21 wait for the city.
    expect(mid?.evaluation.binding.score).toEqual({ total: 8, met: 4, behind: 0, waiting: 4 });
    expect(mid?.evaluation.expected.score).toEqual({ total: 13, met: 12, behind: 0, waiting: 1 });
    expect(await letters(({ kind }) => kind === 'indicator-behind')).toEqual([]);
  }, 120_000);

  test('the binding indicator fails in the third year: the leadership group hears at once, of the expected one nobody', async () => {
    await toDay(stage, first(year + 3, '02'));
    const now = await stage.now();
    await giveAll(3);
    // A request that is tried again is no version, and the same value from another source no second warning.
    expect(await give(10, 3)).toMatchObject({ version: 1, verdict: 'behind' });
    expect(await give(10, 3, figure(10, 3), true, '区教育局')).toMatchObject({ version: 2, verdict: 'behind' });
    await toDay(stage, workday(first(year + 3, '02'), 1));
    const behind = (await lettersSent(stage)).filter(({ kind }) => kind === 'indicator-behind');
    expect(behind.map(({ unit, at }) => `${unit} ${clockOf(at).slice(0, 10)}`).sort()).toEqual([
      `leadership ${clockOf(now).slice(0, 10)}`,
      `office ${clockOf(now).slice(0, 10)}`,
    ]);
    expect(behind.map(({ facts }) => facts?.['no'])).toEqual([10, 10]);
    const letter = behind.find(({ unit }) => unit === 'leadership');
    expect(letter?.to).toBe('head@leadership.example.org');
    expect(letter?.mail.text).toContain(`${year + 2}年应为13.2年（逐年均匀），实际12.9年`);
    // A revised value is a further version; the old one stays.
    await give(2, 3, 95.94);
    expect((await valuesOf(stage.ledger, plan)).filter(({ no, year: y }) => no === 2 && y === year + 2)).toMatchObject([
      { version: 1, value: 95.93 },
      { version: 2, value: 95.94 },
    ]);
    const kept = await loadWatch(stage.ledger, plan);
    expect(kept?.state.standings.find((one) => one.no === 4 && one.year === year + 2)).toMatchObject({
      verdict: 'behind',
    });
  }, 120_000);

  test('the final evaluation says so, and the case ends', async () => {
    await toDay(stage, first(year + 4, '02'));
    await giveAll(4);
    await toDay(stage, first(year + 5, '02'));
    await giveAll(5, ['fgj', 'jyj', 'zjj', 'qsz']);
    await toDay(stage, due(5));
    const drafted = (await loadWatch(stage.ledger, plan))?.state.evaluations.find((one) => one.kind === 'final');
    expect(drafted).toMatchObject({ year: year + 4, author: 'duban' });
    await expect(stage.office.indicators.approve(plan, 'final', other)).rejects.toMatchObject({
      code: 'evaluation-incomplete',
      message: expect.stringContaining('4项指标的数值（第15、16、17、18项）'),
    });
    await stage.office.indicators.approve(plan, 'final', other, '市里不再下达');
    expect((await loadWatch(stage.ledger, plan))?.state.evaluations.at(-1)?.incomplete).toBe('市里不再下达');
    expect(await eventsOf(stage.ledger, { subject: `indicators/${plan}`, kind: 'indicator.approve' })).toMatchObject([
      { data: { evaluation: 'final', incomplete: '市里不再下达', missing: [15, 16, 17, 18] } },
      { data: { evaluation: 'mid' } },
    ]);
    const handle = stage.env.client.workflow.getHandle(indicatorsWorkflowId(plan));
    expect(await handle.result()).toEqual({ plan, years: 5 });
    const final = (await evaluationsOf(stage.ledger, plan)).find((one) => one.kind === 'final')?.evaluation;
    expect(final?.binding.score).toEqual({ total: 8, met: 2, behind: 1, waiting: 5 });
    const ten = final?.binding.rows.find((one) => one.no === 10);
    expect(ten?.years.map(({ verdict }) => verdict)).toEqual(['on', 'on', 'behind', 'behind', 'behind']);
    expect(final?.binding.rows.find((one) => one.no === 16)).toMatchObject({
      target: '以市分解任务为准',
      why: '目标值由办公室确定为“以市分解任务为准”，等待市级分解的数字，由人判断',
    });
    const own = await lettersOf(stage.ledger, { plan, limit: 1000 });
    expect(new Set(own.map(({ kind }) => kind))).toEqual(
      new Set(['digest', 'head-digest', 'leadership-report', 'indicator-behind', 'indicator-office']),
    );
    await expect(give(10, 5)).rejects.toMatchObject({ code: 'indicator-over' });

    const at = await stage.now();
    const records = readIndicatorRecords(stage.ledger, () => at);
    for (const kind of ['mid', 'final'] as const) {
      const answer = await records.evaluation(plan, kind, undefined);
      expect(answer).toMatchObject({ draft: false, approvedBy: other.name });
      const file = await evaluationFile(answer);
      const { text } = textOf(file.bytes, file.name);
      expect(text).toContain(kind === 'mid' ? '中期评估' : '终期评估');
      expect(text).toContain('约束性指标8项');
      expect(text).toContain('预期性指标13项');
      expect(text.includes('12.9（落后）')).toBe(kind === 'final');
    }
    await toDay(stage, workday(due(5), 8));
    const sent = stage.mail.messages.length;
    await toDay(stage, first(year + 6, '02'));
    expect(stage.mail.messages.length).toBe(sent);
    expect(await verifyChain(stage.ledger)).toMatchObject({ ok: true });
    expect(stage.errors).toEqual([]);
  }, 120_000);
});

const back = (day: Day, n: number): Day =>
  new Date(Date.parse(`${day}T00:00:00Z`) - n * 86_400_000).toISOString().slice(0, 10);
