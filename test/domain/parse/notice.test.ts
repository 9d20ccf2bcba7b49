import { describe, expect, test } from '@jest/globals';
import { shippedYears } from '../../../domain/calendar/holidays.js';
import { makeCalendar } from '../../../domain/calendar/workdays.js';
import { type NoticeReading, readNotice } from '../../../domain/parse/notice.js';
import { realTest } from './documents.js';

const calendar = makeCalendar(shippedYears());
const read = (text: string, minimum: { days: number } | { workdays: number } = { days: 30 }): NoticeReading =>
  readNotice(text, { calendar, minimum });
const codes = ({ findings }: NoticeReading): string[] => findings.map(({ code }) => code);
const window = ({ start, end, verdict }: NoticeReading): unknown[] => [start, end, verdict];

const contact = '意见请寄电子邮箱:yijian@jiaqu.example.org。';
/** A notice around the words of its period. */
const around = (period: string, signed = '2023年7月24日', behind = contact): string =>
  `关于公开征求《甲区水源保护三年行动计划(2023-2025年)》意见的公告\n我局起草了《甲区水源保护三年行动计划(2023-2025年)》(征求意见稿)，现向社会公开征求意见。${period}${behind}\n甲区水务局\n${signed}`;

describe('a real notice in front of its draft', () => {
  realTest('is read without a word of the plan behind it', 'xuecheng-comment-draft.txt', (text) => {
    const reading = read(text);
    expect(reading).toMatchObject({
      start: '2023-07-24',
      end: '2023-08-23',
      stated: { days: 30, end: '2023-08-23' },
      byCode: { days: 30, end: '2023-08-23' },
      inclusive: { days: 31, end: '2023-08-22' },
      reasonForShort: null,
      verdict: 'ok',
    });
    expect(reading.channels.map(({ kind }) => kind)).toEqual(['phone', 'email', 'post']);
    expect(reading.channels[2]?.mark).toBe('征求意见反馈');
    expect(codes(reading)).toEqual(['end-open']);
    for (const { span, words } of reading.findings) expect(text.slice(...span)).toBe(words);
  });

  realTest('is not found where a file holds the draft alone', 'chiping-three-year-plan-draft.txt', (text) => {
    expect([read(text).verdict, codes(read(text))]).toEqual(['incomplete', ['no-notice']]);
  });
});

test('a notice of one sentence without a full stop is one, with and without its signature', () => {
  const words = '关于征求意见的公告\n\n自公告发布之日起7个工作日内，反馈至邮箱a@b.example.org\n';
  const bare = read(words);
  expect(codes(bare)).not.toContain('no-notice');
  expect(bare).toMatchObject({ stated: { days: 7 }, unit: 'workdays', verdict: 'incomplete' });
  expect(bare.channels).toEqual([{ kind: 'email', value: 'a@b.example.org' }]);
  const signed = read(`${words}甲区水务局\n2023年9月25日\n`, { workdays: 7 });
  expect(window(signed)).toEqual(['2023-09-25', '2023-10-10', 'ok']);
  // The title alone asks for nothing.
  expect(codes(read('关于征求意见的公告\n甲区水务局\n2023年9月25日\n'))).toEqual(['no-notice']);
});

describe('the period as offices print it', () => {
  test.each([
    '公示期为7月24日至8月23日，为期30日。',
    '征求意见时间：2023年7月24日—8月23日。',
    '征求意见时间：2023年7月24日至2023年8月23日(三十日)。',
    '征集时间为2023年7月24日(星期一)9时至8月23日(星期三)17时。',
    '公开征求意见的期限为30天，自2023年7月24日起至2023年8月23日止。',
    '公示时间：２０２３年７月２４日至２０２３年８月２３日。',
    '公示时间：2023.7.24-2023.8.23。',
    '公示时间：2023.7.24-8.23。',
    '公示时间:2023-07-24至2023-08-23。',
    '公示时间:20230724-20230823。',
    '征求意见期限：二〇二三年七月二十四日至二〇二三年八月二十三日。',
    '征求意见期为7月24至8月23日。',
    '即日起至2023年8月23日止，如有意见请反馈。',
    '请于本公告发布之日起30日内反馈意见。',
    '请自即日起30个自然日内将意见反馈我局。',
    '征求意见截止日期为2023年8月23日。',
    '公众可于2023年7月24日起提出意见，截止时间为2023年8月23日24:00。',
    '意见征集起止时间\n2023年7月24日\n至2023年8\n月23日。',
  ])('%s', (period) => {
    const reading = read(around(period));
    expect(window(reading)).toEqual(['2023-07-24', '2023-08-23', 'ok']);
    expect(
      codes(reading).filter((code) => !/^(?:start-not-printed|start-by-signature|end-not-printed)$/.test(code)),
    ).toEqual([]);
  });

  test('a year missing at the turn of the year is completed from the signature', () => {
    const reading = read(around('征求意见时间为12月20日至1月19日，为期30天。', '2023年12月20日'));
    expect(window(reading)).toEqual(['2023-12-20', '2024-01-19', 'ok']);
  });

  test('a month ends on the same day of the month, two weeks are fourteen days', () => {
    const month = read(around('征求意见时间为一个月，自2023年7月24日起至2023年8月24日。'));
    expect([month.stated.days, month.byCode.end, month.verdict]).toEqual([31, '2023-08-24', 'ok']);
    expect(read(around('自2023年7月24日起公示两周。'), { days: 14 }).end).toBe('2023-08-07');
  });

  test('working days are counted as such, against either kind of minimum', () => {
    const text = around('公开征求意见期限为7个工作日，自2023年9月25日起至2023年10月9日。', '2023年9月25日');
    const reading = read(text, { workdays: 7 });
    expect(reading).toMatchObject({
      unit: 'workdays',
      stated: { days: 7, end: '2023-10-09' },
      byCode: { days: 6, end: '2023-10-10' },
      inclusive: { days: 7, end: '2023-10-09' },
      verdict: 'too-short',
    });
    expect(codes(reading)).toContain('first-day-counted');
    expect(read(text.replace('10月9日', '10月10日'), { workdays: 7 }).verdict).toBe('ok');
    expect(read(text.replace('10月9日', '10月10日')).verdict).toBe('too-short');
  });

  test('other days and lengths of the notice are not the period', () => {
    const reading = read(
      around(
        '征求意见时间：2023年7月24日至8月23日。座谈会报名时间：2023年8月1日至8月5日。根据规定，征求意见一般不少于20日。我局将在15个工作日内答复。本计划自2023年10月1日起施行。',
      ),
    );
    expect([window(reading), reading.stated.days, codes(reading)]).toEqual([
      ['2023-07-24', '2023-08-23', 'ok'],
      null,
      [],
    ]);
  });
});

describe('what real notices get wrong', () => {
  test('no start: the signature stands in and it is said; with neither, the notice is incomplete', () => {
    const signed = read(around('请于2023年8月23日17时前反馈意见。'));
    expect([window(signed), codes(signed)]).toEqual([['2023-07-24', '2023-08-23', 'ok'], ['start-not-printed']]);
    const bare = read(`现就甲区水源保护办法公开征求意见，请于2023年8月23日17时前反馈。${contact}`);
    expect([window(bare), codes(bare)]).toEqual([[null, '2023-08-23', 'incomplete'], ['start-missing']]);
  });

  test('thirty days with the first day counted are twenty-nine by the Code', () => {
    const reading = read(around('公示期为2023年7月24日至8月22日，共30日。'));
    expect(reading).toMatchObject({
      byCode: { days: 29, end: '2023-08-23' },
      inclusive: { days: 30, end: '2023-08-22' },
      verdict: 'too-short',
    });
    expect(reading.findings.map(({ message }) => message)).toEqual([
      '“30日”把首日也算了进去；按民法典第二百零一条首日不计，从2023年7月24日到2023年8月22日只有29日',
      '从2023年7月24日到2023年8月22日，首日不计是29日，少于规定的30日，公告也没有说明缩短的理由',
    ]);
  });

  test('a length and an end that differ', () => {
    const reading = read(around('征求意见时间为2023年7月24日至8月31日，为期30天。'));
    expect([reading.verdict, codes(reading)]).toEqual(['conflict', ['length-differs']]);
    expect(reading.findings[0]?.message).toContain('“30天”与截止日期2023年8月31日不符');
  });

  test('two ends, two starts or two lengths that differ', () => {
    const ends = read(around('征求意见时间为2023年7月24日至8月23日。请于2023年8月25日前反馈意见。'));
    expect([ends.verdict, codes(ends)]).toEqual(['conflict', ['end-differs']]);
    const lengths = read(around('公示期为30日，自2023年7月24日至8月23日，公示期20日。'));
    expect([lengths.verdict, codes(lengths)]).toEqual(['conflict', ['length-twice']]);
  });

  test('a last day that is a holiday or a Sunday gives way', () => {
    const qingming = around('公示期为2023年3月6日至4月5日，为期30日。', '2023年3月6日');
    const reading = read(qingming);
    expect([reading.byCode, reading.verdict, codes(reading)]).toEqual([
      { days: 30, end: '2023-04-06' },
      'conflict',
      ['end-day-off'],
    ]);
    expect(reading.findings[0]?.message).toContain('4月5日”是休息日（星期三），按民法典第二百零三条顺延到2023年4月6日');
    expect(read(qingming.replace('4月5日', '4月6日')).verdict).toBe('ok');
    const sunday = read(around('公示期为2023年7月21日至8月27日。', '2023年7月21日'));
    expect([sunday.byCode.end, sunday.verdict, codes(sunday)]).toEqual(['2023-08-28', 'conflict', ['end-day-off']]);
  });

  test('posted weeks after its own start', () => {
    const page = `甲区水务局关于公开征求意见的公告\n发布日期：2023-08-10 16:20　来源：甲区水务局\n`;
    const reading = read(page + around('征求意见时间：2023年7月24日至8月23日。'));
    expect([reading.posted, reading.verdict, codes(reading)]).toEqual(['2023-08-10', 'ok', ['posted-late']]);
    expect(reading.findings[0]?.message).toContain('少了17天');
  });

  test('shortened without a reason, and with one', () => {
    const short = '征求意见时间：2023年7月24日至8月3日。';
    expect(read(around(short)).verdict).toBe('too-short');
    for (const reason of [
      '因防汛形势紧急，需要尽快印发，征求意见时间缩短为10日。',
      '鉴于上级要求限期上报，征求意见期限相应缩短。',
      '由于情况特殊，本次征求意见时间为10日。',
    ]) {
      const reading = read(around(`${short}${reason}`));
      expect([reading.reasonForShort, reading.verdict]).toEqual([reason, 'ok']);
      expect(codes(reading)).toContain('short-with-reason');
    }
    for (const none of [
      '因情况紧急等需要缩短期限的，应当予以说明。',
      '经批准，期限缩短为10日。',
      '因此请尽快反馈意见。',
    ])
      expect(read(around(`${short}${none}`)).verdict).toBe('too-short');
  });

  test('"前" leaves the last day open, with an hour it does not', () => {
    const open = read(around('请于2023年8月23日前将意见反馈我局。'));
    expect([open.verdict, codes(open)]).toEqual(['ok', ['start-not-printed', 'end-open']]);
    const ways = read(around('社会各界可在2023年8月23日前，通过以下途径和方式提出意见。'));
    expect([ways.end, codes(ways)]).toEqual(['2023-08-23', ['start-not-printed', 'end-open']]);
    const beside = read(around('公示期为7月24日至8月23日。请于2023年8月24日前反馈意见。'));
    expect([window(beside), codes(beside)]).toEqual([['2023-07-24', '2023-08-23', 'ok'], ['end-open']]);
  });

  test.each([
    ['征求意见时间：2023年724日至8月23日。', '2023-07-24', 'ok', 'date-damaged'],
    ['征求意见时间：20237月24日至8月23日。', '2023-07-24', 'ok', 'date-damaged'],
    ['征求意见时间：2023年7月24日至823日。', '2023-07-24', 'ok', 'date-damaged'],
    ['征求意见时间：2023年111日至12月22日。', null, 'incomplete', 'date-unusable'],
    ['征求意见时间：2023年24日至8月23日。', null, 'incomplete', 'date-unusable'],
    ['征求意见时间：2023年  月  日至2023年8月23日。', null, 'incomplete', 'date-unusable'],
    ['征求意见时间：2023年7月24日至8月32日，为期30日。', '2023-07-24', 'incomplete', 'date-unusable'],
  ])('damaged dates: %s', (period, start, verdict, code) => {
    const reading = read(around(period));
    expect([reading.start, reading.verdict, codes(reading)]).toEqual([start, verdict, [code]]);
  });

  test('no end, no channel, no year, a year without its holidays', () => {
    expect(codes(read(around('欢迎提出意见。')))).toEqual(['start-not-printed', 'end-missing']);
    const silent = read(around('征求意见时间：2023年7月24日至8月23日。', '2023年7月24日', '欢迎参与。'));
    expect([silent.verdict, codes(silent)]).toEqual(['incomplete', ['channel-missing']]);
    const yearless = read(`现就水源保护公开征求意见。征求意见时间：7月24日至8月23日。${contact}`);
    expect([yearless.start, codes(yearless)]).toEqual([null, ['year-missing', 'year-missing']]);
    expect(codes(read(around('征求意见时间：2031年7月24日至8月25日。', '2031年7月24日')))).toEqual(['year-unknown']);
  });
});

describe('where the notice stands', () => {
  const body =
    '一、工作目标\n1.建设平台。2023年9月1日至9月5日公开征求意见。(甲区科技局负责)\n2.修路。(甲区住建局牵头，甲区财政局配合)';
  const plan = `甲区水源保护三年行动计划\n(2023-2025年)\n(征求意见稿)\n${body}`;

  test('signed, with numbered points, the draft and its interpretation behind it', () => {
    const text = `关于公开征求意见的公告\n现就行动计划公开征求意见，有关事项如下：\n一、时间\n2023年7月24日至8月23日。\n二、方式\n(一)电话：0100-1234567；\n(二)信函：甲区解放路1号水务局，邮编100000。\n附件：行动计划\n甲区水务局\n2023年7月24日\n${plan}\n起草说明\n2023年5月1日至6月30日向单位征求意见。联系电话：0100-7654321`;
    const reading = read(text);
    expect(window(reading)).toEqual(['2023-07-24', '2023-08-23', 'ok']);
    expect(reading.channels).toEqual([
      { kind: 'phone', value: '0100-1234567' },
      { kind: 'post', value: '甲区解放路1号水务局' },
    ]);
  });

  test('unsigned in front of the draft', () => {
    const reading = read(`现公开征求意见。征求意见时间：2023年7月24日至8月23日。${contact}\n${plan}`);
    expect([window(reading), codes(reading)]).toEqual([['2023-07-24', '2023-08-23', 'ok'], []]);
  });
});
