/** 专报 to the leadership group: every task that is late enough, the latest first; weekly after the first. */
import { inChinese } from '../../../domain/day.js';
import { lateness } from '../../../domain/light.js';
import { leadsOf } from '../../../domain/task.js';
import type { Block, Template } from '../content.js';
import { reportedPart } from '../errands.js';
import { reportedReturnPart } from '../returns.js';
import { onePerTask, reportRow, sortedNotices } from '../rows.js';
import { reportedValuePart } from '../values.js';

export const leadershipReport: Template = {
  version: 1,
  mark: '专报',
  write(view) {
    const { draft, facts } = view;
    const days = (task: string) => {
      const state = view.context.tasks.get(task);
      return state === undefined ? 0 : lateness(state, draft.day).days;
    };
    const parts = [reportedPart(view), reportedReturnPart(view), reportedValuePart(view)].filter(
      ({ words }) => words !== '',
    );
    const beside = { words: parts.map(({ words }) => words).join('，'), blocks: parts.flatMap(({ blocks }) => blocks) };
    const notices = [...onePerTask(sortedNotices(view))].sort((a, b) => days(b.task) - days(a.task));
    if (notices.length === 0 && beside.words !== '') {
      const text = `截至${inChinese(draft.day)}，${beside.words}。现将情况报告如下。`;
      return { subject: beside.words, blocks: [{ kind: 'paragraph', text }, ...beside.blocks] };
    }
    const byLead = new Map<string, number>();
    for (const notice of notices) {
      for (const lead of leadsOf(view.task(notice))) byLead.set(lead, (byLead.get(lead) ?? 0) + 1);
    }
    const longest = Math.max(0, ...notices.map((n) => days(n.task)));
    const blocks: Block[] = [
      {
        kind: 'paragraph',
        text: `截至${inChinese(draft.day)}，共有${notices.length}项任务逾期未办结，涉及主办单位${byLead.size}个，逾期最长${longest}天。现将情况报告如下。`,
      },
      {
        kind: 'facts',
        rows: [...byLead]
          .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
          .map(([unit, count]) => [view.name(unit), `${count}项`] as const),
      },
      ...((facts.waitingFormal ?? 0) === 0
        ? []
        : [
            {
              kind: 'paragraph',
              text: `另有督办函${facts.waitingFormal}件尚待办公室审批发出。`,
              tone: 'warn',
            } as const,
          ]),
      { kind: 'heading', text: '逾期任务' },
      { kind: 'tasks', rows: notices.map((n) => reportRow(view, n)) },
      ...beside.blocks,
    ];
    return {
      subject: `逾期未办结任务${notices.length}项${beside.words === '' ? '' : `，${beside.words}`}`,
      blocks,
    };
  },
};
