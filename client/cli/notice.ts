/** `duban notice FILE`: reads a comment notice and says whether it stands; needs no service. */
import { shippedYears } from '../../domain/calendar/holidays.js';
import { makeCalendar } from '../../domain/calendar/workdays.js';
import { type Day, inChinese, weekday } from '../../domain/day.js';
import { type NoticeReading, readNotice } from '../../domain/parse/notice.js';
import { readPlanText } from './files.js';
import { answer, type Io } from './io.js';

/** Order 713 Art. 15: generally at least 30 days. */
const minimum = { days: 30 } as const;

/** Prints the reading (design section 11): as JSON, or as a summary with what speaks against the notice. */
export async function notice(file: string, io: Io): Promise<void> {
  const reading = readNotice(readPlanText(file), { calendar: makeCalendar(shippedYears()), minimum });
  answer(io, reading, io.json ? '' : summary(reading));
}

const verdictWords = {
  incomplete: '不完整：缺少起始日期、截止日期或者提意见的渠道',
  'too-short': `期限不足：少于${minimum.days}日，也没有说明理由`,
  conflict: '自相矛盾：写明的期限或截止日期与推算的不一致',
  ok: '通过：期限和渠道齐全，前后一致',
} as const;

const channelWords = { phone: '电话', email: '电子邮箱', post: '邮寄', web: '网上' } as const;

function summary(reading: NoticeReading): string[] {
  const { start, end, stated, byCode, inclusive, channels, reasonForShort, verdict, findings } = reading;
  const unit = reading.unit === 'workdays' ? '个工作日' : '日';
  const length = (days: number | null): string => (days === null ? '未写期限' : `${days}${unit}`);
  const last = (day: Day | null): string => (day === null ? '未写截止日期' : `${dayWords(day)}截止`);
  // How long the period is, and when the printed length would end: two answers that need not agree.
  const counted = (days: number | null, day: Day | null): string =>
    stated.days === null
      ? `共${length(days)}`
      : `共${length(days)}；写明的${length(stated.days)}应在${day === null ? '？' : dayWords(day)}截止`;
  return [
    `结论：${verdictWords[verdict]}`,
    `征求意见：${start === null ? '？' : dayWords(start)}至${end === null ? '？' : dayWords(end)}`,
    `公告写明：${length(stated.days)}，${last(stated.end)}`,
    ...(start === null || end === null
      ? []
      : [
          `首日不计（民法典）：${counted(byCode.days, byCode.end)}`,
          `首日计入：${counted(inclusive.days, inclusive.end)}`,
        ]),
    ...(reasonForShort === null ? [] : [`缩短的理由：${plain(reasonForShort)}`]),
    `渠道：${channels.length === 0 ? '没有读到' : `${channels.length}个`}`,
    ...channels.map(
      ({ kind, value, mark }) =>
        `  ${channelWords[kind]}：${plain(value)}${mark === undefined ? '' : `（注明“${plain(mark)}”）`}`,
    ),
    ...(findings.length === 0 ? [] : ['', '说明：']),
    ...findings.map(({ line, message }) => `  第${line}行：${plain(message)}`),
  ];
}

function dayWords(day: Day): string {
  return `${inChinese(day)}（星期${'一二三四五六日'[weekday(day) - 1]}）`;
}

/** No escape sequence or line break of a document reaches the terminal. */
function plain(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
  return text.replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ');
}
