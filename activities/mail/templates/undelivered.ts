/** To the office, at once: a letter did not reach somebody. Names the addresses, the server's words, and what to do. */
import { letterKindWords } from '../../../domain/letter-words.js';
import type { Template } from '../content.js';
import { errandBlocks, reportedErrandRow, reportedErrands } from '../errands.js';
import { reportedReturnRow, reportedReturns, returnBlocks } from '../returns.js';
import { onePerTask, reportRow, sortedNotices } from '../rows.js';
import { reportedValueRow, reportedValues, valueBlocks } from '../values.js';
import { kindOfKey } from '../view.js';

export const undelivered: Template = {
  version: 1,
  mark: '送达异常',
  write(view) {
    const { facts } = view;
    const notices = onePerTask(sortedNotices(view));
    const unit = facts.unit === undefined ? '收件单位' : view.name(facts.unit);
    const nobody = facts.reached !== true;
    const kind = facts.letter === undefined ? undefined : kindOfKey(facts.letter);
    return {
      subject: nobody ? `${unit}没有可送达的邮箱` : `${unit}有邮箱被退回`,
      blocks: [
        {
          kind: 'paragraph',
          tone: nobody ? 'late' : 'warn',
          text: nobody
            ? `发给${unit}的信件没有任何邮箱可以送达，该单位尚未收到。请电话告知，并更新名录后在督办台重发。`
            : `发给${unit}的信件有邮箱被对方服务器永久拒收，信件已改送其他联系人，或抄送未能全部送达。被拒邮箱不再使用，请更新名录。`,
        },
        {
          kind: 'facts',
          rows: [
            ...(kind === undefined ? [] : [['信件', letterKindWords[kind]] as const]),
            ...(facts.letter === undefined ? [] : [['编号', facts.letter] as const]),
            ['收件单位', unit],
            ['拒收情况', facts.refused ?? '名录中没有可用的邮箱'],
            ['送达', nobody ? '无人收到' : '已由其他联系人收到'],
          ],
        },
        { kind: 'action', label: '打开督办台处理', href: view.context.link({ kind: 'console' }) },
        ...(notices.length === 0
          ? []
          : [
              { kind: 'heading', text: '信中任务' } as const,
              { kind: 'tasks', rows: notices.map((n) => reportRow(view, n)) } as const,
            ]),
        ...errandBlocks(
          '信中公众意见',
          reportedErrands(view).map((one) => reportedErrandRow(view, one)),
        ),
        ...returnBlocks(
          '信中定期督查报送',
          reportedReturns(view).map((one) => reportedReturnRow(view, one)),
        ),
        ...valueBlocks(
          '信中指标数值',
          reportedValues(view).map((one) => reportedValueRow(view, one)),
        ),
      ],
    };
  },
};
