import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { rehearsalSource } from '../../client/rehearsal-source.js';
import { type Lived, lived, year } from './year.js';

/** What one year may cost (counted by client/drill/count.ts). */
const most = { events: 5_000, actions: 1_300, routine: 230 };

describe(`the 57 tasks of 文昌湖 in ${year}, most of them done in time`, () => {
  let story: Lived;

  beforeAll(async () => {
    story = await lived(rehearsalSource('wenchanghu-2023', { year, story: 'reference' }));
  }, 120_000);
  afterAll(() => story?.stage.close());

  test('every rehearsed letter was sent once and no other', () => {
    expect(story.result).toMatchObject({ equal: true, differences: [], sent: story.result.rehearsed });
    expect(story.letters).toHaveLength(story.result.rehearsed);
  });

  test('twelve tasks are open at the end: task 1 and the multiples of five', () => {
    expect(story.result.openAtEnd).toEqual([1, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55]);
  });

  test('nobody hears of a task again once it is accepted', () => {
    const accepted = new Map(story.letters.filter((l) => l.kind === 'accepted').map((l) => [l.tasks[0], l]));
    expect(accepted.size).toBe(45);
    for (const [task, answer] of accepted)
      expect(story.letters.filter((l) => l.tasks.includes(task ?? 0) && l.at > answer.at && l.mail !== answer.mail)).toEqual([]);
  });

  test('the years without holiday data are named', () => {
    expect(story.result.findings).toEqual([year, year + 1].map((y) => expect.stringContaining(`${y}年的放假调休安排尚未公布`)));
  });

  test('it costs what was promised', () => {
    expect(story.result.events).toBeLessThanOrEqual(most.events);
    expect(story.result.actions).toBeLessThanOrEqual(most.actions);
    expect(story.result.letters.routine).toBeLessThanOrEqual(most.routine);
  });
});
