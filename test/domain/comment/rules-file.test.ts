import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { readCommentRules } from '../../../domain/comment/rules-file.js';
import { DubanError } from '../../../domain/errors.js';

const seed = readFileSync(new URL('../../../seeds/comment-rules.yaml', import.meta.url), 'utf8');

function faultsOf(text: string): string[] {
  try {
    readCommentRules(text);
  } catch (error) {
    if (error instanceof DubanError) return error.faults.map((f) => f.message);
    throw error;
  }
  return [];
}

describe('the rules of comment periods', () => {
  test('the shipped file is a plain value with its minimum by kind and its rungs', () => {
    const rules = readCommentRules(seed);
    expect(rules.hour).toBe(540);
    expect(rules.kinds.map((kind) => [kind.id, kind.minimum])).toEqual([
      ['major-decision', { days: 30 }],
      ['regulation', { days: 30 }],
      ['business', { days: 30 }],
      ['normative', { workdays: 7 }],
    ]);
    expect([rules.beforeEnd, rules.closeOutWithin, rules.closeOutBefore]).toEqual([[7, 3, 1, 0], 20, [15, 5, 1]]);
    expect(rules.before).toEqual([{ offset: 1, to: ['lead'], kind: 'reminder' }]);
    expect(rules.after).toEqual([
      { offset: 1, to: ['lead'], kind: 'chase' },
      { offset: 3, to: ['office'], kind: 'opinion-report' },
    ]);
    expect(JSON.parse(JSON.stringify(rules))).toEqual(rules);
  });

  test('every fault of a file comes at once, in the order of its lines, with what is allowed', () => {
    const text = `hour: "25:00"
kinds:
  - { id: plan, name: 规划, minimum: { days: 30 }, basis: 条例 }
  - { id: plan, name: 计划, minimum: { days: 30, workdays: 7 }, basis: 条例, color: red }
beforeEnd: [3, 7]
closeOutBefore: [5, 5]
answerWithin: 99
unit:
  before: [{ days: 1, to: [support], kind: reminder }]
  after:
    - { workdays: 3, to: [lead], kind: chase }
    - { workdays: 1, to: [office], kind: supervision-letter }
`;
    const faults = faultsOf(text);
    for (const [line, words] of [
      [1, '“hour”的值“25:00”不对'],
      [4, '“minimum”|kinds.1.minimum'],
      [4, '不认识“color”'],
      [4, '“plan”与第3行重复'],
      [5, '7 排在 3 之后，应由远及近'],
      [6, '5 排在 5 之后'],
      [7, '1 至 30 的整数'],
      [9, '可用：lead、lead-head、office、leadership'],
      [12, '可用：chase、head-chase、opinion-report'],
      [12, '1 排在 3 之后，应由近及远'],
    ] as const) {
      expect(faults.filter((f) => f.startsWith(`第${line}行：`)).join('\n')).toMatch(
        new RegExp(words.replaceAll('.', '\\.')),
      );
    }
    expect(faults.join('\n')).toContain('缺少“closeOutWithin”，应为1 至 60 的整数（工作日）');
    const lines = faults.map((f) => Number(/^第(\d+)行/.exec(f)?.[1]));
    expect(lines).toEqual(lines.toSorted((a, b) => a - b));
  });

  test('what is no YAML names its line', () => {
    expect(faultsOf('hour: "09:00"\nkinds: [')).toEqual([
      expect.stringMatching(/^第\d+行：征求意见规则不是有效的 YAML/),
    ]);
  });
});
