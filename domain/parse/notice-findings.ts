/** What is wrong or open in a comment notice, in words for the office that printed it or has to answer for it. */
import type { Span } from './passage.js';

const messages = {
  'no-notice': '没有读到征求意见的公告，文件里只有计划或其他内容',
  'start-missing': '没有写明从哪天开始，也没有落款日期可以依据，请补写起始日期',
  'start-not-printed': '没有写明从哪天开始，暂按{source}{day}起算',
  'start-by-signature': '“{words}”没有写明日期，按{source}{day}起算',
  'end-missing': '没有写明到哪天截止，也没有写明期限，请补写截止日期',
  'end-not-printed': '只写了“{words}”，没有写明截止日期；按民法典截止到{day}',
  'end-open': '“{words}”没有说清当日还收不收意见，暂按收到{day}二十四时为止',
  'end-before-start': '截止日期“{words}”早于起始日期{day}',
  'end-day-off': '截止日期“{words}”是休息日（{weekday}），按民法典第二百零三条顺延到{day}',
  'end-differs': '截止日期写了两个：“{words}”与前面的{day}不一致',
  'start-differs': '起始日期写了两个：“{words}”与前面的{day}不一致',
  'length-differs': '“{words}”与截止日期{end}不符：从{start}起，首日不计，应到{day}截止',
  'length-twice': '期限写了两个：“{words}”与“{other}”不一致',
  'first-day-counted': '“{words}”把首日也算了进去；按民法典第二百零一条首日不计，从{start}到{end}只有{count}',
  'too-short': '从{start}到{end}，首日不计是{count}，少于规定的{minimum}，公告也没有说明缩短的理由',
  'short-with-reason': '从{start}到{end}，首日不计是{count}，少于规定的{minimum}，公告说明了理由：“{words}”',
  'posted-late': '网页发布日期{day}晚于起始日期{start}，公众能看到公告的时间少了{late}天',
  'signed-late': '落款日期{day}晚于起始日期{start}，请核对公告实际公布的日期',
  'date-damaged': '日期“{words}”写得不完整，按{day}读取，请核对',
  'date-unusable': '日期“{words}”残缺或不存在，读不出是哪一天',
  'year-missing': '日期“{words}”没有写年份，文中也没有可以依据的年份',
  'year-unknown': '还没有{year}年的放假安排，{year}年的日子按周一至周五推算',
  'channel-missing': '没有写明怎样提意见：电话、电子邮箱、邮寄地址、网上渠道都没有',
} as const satisfies Record<string, string>;

export type NoticeFindingCode = keyof typeof messages;

/** `line` is 1-based; `span` gives UTF-16 offsets into the decoded text, end exclusive. */
export interface NoticeFinding {
  readonly code: NoticeFindingCode;
  readonly message: string;
  readonly span: Span;
  readonly line: number;
  readonly words: string;
}

/** A finding about `source[span)`; values fill the placeholders, `words` defaults to the printed words, shortened. */
export function noticeFinding(
  code: NoticeFindingCode,
  source: string,
  span: Span,
  values: Readonly<Record<string, string | number>> = {},
): NoticeFinding {
  const words = source.slice(...span).trim();
  const flat = words.replace(/\s+/g, ' ');
  const shown = flat.length > 60 ? `${flat.slice(0, 59)}…` : flat;
  const message = messages[code].replace(/\{(\w+)\}/g, (_, name: string) =>
    String(values[name] ?? (name === 'words' ? shown : '')),
  );
  return { code, message, span, line: source.slice(0, span[0]).split(/\r\n|[\n\r]/).length, words };
}
