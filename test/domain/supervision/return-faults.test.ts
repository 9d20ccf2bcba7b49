import { describe, expect, test } from '@jest/globals';
import { type AskedTask, returnFaults } from '../../../domain/supervision/return-faults.js';
import { sampleId, taskReturn } from './sample-tasks.js';

const target = { metric: '新建泵站', op: '>=', value: 20, unit: '座' } as const;
const tasks: AskedTask[] = [
  { id: sampleId(1), number: 1, title: '修泵站', targets: [target, { ...target, metric: '投资', unit: '亿元' }] },
  { id: sampleId(2), number: 2, title: '清河道', targets: [] },
  { id: sampleId(3), number: 3, title: '修道路', targets: [] },
];
const asked = { leads: [sampleId(1), sampleId(2)], supports: [sampleId(3)] };
const open = { confirmed: false };

describe('a return as it is handed in', () => {
  test('a whole one has neither faults nor doubts', () => {
    const values = [{ target: 0, value: 12 }];
    const content = { tasks: [taskReturn(1, 'on-schedule', { values }), taskReturn(2, 'behind')] };
    expect(returnFaults(content, asked, tasks, open)).toEqual({ faults: [], doubts: [] });
  });

  test('all faults at once: another task, one missing, one twice, states, texts and values', () => {
    const long = '长'.repeat(2001);
    const content = {
      tasks: [
        taskReturn(1, 'behind', { problems: ' ', help: long }),
        taskReturn(1, 'good' as 'done', {
          progress: ' \n',
          values: [
            { target: 0, value: Number.NaN },
            { target: 0, value: 1 },
            { target: 2, value: 1 },
          ],
        }),
        taskReturn(3, 'done'),
        taskReturn(9, 'done'),
      ],
    };
    expect(returnFaults(content, asked, tasks, open).faults.map((one) => one.message)).toEqual([
      '第1项进度滞后，要在“存在问题”中写明原因',
      '第1项的需协调事项有2001个字，不得超过2000个字',
      '第1项“修泵站”报送了两次',
      '第1项的进度状态“good”不对，可用：已完成、超前、达到序时进度、滞后、其他',
      '第1项没有填写进展情况',
      '第1项“新建泵站”的数值“NaN”不是数字',
      '第1项的目标“新建泵站”填了两个数值',
      '第1项没有第3个目标，它的目标：1 新建泵站、2 投资',
      '任务“3 修道路”不由本单位报送，本单位报送的任务：第1项“修泵站”、第2项“清河道”',
      '任务“sample-2023/2023/9”不由本单位报送，本单位报送的任务：第1项“修泵站”、第2项“清河道”',
      '第2项“清河道”没有报送',
    ]);
  });

  test('a doubtful value is asked back with its target, and stands once it is confirmed', () => {
    const values = [
      { target: 0, value: 200 },
      { target: 1, value: -3 },
    ];
    const content = { tasks: [taskReturn(1, 'done', { values }), taskReturn(2, 'done')] };
    expect(returnFaults(content, asked, tasks, open)).toEqual({
      faults: [],
      doubts: [
        '第1项“修泵站”的“新建泵站”填报200座：比目标高10倍，是否为单位错误？',
        '第1项“修泵站”的“投资”填报-3亿元：数值为负，是否填错？',
      ],
    });
    expect(returnFaults(content, asked, tasks, { confirmed: true })).toEqual({ faults: [], doubts: [] });
  });
});
