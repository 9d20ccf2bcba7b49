/** The light of a task on the days where it turns. */
import { describe, expect, test } from '@jest/globals';
import { instantOf } from '../../domain/day.js';
import { light } from '../../domain/light.js';
import { task } from './sample.js';

const signed = { fgj: { at: 0, by: '联络员' }, jsj: { at: 0, by: '联络员' } };
const open = task(1, '项目', {
  due: '2023-09-30',
  firstDue: '2023-09-30',
  assigned: '2023-07-17',
  stage: 'signed',
  signed,
});

describe('the light', () => {
  test('turns yellow seven days before the deadline, red on the day after it', () => {
    expect(light(open, '2023-09-22')).toEqual({ colour: 'green', reasons: [] });
    expect(light(open, '2023-09-23')).toEqual({ colour: 'yellow', reasons: ['距时限7天'] });
    expect(light(open, '2023-09-30')).toEqual({ colour: 'yellow', reasons: ['今日到期'] });
    expect(light(open, '2023-10-01')).toEqual({ colour: 'red', reasons: ['已逾期1天'] });
  });

  test('is yellow from the third day on which somebody has not signed', () => {
    const unsigned = { ...open, signed: { fgj: { at: 0, by: '联络员' } } };
    expect(light(unsigned, '2023-07-19').colour).toBe('green');
    expect(light(unsigned, '2023-07-20')).toEqual({ colour: 'yellow', reasons: ['交办3天，尚有1个单位未签收'] });
  });

  test('says that the office is waited for, and stays red while it is late', () => {
    const report = { no: 1, unit: 'fgj', text: '完成', at: instantOf('2023-09-28'), by: '联络员' };
    const reported = { ...open, stage: 'reported' as const, report };
    expect(light(reported, '2023-09-01')).toEqual({ colour: 'yellow', reasons: ['已报告，待办公室审核'] });
    expect(light(reported, '2023-10-08')).toEqual({ colour: 'red', reasons: ['已逾期8天', '已报告，待办公室审核'] });
    const asking = {
      ...open,
      extension: { no: 1, unit: 'fgj', to: '2023-10-31', reason: '雨季', at: 0, by: '联络员' },
    };
    expect(light(asking, '2023-09-01').reasons).toEqual(['申请延期至2023年10月31日，待办公室决定']);
  });

  test('after an extension names the lateness from the first date, without turning red for it', () => {
    const extended = { ...open, due: '2023-10-31', dueSource: 'extended' as const };
    expect(light(extended, '2023-10-10')).toEqual({ colour: 'green', reasons: ['按原定时限已逾期10天'] });
    expect(light(extended, '2023-11-02')).toEqual({ colour: 'red', reasons: ['已逾期2天', '按原定时限已逾期33天'] });
  });

  test('is out for what is over or resting, however late', () => {
    expect(light({ ...open, stage: 'accepted' }, '2024-01-01').colour).toBe('done');
    expect(light({ ...open, stage: 'cancelled' }, '2024-01-01').colour).toBe('grey');
    expect(light({ ...open, suspended: { since: '2023-09-01', reason: '项目停工' } }, '2024-01-01')).toEqual({
      colour: 'grey',
      reasons: ['2023年9月1日起暂停：项目停工'],
    });
  });
});
