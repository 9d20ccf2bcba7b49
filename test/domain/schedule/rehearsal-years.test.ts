import { describe, expect, test } from '@jest/globals';
import { rehearsalSource } from '../../../client/rehearsal-source.js';
import { DubanError } from '../../../domain/errors.js';
import { type RehearsalInput, rehearse } from '../../../domain/schedule/rehearsal.js';
import { readStory } from '../../../domain/schedule/story.js';

const source = (years: number): RehearsalInput =>
  rehearsalSource('liaocheng-2023', { year: 2023, years, story: 'none' });
const told = (story: string): RehearsalInput => ({ ...source(3), story: readStory(`name: told\n${story}`) });
const lines = (input: RehearsalInput, before: string): readonly string[] =>
  rehearse(input)
    .letters.filter(({ draft }) => draft.day < before)
    .map(({ draft, to }) => JSON.stringify([draft, to]));

describe('a plan rehearsed over its three years', () => {
  test('sends what its first year alone sends, until the second begins', () => {
    const whole = lines(source(3), '2024-01-02');
    expect(whole.length).toBeGreaterThan(20);
    expect(whole).toEqual(lines(source(1), '2024-01-02'));
  });

  test('takes on a task again only where it is not open any more', () => {
    const done = `acts:
  - { day: 11-10, actor: reporter, act: report, task: 18, year: 1 }
  - { day: 11-13, actor: office, act: accept, task: 18, year: 1 }`;
    const years = (input: RehearsalInput): readonly number[] =>
      rehearse(input)
        .tasks.filter((task) => task.number === 18)
        .map((task) => task.year);
    expect(years(source(3))).toEqual([2023]);
    expect(years(told(done))).toEqual([2023, 2024]);
  });

  test('plays an act in each year, in the year it names, or in the year of its full date', () => {
    const { cues, findings } = rehearse(
      told(`acts:
  - { day: 12-04, actor: reporter, act: progress, task: [ 1, 12 ] }
  - { day: 12-05, actor: reporter, act: progress, task: 1, year: 3 }
  - { day: 2025-12-08, actor: reporter, act: progress, task: all }`),
    );
    expect(findings.filter((one) => one.code === 'story-act')).toEqual([]);
    const played = cues.flatMap((cue) => (cue.kind === 'act' ? [`${cue.played.day} ${cue.played.id}`] : []));
    expect(played.slice(0, 3)).toEqual([
      '2023-12-04 liaocheng-2023/2023/12',
      '2025-12-04 liaocheng-2023/2025/1',
      '2025-12-05 liaocheng-2023/2025/1',
    ]);
    expect(new Set(played.slice(3).map((one) => one.slice(0, 30)))).toEqual(
      new Set(['2025-12-08 liaocheng-2023/2025']),
    );
  });

  test('says what stands against a scene of the office, and leaves the plan as it was', () => {
    const { findings, tasks } = rehearse(
      told(`amend:
  - { day: 10-20, reason: 调整, approvedBy: 会议, document: 纪要, changes: [ { drop: 1 }, { drop: 12 } ] }
evaluate:
  - { year: 2, day: 04-20, evaluation: mid-term }
  - { year: 2, day: 04-23, evaluation: mid-term }`),
    );
    expect(findings.filter((one) => one.code === 'story-scene').map((one) => one.values['act'])).toEqual([
      '调整计划',
      '登记评估',
    ]);
    expect(tasks.find((task) => task.number === 12)?.stage).toBe('assigned');
  });

  test('names units of a scene that nobody knows, and numbers that no year has', () => {
    const faults = (story: string): readonly string[] => {
      try {
        rehearse(told(story));
      } catch (error) {
        if (error instanceof DubanError) return error.faults.map((one) => one.code);
        throw error;
      }
      return [];
    };
    expect(
      faults(`acts:
  - { day: launch+1, actor: office, act: cancel, task: 99 }
  - { day: 13-40, actor: 无此单位, act: sign, task: 1, year: 3 }`),
    ).toEqual(['story-task', 'story-day', 'story-unit']);
    expect(() => source(4)).toThrow(expect.objectContaining({ code: 'plan-year-outside' }));
  });
});
