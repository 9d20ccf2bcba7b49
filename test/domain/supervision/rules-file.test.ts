import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { DubanError } from '../../../domain/errors.js';
import { readSupervisionRules, supervisionJsonSchema } from '../../../domain/supervision/rules-file.js';

const seed = (name: string): string => readFileSync(new URL(`../../../seeds/${name}`, import.meta.url), 'utf8');

function faultsOf(text: string): string[] {
  try {
    readSupervisionRules(text);
  } catch (error) {
    if (error instanceof DubanError) return error.faults.map((f) => f.message);
    throw error;
  }
  return [];
}

describe('the rules of supervision', () => {
  test('the shipped file is a plain value with its rungs', () => {
    const rules = readSupervisionRules(seed('supervision-rules.yaml'));
    expect(rules).toEqual({
      hour: 540,
      rhythm: 'quarterly',
      requestBefore: 5,
      due: 5,
      before: [{ offset: 1, to: ['lead'], kind: 'reminder' }],
      after: [
        { offset: 1, to: ['lead'], kind: 'chase' },
        { offset: 3, to: ['lead-head'], kind: 'head-chase' },
        { offset: 5, to: ['office', 'leadership'], kind: 'return-report' },
      ],
      sendBackWithin: 2,
      compileAfter: 5,
      approvalWithin: 3,
      contestWithin: 30,
      answerWithin: 30,
      burdenCeiling: 12,
    });
    expect(JSON.parse(JSON.stringify(rules))).toEqual(rules);
  });

  test('the schema for editors is the one the reader uses', () => {
    expect(seed('supervision.schema.json')).toBe(supervisionJsonSchema());
  });

  test('every fault of a file comes at once, in the order of its lines, with what is allowed', () => {
    const faults = faultsOf(`hour: "9:00"
rhythm: weekly
requestBefore: 20
due: 5
return:
  before: [{ days: 1, to: [support], kind: reminder }]
  after:
    - { workdays: 3, to: [lead], kind: chase }
    - { workdays: 3, to: [], kind: supervision-letter }
    - { workdays: 5, to: [lead], kind: chase, note: x }
sendBackWithin: 0
approvalWithin: 3
contestWithin: 30
answerWithin: 30
burdenCeiling: 12
color: red
`);
    for (const [line, words] of [
      [1, '“hour”的值“9:00”不对'],
      [2, '可用：monthly、quarterly、half-yearly'],
      [3, '0 至 14 的整数（工作日）'],
      [6, '可用：lead、lead-head、office、leadership'],
      [9, '“return.after”的次序不对：3 排在 3 之后，应由近及远，且不能重复'],
      [9, '可用：chase、head-chase、return-report'],
      [10, '不认识“note”，可用的项：workdays、to、kind'],
      [11, '1 至 30 的整数'],
      [16, '不认识“color”'],
    ] as const) {
      expect(faults.filter((f) => f.startsWith(`第${line}行：`)).join('\n')).toContain(words);
    }
    expect(faults.join('\n')).toContain('缺少“compileAfter”，应为1 至 60 的整数（工作日）');
    const lines = faults.map((f) => Number(/^第(\d+)行/.exec(f)?.[1]));
    expect(lines).toEqual(lines.toSorted((a, b) => a - b));
  });

  test('what is no YAML names its line', () => {
    expect(faultsOf('hour: "09:00"\nreturn: [')).toEqual([expect.stringMatching(/^第\d+行：督查规则不是有效的 YAML/)]);
  });
});
