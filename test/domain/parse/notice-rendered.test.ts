/** Notices rendered from a known period in many printed styles must read back as that period. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { shippedYears } from '../../../domain/calendar/holidays.js';
import { endOfPeriod } from '../../../domain/calendar/periods.js';
import { makeCalendar } from '../../../domain/calendar/workdays.js';
import { addDays, type Day, inChinese, weekday, yearOf } from '../../../domain/day.js';
import { readNotice } from '../../../domain/parse/notice.js';

const calendar = makeCalendar(shippedYears());
const wide = (text: string): string =>
  text.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));
const short = (day: Day): string => inChinese(day).slice(5);
const dotted = (day: Day): string => day.replace(/-0?/g, '.');
const named = (day: Day): string => `${inChinese(day)}(星期${'一二三四五六日'[weekday(day) - 1]})`;
const hanzi = (n: number): string => {
  const digit = '〇一二三四五六七八九';
  const ten = Math.floor(n / 10);
  return n < 10 ? String(digit[n]) : `${ten > 1 ? digit[ten] : ''}十${n % 10 ? digit[n % 10] : ''}`;
};
const inHanzi = (day: Day): string =>
  `${[...day.slice(0, 4)].map((d) => '〇一二三四五六七八九'[Number(d)]).join('')}年${hanzi(Number(day.slice(5, 7)))}月${hanzi(Number(day.slice(8)))}日`;

/** Each prints the start, the end and the length. */
const styles: readonly ((start: Day, end: Day, days: number) => string)[] = [
  (a, b, n) => `公示期为${short(a)}至${short(b)}，为期${n}日。`,
  (a, b, n) => `征求意见时间：${inChinese(a)}—${inChinese(b)}（${n}天）。`,
  (a, b, n) => `公开征求意见期限为${hanzi(n)}日，自${inChinese(a)}起至${inChinese(b)}止。`,
  (a, b, n) => wide(`征集时间：${inChinese(a)}至${short(b)}，共${n}天。`),
  (a, b, n) => `征求意见时间为${named(a)}9:00至${named(b)}17:30，期限${n}个自然日。`,
  (a, b, n) => `公示时间：${dotted(a)}-${dotted(b)}，公示期${n}日。`,
  (a, b, n) => `公示时间：${a} 至 ${b}，为期 ${n} 天。`,
  (a, b, n) => `征求意见时间：${a.replaceAll('-', '')}—${b.replaceAll('-', '')}，为期${n}日。`,
  (a, b, n) => `征求意见期：${inHanzi(a)}至${inHanzi(b)}，为期${hanzi(n)}日。`,
  (a, b, n) => `征求意见期限${n}日，从${inChinese(a)}开始，截止日期为${inChinese(b)}。`,
  (_, b, n) => `即日起至${inChinese(b)}公开征求意见，为期${n}日。`,
  (a, _, n) => `请自${inChinese(a)}起${n}日内反馈意见。`,
];

test('every style gives its period back, and stands when the printed end is the end by the Code', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 1700 }),
      fc.integer({ min: 30, max: 99 }),
      fc.constantFrom(...styles),
      fc.boolean(),
      (offset, days, style, windows) => {
        const start = addDays('2022-01-01', offset);
        const end = endOfPeriod(calendar, start, { days });
        fc.pre(yearOf(end) <= 2026);
        const text = [
          '关于《甲区2020-2030年水源保护规划》公开征求意见的公告',
          `现就《甲区2020-2030年水源保护规划》公开征求意见。${style(start, end, days)}`,
          '意见请发送至电子邮箱：yijian@jiaqu.example.org。',
          '甲区水务局',
          inChinese(start),
        ].join(windows ? '\r\n\r\n　　' : '\n');
        const reading = readNotice(text, { calendar, minimum: { days: 30 } });
        expect([reading.start, reading.end, reading.stated.days, reading.byCode.end, reading.verdict]).toEqual([
          start,
          end,
          days,
          end,
          'ok',
        ]);
      },
    ),
    { numRuns: 600 },
  );
});

test('any text is read without an error, and every finding quotes it', () => {
  const piece = fc.constantFrom(
    ...'公开征求意见,公示期,2023年,7月24日,至,8月23日,前,724日,30日,(,)),\n,。,：,《,》,即日起,为期,电话,0100-1234567,寄至,@,注明“,因紧急'.split(
      ',',
    ),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const text = pieces.join('');
      const reading = readNotice(text, { calendar, minimum: { workdays: 7 } });
      for (const { span, words } of reading.findings) expect(text.slice(...span).trim()).toBe(words);
    }),
    { numRuns: 500 },
  );
});
