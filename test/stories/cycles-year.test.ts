import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { loadBulletin } from '../../activities/ledger/supervision/bulletins.js';
import { listCycles } from '../../activities/ledger/supervision/cycles.js';
import { returnsOf, versionsOf } from '../../activities/ledger/supervision/returns.js';
import { rehearsalSource } from '../../client/rehearsal-source.js';
import { type CycleState, returnOf } from '../../domain/supervision/cycle.js';
import { type Lived, lived, workday, year } from './year.js';

/** 文昌湖, its tasks supervised in four quarters: three units silent, one sent back, one entered by the office, one contests. */
describe('a year with four quarterly cycles', () => {
  let lives: Lived;
  let cycles: readonly CycleState[];
  const silent = ['wch-dfsyj', 'wch-gwxcb', 'wch-czj'];

  beforeAll(async () => {
    lives = await lived(rehearsalSource('wenchanghu-2023', { year, story: 'four-quarters' }));
    cycles = (await listCycles(lives.stage.ledger)).map((line) => line.state).toReversed();
  }, 180_000);
  afterAll(() => lives?.stage.close());

  const asked = (state: CycleState): readonly string[] => state.units.map((one) => one.unit);

  test('every letter was rehearsed, one request a unit and quarter, merged into the letters of its morning', () => {
    expect(lives.result).toMatchObject({ equal: true, differences: [] });
    expect(cycles.map((state) => [state.key, state.stage])).toEqual(
      [1, 2, 3, 4].map((quarter) => [`${year}Q${quarter}`, 'published']),
    );
    for (const state of cycles) {
      const requests = lives.letters.filter((letter) =>
        letter.notices.some(
          (n) =>
            n.kind === 'assignment' &&
            n.task.endsWith(state.dates.to.replaceAll('-', '')) &&
            n.task.startsWith('return/'),
        ),
      );
      expect(requests.map((letter) => letter.unit).sort()).toEqual([...asked(state)].sort());
      expect(new Set(requests.map((letter) => letter.day))).toEqual(new Set([state.dates.request]));
    }
    const digests = lives.letters.filter((l) => l.kind === 'digest').map((l) => `${l.unit} ${l.day}`);
    expect(new Set(digests).size).toBe(digests.length);
  });

  test('the silent are chased, their heads told, then office and leadership group, and they are named', async () => {
    for (const state of cycles) {
      const mute = silent.filter((unit) => asked(state).includes(unit));
      expect(mute.length).toBeGreaterThan(0);
      const about = (kind: string, unit?: string): readonly string[] =>
        lives.letters
          .filter((l) => unit === undefined || l.unit === unit)
          .filter((l) => l.notices.some((n) => n.kind === kind && mute.some((one) => n.task === returnOf(state, one))))
          .map((l) => l.day);
      for (const unit of mute) expect(about('chase', unit)).toEqual([workday(state.dates.due, 1)]);
      for (const unit of mute) expect(about('head-chase', unit)).toEqual([workday(state.dates.due, 3)]);
      expect(about('return-report', 'wch-office')).toEqual([workday(state.dates.due, 5)]);
      const [bulletin] = await loadBulletin(lives.stage.ledger, state.id);
      expect([...(bulletin?.bulletin.silent ?? [])].sort()).toEqual([...mute].sort());
    }
  });

  test('bulletins are numbered without a gap, approved by another person, and their sums add up', async () => {
    const kept = (await Promise.all(cycles.map((state) => loadBulletin(lives.stage.ledger, state.id)))).flat();
    expect(kept.map((one) => one.number.replace(/\D+/g, ' ').trim())).toEqual([
      `${year} 1`,
      `${year} 2`,
      `${year} 3`,
      `${year + 1} 1`,
    ]);
    for (const { bulletin, author, approvedBy } of kept) {
      expect(approvedBy).not.toBe(author);
      const sum = (list: readonly { readonly count: number }[]): number =>
        list.reduce((all, one) => all + one.count, 0);
      expect(sum(bulletin.shares)).toBe(bulletin.total);
      expect(bulletin.shares.reduce((all, one) => all + one.permille, 0)).toBe(1000);
      for (const groups of [bulletin.chapters, bulletin.units])
        expect(groups.reduce((all, group) => all + group.total, 0)).toBe(bulletin.total);
    }
  });

  test('sent back means a second version, on behalf says who and why, a contest is answered by somebody else', async () => {
    const [first] = cycles;
    if (!first) throw new Error('no cycle');
    const { ledger } = lives.stage;
    const returns = await returnsOf(ledger, first.id);
    expect(returns.find((one) => one.unit === 'wch-jjfzj')?.onBehalf).toMatchObject({ why: '电话报送' });
    const again = await versionsOf(ledger, returnOf(first, 'wch-cxjsj'));
    expect(again.map((one) => one.sentBack === null)).toEqual([false, true]);
    expect(first.contests).toHaveLength(1);
    expect(first.contests[0]?.answer).toMatchObject({ upheld: false, by: '办公室 丙' });
    expect(lives.letters.filter((l) => l.kind === 'return-sent-back').map((l) => l.unit)).toEqual(
      cycles.map(() => 'wch-cxjsj'),
    );
  });

  test('the bulletin goes to every unit asked and to the leadership group, with the document', () => {
    for (const state of cycles) {
      const sent = lives.letters.filter((l) => l.kind === 'bulletin' && l.facts?.['cycle'] === state.id);
      expect(sent.map((l) => l.unit).sort()).toEqual([...asked(state), 'wch-leadership'].sort());
    }
  });
});
