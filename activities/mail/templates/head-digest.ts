/** To a head (主要负责人): the tasks of the unit that are late enough to need the head's own attention. */
import { inChinese } from '../../../domain/day.js';
import { leadsOf } from '../../../domain/task.js';
import type { Block, Template } from '../content.js';
import { askedErrands, askedRow, errandBlocks } from '../errands.js';
import { askedReturnRow, askedReturns, returnBlocks } from '../returns.js';
import { noticeRow, sortedNotices } from '../rows.js';
import { askedValueRow, askedValues, valueBlocks } from '../values.js';

export const headDigest: Template = {
  version: 1,
  mark: '催办',
  write(view) {
    const notices = sortedNotices(view);
    const leading = notices.filter((n) => leadsOf(view.task(n)).includes(n.unit));
    const supporting = notices.filter((n) => !leading.includes(n));
    const errands = askedErrands(view);
    const returns = askedReturns(view);
    const values = askedValues(view);
    const others = errands.length + returns.length + values.length;
    const late = [
      ...(notices.length > 0 || others === 0 ? ['承担的下列任务逾期未办结'] : []),
      ...(errands.length > 0 ? ['对下列公众意见未按时提出处理建议'] : []),
      ...(returns.length > 0 ? ['未按时报送下列定期督查情况'] : []),
      ...(values.length > 0 ? ['未按时报送下列指标数值'] : []),
    ];
    const blocks: Block[] = [
      { kind: 'paragraph', text: `截至${inChinese(view.draft.day)}，贵单位${late.join('，')}，请您过问。` },
    ];
    if (leading.length > 0) {
      blocks.push({ kind: 'heading', text: `贵单位主办（${leading.length}项）` });
      blocks.push({ kind: 'tasks', rows: leading.map((n) => noticeRow(view, n)) });
    }
    if (supporting.length > 0) {
      blocks.push({ kind: 'heading', text: `贵单位配合（${supporting.length}项）` });
      blocks.push({ kind: 'tasks', rows: supporting.map((n) => noticeRow(view, n)) });
    }
    blocks.push(
      ...errandBlocks(
        '公众意见',
        errands.map((one) => askedRow(view, one)),
      ),
      ...returnBlocks(
        '定期督查',
        returns.map((one) => askedReturnRow(view, one)),
      ),
      ...valueBlocks(
        '指标数值',
        values.map((one) => askedValueRow(view, one)),
      ),
    );
    const what = [
      ...(notices.length > 0 || others === 0 ? [`逾期任务${notices.length}项`] : []),
      ...(errands.length > 0 ? [`意见处理${errands.length}件`] : []),
      ...(returns.length > 0 ? [`定期督查报送${returns.length}件`] : []),
      ...(values.length > 0 ? [`指标数值${values.length}件`] : []),
    ];
    return { subject: `请主要负责人过问${what.join('、')}`, blocks };
  },
};
