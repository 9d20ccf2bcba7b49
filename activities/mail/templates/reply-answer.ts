/** To whoever answered a letter by mail: what was carried out, or that the office looks at it. */
import { clockOf, dayOf, inChinese } from '../../../domain/day.js';
import { oneLine } from '../../../domain/letter-words.js';
import { actWords, taskNumberOf } from '../../../domain/reply/act-words.js';
import { waitWords } from '../../../domain/reply/reply.js';
import type { ReplyRow } from '../../ledger/replies.js';
import type { Block } from '../content.js';
import type { Sheet } from '../sheet.js';

/** The answer ready to be rendered. A stranger's mail is told nothing of tasks. @param now epoch ms of this try. */
export function replyAnswer(row: ReplyRow, office: string, now: number): Sheet {
  const known = row.sender !== null;
  const done = row.acts.filter((one) => one.done !== undefined);
  const waits = row.status === 'waiting';
  const blocks: Block[] = [];
  if (known && done.length > 0)
    blocks.push(
      { kind: 'paragraph', text: '已按来信办理，记入台账：' },
      {
        kind: 'facts',
        rows: done.map((one) => [
          `第${taskNumberOf(one.task)}项`,
          `${actWords(one.act)}${one.done?.again === true ? '（此前已登记）' : ''}`,
        ]),
      },
    );
  if (waits) blocks.push({ kind: 'paragraph', tone: 'warn', text: waitingWords(row, known) });
  else if (done.length === 0)
    blocks.push({ kind: 'paragraph', text: '信中任务此前均已签收或者不再需要签收，没有新的登记。' });
  if (known && done.some((one) => one.act.kind === 'report' || one.act.kind === 'requestExtension'))
    blocks.push({ kind: 'paragraph', text: '办结情况由办公室审核后销号；延期申请由办公室批复。结果另行函告。' });
  if (known && row.files.length > 0)
    blocks.push({
      kind: 'paragraph',
      text: `来信的${row.files.length}个附件没有登记，由办公室到收信邮箱查看；要随报告登记的，请写在正文里。`,
    });
  return {
    subject: `回复：${oneLine(row.subject, 120)}`,
    kindWords: '来信办理情况',
    greeting: '您好：',
    blocks: [{ kind: 'paragraph', text: `您于${clockOf(row.arrivedAt)}（北京时间）发来的邮件已经收到。` }, ...blocks],
    signature: oneLine(office, 60),
    date: inChinese(dayOf(now)),
    footer: ['本邮件由系统自动发送。', '如果您没有发过邮件，可能是他人冒用了您的邮箱，请尽快告知办公室。'],
  };
}

function waitingWords({ why, acts }: ReplyRow, known: boolean): string {
  if (!known || why === null) return '来信已转办公室，由经办人查看后办理，暂不需要再次来信。';
  const refused = acts.flatMap(({ task, refused: words }) =>
    words === undefined ? [] : [`第${taskNumberOf(task)}项：${words}`],
  );
  const because = why === 'refused' ? refused.join('；') : waitWords[why];
  return `来信${acts.some((one) => one.done !== undefined) ? '的其余部分' : ''}没有自动办理（${oneLine(because, 300)}），已转办公室，由经办人查看后办理；也可以点原信中的链接直接办理。`;
}
