/** What a letter says about answering it by mail. */
import { isErrand } from '../../domain/comment/errand.js';
import { isValue } from '../../domain/indicators/value.js';
import { REPLY_HEADING, tokenMark } from '../../domain/reply/token.js';
import type { LetterDraft, LetterKind } from '../../domain/schedule/types.js';
import { isReturn } from '../../domain/supervision/return.js';
import { isOpen } from '../../domain/task.js';
import type { Block, View } from './content.js';
import { onePerTask, sortedNotices } from './rows.js';

/** Letters that ask a unit to do something about its tasks. */
const asking: ReadonlySet<LetterKind> = new Set(['digest', 'head-digest', 'supervision-letter', 'returned']);

/** True for a letter whose tasks can be signed and reported by answering it. */
export function answerableByMail({ kind, unit, office, notices }: LetterDraft): boolean {
  const ofTasks = notices.some(({ task }) => !isErrand(task) && !isReturn(task) && !isValue(task));
  return asking.has(kind) && unit !== office && ofTasks;
}

/** How to answer, with an example from the letter; nothing where no mailbox is read. */
export function replyBlocks(view: View): readonly Block[] {
  const { reply } = view.context;
  const tasks = onePerTask(sortedNotices(view)).map(view.task).filter(isOpen);
  const [first] = tasks;
  if (reply === undefined || first === undefined) return [];
  const at = tasks.length > 1 ? `第${first.number}项` : '';
  return [
    { kind: 'heading', text: REPLY_HEADING },
    {
      kind: 'paragraph',
      text: `也可以直接回复本邮件（${reply.address}），一行写一件事：“收到”即签收${tasks.length > 1 ? '本信所列任务' : ''}；“${at}已完成：（办结情况）”；“${at}进展：（进展情况）”；“${at}申请延期至×年×月×日，理由：（理由）”。${tasks.length > 1 ? '报办结、进展和申请延期要写明第几项。' : ''}请用名录中登记的邮箱回复，保留主题中的编号${tokenMark(reply.token)}。`,
    },
  ];
}

/** The token at the end of the subject, which mail programs keep. */
export function replySubject({ context: { reply } }: View): string {
  return reply === undefined ? '' : ` ${tokenMark(reply.token)}`;
}
