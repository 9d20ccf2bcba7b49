import { describe, expect, test } from '@jest/globals';
import type { DispositionInput } from '../../../domain/comment/comment.js';
import { dispositionFaults, keptDisposition, opinionFaults } from '../../../domain/comment/disposition.js';

const change = { where: '第三条', before: '三年内', after: '两年内' };
const messages = (input: DispositionInput): string[] => dispositionFaults(input).map((one) => one.message);

describe('a disposition', () => {
  test('says what its kind asks for', () => {
    expect(messages({ kind: 'adopted', change })).toEqual([]);
    expect(messages({ kind: 'partly', change, reason: '财力有限' })).toEqual([]);
    expect(messages({ kind: 'not-adopted', reason: '上位法另有规定' })).toEqual([]);
    expect(messages({ kind: 'outside', forwardedTo: '区交通局' })).toEqual([]);
  });

  test('names everything that is missing at once', () => {
    expect(messages({ kind: 'partly', change: { where: ' ', before: '甲', after: '' }, reason: '\n' })).toEqual([
      '处理结果为“部分采纳”的，要写明修改之处',
      '处理结果为“部分采纳”的，要写明修改后的文字',
      '处理结果为“部分采纳”的，要写明理由',
    ]);
    expect(messages({ kind: 'outside' })).toEqual(['处理结果为“不属于本次征求意见范围”的，要写明转交给谁']);
    expect(messages({ kind: 'adopted', change: { ...change, after: '三年内 ' }, summary: '长'.repeat(2001) })).toEqual([
      '修改前后的文字相同，“采纳”要写明改了什么',
      '意见摘要共2001字，超过上限2000字',
    ]);
    expect(messages({ kind: 'maybe' as 'adopted' })).toEqual([
      '处理结果“maybe”不可用，可用的结果：adopted（采纳）、partly（部分采纳）、not-adopted（未采纳）、outside（不属于本次征求意见范围）',
    ]);
  });

  test('counts characters, not halves of them', () => {
    expect(messages({ kind: 'not-adopted', reason: '𠮷'.repeat(2000) })).toEqual([]);
  });

  test('is kept without what its kind does not say', () => {
    expect(keptDisposition({ kind: 'not-adopted', reason: ' 已有规定 ', change, forwardedTo: '区交通局' })).toEqual({
      kind: 'not-adopted',
      reason: '已有规定',
    });
  });
});

test('an opinion needs words unless it advises to adopt', () => {
  expect(opinionFaults('adopted', '')).toEqual([]);
  expect(opinionFaults('partly', ' ').map((one) => one.code)).toEqual(['text-missing']);
  expect(opinionFaults('perhaps', '').map((one) => one.code)).toEqual(['disposition-kind', 'text-missing']);
});
