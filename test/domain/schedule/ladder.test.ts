import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { DubanError } from '../../../domain/errors.js';
import { ladderJsonSchema, readLadder } from '../../../domain/schedule/ladder.js';

const seed = readFileSync(new URL('../../../seeds/ladder.yaml', import.meta.url), 'utf8');

function faultsOf(text: string, options?: { testUnits: boolean }): string[] {
  try {
    readLadder(text, options);
  } catch (error) {
    if (error instanceof DubanError) return error.faults.map((f) => f.message);
    throw error;
  }
  return [];
}

describe('the ladder file', () => {
  test('the default is the ladder of the design, as a plain value', () => {
    const ladder = readLadder(seed);
    expect(ladder.hour).toBe(540);
    expect(ladder.sign.map((r) => [r.offset, r.kind, ...r.to])).toEqual([
      [2, 'sign-chase', 'unsigned'],
      [4, 'unsigned-report', 'office'],
    ]);
    expect(ladder.before.map((r) => r.offset)).toEqual([30, 15, 7, 3, 1, 0]);
    expect(ladder.after.map((r) => [r.offset, r.kind, ...r.to])).toEqual([
      [1, 'chase', 'lead'],
      [3, 'head-chase', 'lead-head', 'support'],
      [7, 'supervision-letter', 'lead'],
      [15, 'leadership-report', 'leadership'],
    ]);
    expect([ladder.weekly, ladder.approvalWithin]).toEqual([1, 2]);
    expect(JSON.parse(JSON.stringify(ladder))).toEqual(ladder);
  });

  test('the schema for editors is the one the reader uses', () => {
    expect(readFileSync(new URL('../../../seeds/ladder.schema.json', import.meta.url), 'utf8')).toBe(
      ladderJsonSchema(),
    );
  });

  test('every fault is told at once, with its line and what is allowed', () => {
    const bad = `hour: "9:00"
sing: []
before:
  - { days: 7, to: [lead], kind: reminder }
  - { days: 15, to: [lead, boss], kind: reminder }
  - { days: 3, to: [], kind: chase, note: x }
  - { days: 3, to: [unsigned], kind: reminder }
  - { days: -1, to: [lead], kind: reminder }
after:
  - { workdays: 1.5, to: [lead], kind: letter }
  - { days: 3, to: [lead], kind: chase }
weekly: everyday
approvalWithin: two
`;
    expect(faultsOf(bad)).toEqual([
      '第1行：“hour”的值“9:00”不对，应为"HH:MM" 形式的时刻，如 "09:00"',
      '第1行：缺少“sign”，应为梯级的列表，没有时写 []',
      '第2行：“催办规则”中不认识“sing”，可用的项：hour、sign、before、after、weekly、approvalWithin',
      '第5行：“to”的值“boss”不对，应为收信方，可用：lead、support、lead-head、support-head、office、leadership',
      '第5行：“before”的梯级次序不对：15 应在 7 之前，到期前的梯级由远及近排列',
      '第6行：“to”的值“[]”不对，应为至少一个收信方',
      '第6行：“kind”的值“chase”不对，应为文种，可用：reminder',
      '第6行：“before”中不认识“note”，可用的项：days、to、kind',
      '第7行：“to”的值“unsigned”不对，应为收信方，可用：lead、support、lead-head、support-head、office、leadership',
      '第7行：“before”的梯级 3 与第6行重复，一个时点只能有一级',
      '第8行：“days”的值“-1”不对，应为0 至 366 的整数（日历日）',
      '第10行：“workdays”的值“1.5”不对，应为1 至 366 的整数（工作日）',
      '第10行：“kind”的值“letter”不对，应为文种，可用：chase、head-chase、supervision-letter、leadership-report',
      '第11行：缺少“workdays”，应为1 至 366 的整数（工作日）',
      '第11行：“after”中不认识“days”，可用的项：workdays、to、kind',
      '第12行：“weekly”的值“everyday”不对，应为星期，可用：monday、tuesday、wednesday、thursday、friday、saturday、sunday',
      '第13行：“approvalWithin”的值“two”不对，应为1 至 30 的整数（工作日）',
    ]);
  });

  test('broken YAML, a key written twice, an empty file and a list are refused', () => {
    expect(faultsOf('hour: [')[0]).toMatch(/^第\d行：催办规则不是有效的 YAML：/);
    expect(faultsOf(`${seed}weekly: friday\n`)).toEqual([expect.stringContaining('同一项写了两次')]);
    expect(faultsOf('')).toHaveLength(1);
    expect(faultsOf('- 1\n')).toHaveLength(1);
  });

  test('seconds are for tests only', () => {
    const quick = `hour: "09:00"
sign: [{ seconds: 2, to: [unsigned], kind: sign-chase }]
before: [{ seconds: 3, to: [lead], kind: reminder }, { seconds: 0, to: [lead], kind: reminder }]
after: [{ seconds: 1, to: [lead], kind: chase }]
weekly: monday
approvalWithin: 2
slotSeconds: 2
`;
    expect(faultsOf(quick).length).toBeGreaterThan(0);
    const ladder = readLadder(quick, { testUnits: true });
    expect(ladder.slotSeconds).toBe(2);
    expect(ladder.before).toEqual([
      { offset: 3, seconds: true, to: ['lead'], kind: 'reminder' },
      { offset: 0, seconds: true, to: ['lead'], kind: 'reminder' },
    ]);
    expect(readLadder(seed, { testUnits: true })).toEqual(readLadder(seed));
  });
});
