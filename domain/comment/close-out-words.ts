/** The words of a close-out, the same on the public page and in the document. Plain official style; pure. */
import { type Day, daysBetween, inChinese } from '../day.js';
import type { CloseOut, CloseOutRow } from './close-out.js';
import { type CommentChannel, channelWords, commentChannels, dispositionKinds, dispositionWords } from './comment.js';
import { quoted } from './quoted.js';

/** What is known of the period beside its close-out. */
export interface CloseOutExtras {
  /** The channels that were open; named in the zero notice. */
  readonly channels?: readonly CommentChannel[];
}

/** The title of the close-out. */
export function closeOutTitle({ title }: Pick<CloseOut, 'title'>): string {
  return /^关于.*(?:公告|通知|启事)$/.test(title)
    ? `${title}意见采纳情况的反馈`
    : `关于${quoted(title)}公开征求意见采纳情况的反馈`;
}

const span = (start: Day, lastDay: Day): string => `${inChinese(start)}至${inChinese(lastDay)}`;

/** The paragraphs in front of the tables; for a period without a valid comment the whole zero notice. */
export function closeOutParagraphs(closeOut: CloseOut, extras: CloseOutExtras = {}): readonly string[] {
  const { counts, start, lastDay, issuer, title } = closeOut;
  const days = `为期${daysBetween(start, lastDay)}天`;
  if (closeOut.zero) {
    const open = extras.channels ?? [];
    const ways = open.map((channel) => channelWords[channel]).join('、');
    const through = open.length === 0 ? '' : `，开通${ways}${open.length > 1 ? `共${open.length}种` : '一种'}渠道`;
    return [
      `${span(start, lastDay)}（${days}），${issuer}就${quoted(title)}向社会公开征求意见${through}。`,
      `截至期限届满，${counts.setAside === 0 ? '没有收到意见' : '没有收到有效意见'}。${asideWords(counts.setAside, true)}`,
      '感谢社会各界的关注和支持。',
    ];
  }
  const came = commentChannels.filter((channel) => counts.byChannel[channel] > 0);
  const channels = came.map((channel) => `${channelWords[channel]}${counts.byChannel[channel]}条`).join('、');
  const became = dispositionKinds
    .filter((kind) => counts.disposed[kind] > 0)
    .map((kind) => `${dispositionWords[kind]}${counts.disposed[kind]}条`)
    .join('，');
  const late = counts.late === 0 ? '' : `其中逾期收到${counts.late}条，一并办理。`;
  const merged = counts.merged === 0 ? '' : `内容相同的意见合并答复，涉及${counts.merged}条。`;
  return [
    `${span(start, lastDay)}（${days}），${issuer}就${quoted(title)}向社会公开征求意见，共收到意见${counts.received}条（${channels}）。${late}`,
    `经逐条研究，${became === '' ? '意见正在办理' : became}。${merged}${asideWords(counts.setAside, false)}`,
    '感谢社会各界的关注和支持。',
  ];
}

function asideWords(setAside: number, zero: boolean): string {
  if (setAside === 0) return '';
  const of = zero ? '收到的' : '另有';
  return `${of}${setAside}条属于空白、广告或与本次征求意见无关的内容，不作为有效意见。`;
}

/** Comments by channel, then all of them: the rows of the first table. */
export function channelRows({ counts }: CloseOut): readonly (readonly [channel: string, count: number])[] {
  return [
    ...commentChannels.map((channel) => [channelWords[channel], counts.byChannel[channel]] as const),
    ['合计', counts.received],
  ];
}

/** What became of the comments, with those set aside; the sum is what was received. */
export function resultRows({ counts }: CloseOut): readonly (readonly [result: string, count: number])[] {
  return [
    ...dispositionKinds.map((kind) => [dispositionWords[kind], counts.disposed[kind]] as const),
    ['不作为有效意见', counts.setAside],
    ...(counts.open === 0 ? [] : [['尚未办理', counts.open] as const]),
    ['合计', counts.received],
  ];
}

/** Which part of the draft a row is about. */
export function placeWords({ item, itemTitle }: Pick<CloseOutRow, 'item' | 'itemTitle'>): string {
  if (item === null) return '全文';
  return itemTitle === '' ? `第${item}项` : `第${item}项 ${itemTitle}`;
}

/** Serial numbers of comments as people read them: 3、7、8. */
export const numberWords = (nos: readonly number[]): string => nos.join('、');
