/** How a comment period stands, in the words that its letters share. */
import { type CommentChannel, channelWords, commentChannels } from '../../domain/comment/comment.js';
import type { CommentFacts } from '../../domain/comment/office-letters.js';
import { quoted } from '../../domain/comment/quoted.js';
import { type Day, daysBetween, inChinese } from '../../domain/day.js';
import { oneLine } from '../../domain/letter-words.js';

/** Longest title of a draft in a letter's subject and text. */
const titleLimit = 60;

/** `《…》`, or the title as it is where it has such marks; with its round from the second on. */
export function periodTitle({ title, period }: Pick<CommentFacts, 'title' | 'period'>): string {
  const round = period.slice(period.lastIndexOf('/') + 1);
  return `${quoted(oneLine(title, titleLimit))}${round === '1' ? '' : `第${round}轮`}`;
}

/** True from the end of the window on. */
export function isOver({ stage }: Pick<CommentFacts, 'stage'>): boolean {
  return stage === 'closed' || stage === 'answering';
}

/** Calendar days past the day by which the close-out must be out; 0 when it is not late. */
export function lateBy({ closeOutDue }: Pick<CommentFacts, 'closeOutDue'>, day: Day): number {
  return Math.max(0, daysBetween(closeOutDue, day));
}

/** What keeps a close-out, in words without a full stop: `尚有3条意见未处理，其中…`; nothing but the publishing itself: says so. */
export function waitingWords(facts: CommentFacts): string {
  const { received, open, questions, awaited } = facts;
  const parts = [
    ...mailParts(facts),
    ...(open === 0 ? [] : [`尚有${open}条意见未处理`]),
    ...(awaited === 0 ? [] : [`${open === 0 ? '' : '其中'}${awaited}条在等有关单位提出处理建议`]),
    ...(questions === 0 ? [] : [`${questions}条待判定是否在期限内`]),
  ];
  if (parts.length > 0) return parts.join('，');
  return received === 0 ? '没有收到意见，只待核对公告并公布' : '意见均已处理，只待核对并公布';
}

/** What mail keeps a close-out: nobody can say what is still among it. */
function mailParts({ unsorted, mailboxUnread }: CommentFacts): readonly string[] {
  return [
    ...(unsorted > 0 ? [`${unsorted}封来信待归类`] : []),
    ...(mailboxUnread ? ['收信邮箱没有读成，邮件可能还没有收下'] : []),
  ];
}

/** True when comments may still be among mail that was not sorted or not read. */
export const mailWaits = ({ unsorted, mailboxUnread }: CommentFacts): boolean => unsorted > 0 || mailboxUnread;

/** The figures of a period as rows: end, comments by channel, what is open, the close-out's day. */
export function standingRows(facts: CommentFacts, day: Day): readonly (readonly [label: string, value: string])[] {
  const { daysLeft, received, late, open, questions, awaited, unsorted, mailboxUnread } = facts;
  const byChannel = commentChannels
    .filter((channel: CommentChannel) => facts[channel] > 0)
    .map((channel) => `${channelWords[channel]}${facts[channel]}条`);
  const over = isOver(facts);
  const rests = facts.suspendedOn !== undefined || daysLeft < 0;
  const running = rests ? '暂停中，恢复后顺延' : daysLeft > 0 ? `剩余${daysLeft}天` : '今日24时截止';
  const overdue = lateBy(facts, day);
  return [
    ['编号', oneLine(facts.period, 80)],
    ['截止', `${inChinese(facts.lastDay)}，${over ? '已截止' : running}`],
    [
      '意见',
      received === 0 ? (mailWaits(facts) ? '没有登记' : '没有收到') : `${received}条（${byChannel.join('，')}）`,
    ],
    ...(late === 0 ? [] : [['截止后到达', `${late}条，已单独标明`] as const]),
    ...(received === 0 ? [] : [['未处理', `${open}条`] as const]),
    ...(awaited === 0 ? [] : [['待单位提建议', `${awaited}条`] as const]),
    ...(questions === 0 ? [] : [['待判定是否在期限内', `${questions}条`] as const]),
    ...(unsorted > 0 ? [['待归类来信', `${unsorted}封，其中可能有对本次征求意见的意见`] as const] : []),
    ...(mailboxUnread ? [['收信邮箱', '没有读成'] as const] : []),
    ...(!over
      ? []
      : [['公布期限', `${inChinese(facts.closeOutDue)}${overdue === 0 ? '' : `，已逾期${overdue}天`}`] as const]),
  ];
}
