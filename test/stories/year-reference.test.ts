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
      expect(
        story.letters.filter((l) => l.tasks.includes(task ?? 0) && l.at > answer.at && l.mail !== answer.mail),
      ).toEqual([]);
  });

  test('the years without holiday data are named', () => {
    expect(story.result.findings).toEqual(
      [year, year + 1].map((y) => expect.stringContaining(`${y}年的放假调休安排尚未公布`)),
    );
  });

  test('it costs what was promised', () => {
    expect(story.result.events).toBeLessThanOrEqual(most.events);
    expect(story.result.actions).toBeLessThanOrEqual(most.actions);
    expect(story.result.letters.routine).toBeLessThanOrEqual(most.routine);
  });
});

describe(`the same 57 tasks in ${year}, with returns, extensions, a transfer, a suspension and a cancellation`, () => {
  let story: Lived;

  beforeAll(async () => {
    story = await lived(rehearsalSource('wenchanghu-2023', { year, story: 'mixed' }));
  }, 120_000);
  afterAll(() => story?.stage.close());

  test('every rehearsed letter was sent once and no other, and every act was done', () => {
    expect(story.result).toMatchObject({ equal: true, differences: [], sent: story.result.rehearsed });
    expect(story.result.findings.filter((f) => !f.includes('放假'))).toEqual([]);
    const answers = story.letters.filter((l) => ['accepted', 'returned', 'extension-decided'].includes(l.kind));
    expect(answers.map((l) => [l.kind, l.tasks[0]]).toSorted()).toEqual(
      [
        ...[2, 3, 4, 5, 6, 7].map((n) => ['accepted', n]),
        ['extension-decided', 10],
        ['extension-decided', 11],
        ['returned', 6],
        ['returned', 7],
      ].toSorted(),
    );
  });

  test('a cancelled task is heard of no more, and a refused extension moves nothing', () => {
    // Its units are told once, with the next morning's digest, and of nothing after that.
    const after = story.letters.filter((l) => l.tasks.includes(18) && l.day > `${year}-10-18`);
    const words = after.flatMap((l) =>
      l.notices.filter((n) => n.task.endsWith('/18')).map((n) => `${l.day} ${n.kind}`),
    );
    expect([...new Set(words)]).toEqual([`${year}-10-19 cancelled`]);
    expect(new Set(after.map((l) => l.unit)).size).toBe(after.length);
    const chased = (task: number) =>
      story.letters
        .filter(
          (l) =>
            l.kind === 'digest' &&
            l.unit === 'wch-jjfzj' &&
            l.notices.some((n) => n.task.endsWith(`/${task}`) && n.rungs.includes('after-1')),
        )
        .map((l) => l.day);
    expect(chased(11)).toEqual(chased(1));
    expect(chased(10)[0]).not.toEqual(chased(11)[0]);
  });
});
