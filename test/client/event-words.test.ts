/** Every kind of entry in the record is shown in Chinese words, never by its code. */
import { describe, expect, test } from '@jest/globals';
import { eventWords } from '../../client/words.js';
import { cycleActWords } from '../../domain/supervision/cycle.js';
import { actNames } from '../../domain/task-acts.js';
import { sourcesIn } from '../house/sources.js';

/** `kind: 'x.y'` anywhere, and every quoted `x.y` whose first part names what the record is about. */
const written =
  /kind: '([a-z]+\.[a-zA-Z-]+)'|'((?:task|plan|act|letter|formal|unit|calendar|address|comment|cycle|indicator)\.[a-zA-Z-]+)'/g;

describe('entries of the record', () => {
  test('have Chinese words, whoever writes them', () => {
    const kinds = new Set([
      ...Object.keys(actNames).map((act) => `task.${act}`),
      ...Object.keys(cycleActWords).map((act) => `cycle.${act}`),
      'cycle.stage.due',
      'cycle.stage.chasing',
      ...['give', 'judge', 'write', 'approve'].map((act) => `indicator.${act}`),
    ]);
    for (const { path, text } of sourcesIn(['activities', 'workflows', 'client'])) {
      if (path === 'client/words.ts') continue;
      for (const [, kind, named] of text.matchAll(written)) kinds.add(kind ?? named ?? '');
    }
    expect([...kinds]).toEqual(
      expect.arrayContaining([
        'task.overdue',
        'plan.revisionRead',
        'letter.sent',
        'act.refused',
        'cycle.putOff',
        'plan.supervised',
      ]),
    );
    expect([...kinds].filter((kind) => eventWords({ kind, data: {} }) === kind)).toEqual([]);
  });

  test('of an amended task say what was amended, and no date where it stayed', () => {
    const aim = { metric: '完成', op: '>=', value: 30, unit: '个', raw: '完成≥30个' };
    const words = (data: Readonly<Record<string, unknown>>): string =>
      eventWords({ kind: 'task.amend', data: { from: '2027-06-30', reason: '任务加重', ...data } });
    expect(words({ targets: [aim] })).toBe('调整：目标改为完成≥30个，理由：任务加重');
    expect(words({ title: '整治河道' })).toBe('调整：题目改为“整治河道”，理由：任务加重');
    expect(words({ due: '2027-07-31' })).toBe('调整：时限由2027年6月30日改为2027年7月31日，理由：任务加重');
  });
});
