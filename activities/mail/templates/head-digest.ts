/** To a head (主要负责人): the tasks of the unit that are late enough to need the head's own attention. */
import { inChinese } from '../../../domain/day.js';
import { leadsOf } from '../../../domain/task.js';
import type { Block, Template } from '../content.js';
import { noticeRow, sortedNotices } from '../rows.js';

export const headDigest: Template = {
  version: 1,
  mark: '催办',
  write(view) {
    const notices = sortedNotices(view);
    const leading = notices.filter((n) => leadsOf(view.task(n)).includes(n.unit));
    const supporting = notices.filter((n) => !leading.includes(n));
    const blocks: Block[] = [
      { kind: 'paragraph', text: `截至${inChinese(view.draft.day)}，贵单位承担的下列任务逾期未办结，请您过问。` },
    ];
    if (leading.length > 0) {
      blocks.push({ kind: 'heading', text: `贵单位主办（${leading.length}项）` });
      blocks.push({ kind: 'tasks', rows: leading.map((n) => noticeRow(view, n)) });
    }
    if (supporting.length > 0) {
      blocks.push({ kind: 'heading', text: `贵单位配合（${supporting.length}项）` });
      blocks.push({ kind: 'tasks', rows: supporting.map((n) => noticeRow(view, n)) });
    }
    return { subject: `请主要负责人过问逾期任务${notices.length}项`, blocks };
  },
};
