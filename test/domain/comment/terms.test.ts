/** What keeps a comment period from starting: each fault by itself, then all at once, then a file with its lines. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { shippedYears } from '../../../domain/calendar/holidays.js';
import { makeCalendar } from '../../../domain/calendar/workdays.js';
import { readCommentRules } from '../../../domain/comment/rules-file.js';
import type { CommentTerms } from '../../../domain/comment/terms.js';
import { termsFaults } from '../../../domain/comment/terms-faults.js';
import { readTerms, termsSchema } from '../../../domain/comment/terms-file.js';
import { DubanError, type ErrorCode, refuse } from '../../../domain/errors.js';

const seed = (name: string): string => readFileSync(new URL(`../../../seeds/${name}`, import.meta.url), 'utf8');
const rules = readCommentRules(seed('comment-rules.yaml'));
const calendar = makeCalendar(shippedYears());
const context = { rules, calendar, today: '2023-07-01' };

const good: CommentTerms = {
  plan: 'river-2023',
  title: '绿河区水系治理三年行动计划（征求意见稿）',
  kind: 'major-decision',
  issuer: '绿河区发展和改革局',
  start: '2023-07-24',
  days: 30,
  end: '2023-08-23',
  draft: '一、总体要求\n1.清理河道。（责任单位：区水务局）',
  interpretation: {
    background: '背景',
    basis: '依据',
    process: '过程',
    goals: '目标',
    content: '内容',
    contact: '区发展和改革局',
  },
  channels: {
    web: true,
    email: 'yijian@fgj.example.org',
    phone: '0632-1234567',
    post: { address: '绿河区长江路1号306室', mark: '征求意见反馈' },
  },
};

const notice = (period: string, more = ''): string => `关于公开征求意见的公告
为做好水系治理，我局起草了《绿河区水系治理三年行动计划》，现面向社会公开征求意见，${period}。${more}
联系电话:0632-1234567
电子邮箱:yijian@fgj.example.org
邮寄地址:绿河区长江路1号306室，并在信封上注明“征求意见反馈”字样。
网上反馈:登录区政府网站在线提交意见。
绿河区发展和改革局
2023年7月24日`;
const fits = notice('征求意见期限为2023年7月24日至2023年8月23日，为期30日');

const without = (...keys: readonly (keyof CommentTerms)[]): CommentTerms =>
  Object.fromEntries(
    Object.entries(good).filter(([key]) => !(keys as readonly string[]).includes(key)),
  ) as unknown as CommentTerms;
const channels = (more: Partial<CommentTerms['channels']>): CommentTerms => ({
  ...good,
  channels: { ...good.channels, ...more },
});
/** A week, as an office in a hurry writes it. */
const short = { ...good, days: 7, end: '2023-07-31', reasonForShort: '因汛期临近、时间紧迫，缩短征求意见期限' };

describe('what keeps a period from starting', () => {
  test('good terms start, with a notice and without one', () => {
    expect(termsFaults(good, context)).toEqual([]);
    expect(termsFaults({ ...good, notice: fits }, context)).toEqual([]);
  });

  test.each<[string, CommentTerms, ErrorCode, ...string[]]>([
    ['an unknown kind', { ...good, kind: 'memo' }, 'terms-kind', 'memo', 'normative（其他行政规范性文件）'],
    ['no title', { ...good, title: ' ' }, 'terms-title', '200'],
    ['no issuer', { ...good, issuer: '' }, 'terms-issuer'],
    [
      'a start in the past',
      { ...good, start: '2023-06-30', end: '2023-07-31', days: 31 },
      'terms-start-past',
      '2023-06-30',
      '2023-07-01',
    ],
    [
      'a start in the wrong century',
      { ...without('end'), start: '2223-07-24' },
      'terms-start-far',
      '2223-07-24',
      '最晚可写2024-07-01',
    ],
    [
      'an end in the wrong year',
      { ...without('days'), end: '2032-08-23' },
      'terms-end-far',
      '2032-08-23',
      '最晚可写2024-07-24',
    ],
    ['neither length nor end', without('days', 'end'), 'terms-length', 'days', 'workdays', 'end'],
    ['two lengths', { ...good, workdays: 22 }, 'terms-length-twice', '30日', '22个工作日'],
    [
      'an end before the start',
      { ...without('days'), end: '2023-07-20' },
      'terms-end-before',
      '2023-07-20',
      '2023-07-24',
    ],
    [
      'an end with the first day counted',
      { ...good, end: '2023-08-22' },
      'terms-end-differs',
      '为2023-08-23',
      '含首日为2023-08-22',
      '写明2023-08-22',
    ],
    [
      'an end that is a holiday',
      { ...good, start: '2023-03-06', end: '2023-04-05' },
      'terms-end-differs',
      '为2023-04-06',
      '含首日为2023-04-04',
      '写明2023-04-05',
    ],
    ['29 days', { ...without('days'), end: '2023-08-22' }, 'terms-too-short', '29日', '30日', '第十五条'],
    [
      '6 working days',
      { ...without('days', 'end'), kind: 'normative', workdays: 6 },
      'terms-too-short',
      '6个工作日',
      '7个工作日',
    ],
    [
      'a reason that the notice does not give',
      { ...short, notice: notice('期限为2023年7月24日至2023年7月31日', '因防汛形势紧急，缩短期限。') },
      'terms-reason-unprinted',
      '汛期临近',
    ],
    ['no draft', { ...good, draft: ' \n——' }, 'terms-draft'],
    [
      'an interpretation without its basis',
      { ...good, interpretation: { ...good.interpretation, basis: '' } },
      'terms-interpretation',
      '制定依据',
      'interpretation.basis',
    ],
    ['no channel', { ...good, channels: { web: false } }, 'terms-channel-none', 'email'],
    [
      'two addresses in one',
      channels({ email: 'a@example.org,b@example.org' }),
      'terms-channel',
      'a@example.org,b@example.org',
    ],
    ['a telephone number without its area', channels({ phone: '4489' }), 'terms-channel', '4489', '区号'],
    [
      'an address where nothing arrives',
      channels({ post: { address: '本局', mark: '意见' } }),
      'terms-channel',
      '本局',
    ],
    [
      'an envelope without its mark',
      channels({ post: { address: '绿河区长江路1号306室', mark: '' } }),
      'terms-channel',
      'mark',
    ],
    [
      'a notice at odds with itself',
      { ...good, notice: notice('征求意见期限为2023年7月24日至2023年8月23日，为期25日') },
      'terms-notice',
      '25日',
    ],
    [
      'a notice that ends on another day',
      { ...good, notice: notice('征求意见期限为2023年7月24日至2023年8月24日') },
      'terms-notice-differs',
      '截止日期',
      '2023-08-24',
      '2023-08-23',
    ],
    [
      'a notice with another telephone',
      { ...good, notice: fits.replace('1234567', '7654321') },
      'terms-notice-channel',
      '电话',
      '0632-1234567',
      '0632-7654321',
    ],
    [
      'a notice without the post',
      { ...good, notice: fits.replace(/邮寄地址.*\n/, '') },
      'terms-notice-channel',
      '信函',
      '长江路1号',
    ],
    [
      'a notice with another envelope mark',
      { ...good, notice: fits.replace('“征求意见反馈”', '“来信”') },
      'terms-notice-channel',
      '信封注明的字样',
      '征求意见反馈',
    ],
  ])('%s', (_, terms, code, ...words) => {
    const found = termsFaults(terms, context).filter((one) => one.code === code);
    expect(found.length).toBeGreaterThan(0);
    for (const word of words) expect(found.map((one) => one.message).join('\n')).toContain(word);
    expect(found.map((one) => one.message).join()).not.toMatch(/\{\w+\}/);
  });

  test('a short period stands with its reason in the notice, and without a notice of its own', () => {
    expect(termsFaults(short, context)).toEqual([]);
    const printed = notice('期限为2023年7月24日至2023年7月31日', `${short.reasonForShort}。`);
    expect(termsFaults({ ...short, notice: printed }, context)).toEqual([]);
  });

  test('a day that 清明 adds counts: 29 days from 7 March lie open for 30', () => {
    const spring = { ...context, today: '2023-03-01' };
    const open = { ...without('end'), start: '2023-03-07', days: 29 };
    expect(termsFaults(open, spring)).toEqual([]);
    expect(termsFaults({ ...open, start: '2023-03-08' }, spring).map((one) => one.code)).toEqual(['terms-too-short']);
  });

  test('a year whose holidays nobody knows: 国庆 and 元旦 are days off all the same', () => {
    const autumn = { ...context, today: '2029-08-01' };
    const open = { ...good, start: '2029-09-01', end: '2029-10-04' };
    expect(termsFaults(open, autumn)).toEqual([]);
    const onHoliday = { ...open, end: '2029-10-01', notice: notice('期限为2029年9月1日至2029年10月1日，为期30日') };
    expect(termsFaults(onHoliday, autumn).map((one) => one.code)).toContain('terms-end-differs');
    const after = notice('期限为2029年9月1日至2029年10月4日，为期30日');
    expect(termsFaults({ ...open, notice: after }, autumn).map((one) => one.message)).toEqual([]);
  });

  test('everything at once, the six parts of the interpretation one by one', () => {
    const nothing: CommentTerms = {
      plan: 'x1',
      title: '',
      kind: '',
      issuer: '',
      start: '2023-06-01',
      draft: '',
      interpretation: {},
      channels: { web: false },
    };
    const codes = termsFaults(nothing, context).map((one) => one.code);
    expect(codes.filter((code) => code === 'terms-interpretation')).toHaveLength(6);
    expect([...new Set(codes)].sort()).toEqual(
      [
        'terms-channel-none',
        'terms-draft',
        'terms-interpretation',
        'terms-issuer',
        'terms-kind',
        'terms-length',
        'terms-start-past',
        'terms-title',
      ].sort(),
    );
  });
});

describe('the file of terms', () => {
  const noFile = (name: string): string => {
    throw refuse('not-found', { what: name });
  };

  test('the shipped example starts on its day', () => {
    const terms = readTerms(seed('comments/xuecheng-2023.yaml'), noFile);
    expect([terms.start, terms.days, terms.end]).toEqual(['2023-07-24', 30, '2023-08-23']);
    expect(termsFaults(terms, { ...context, today: '2023-07-24' })).toEqual([]);
    expect(termsSchema.parse(JSON.parse(JSON.stringify(terms)))).toEqual(terms);
  });

  test('long texts stand in files, and a notice gives the dates that the file leaves out', () => {
    const files: Readonly<Record<string, string>> = {
      '公告.txt': `${fits}\n${good.draft}`,
      '草案.txt': good.draft,
      '解读.yaml': JSON.stringify(good.interpretation),
    };
    const yaml = `plan: river-2023
title: ${good.title}
kind: major-decision
issuer: ${good.issuer}
notice: { file: 公告.txt }
draft: { file: 草案.txt }
interpretation: { file: 解读.yaml }
channels: ${JSON.stringify(good.channels)}
`;
    const terms = readTerms(yaml, (name) => files[name] ?? noFile(name), calendar);
    // Only the notice of the file, without the draft behind it.
    expect(terms).toEqual({ ...good, notice: fits });
    expect(termsFaults(terms, context)).toEqual([]);
    // Without a calendar nothing is read from the notice, so the start is missing.
    expect(() => readTerms(yaml, (name) => files[name] ?? '')).toThrow('缺少“start”');
  });

  test('all faults of the form at once, with their lines', () => {
    const yaml = `plan: 薛城
start: 2023-02-30
days: 400
draft: { file: 没有.docx }
interpretation:
  background: 好
  backgroud: 写错
channels:
  web: 是
  fax: 123
ende: 2023-08-23
`;
    let faults: readonly string[] = [];
    try {
      readTerms(yaml, noFile);
    } catch (error) {
      if (error instanceof DubanError) faults = error.faults.map((one) => one.message);
    }
    expect(faults).toEqual([
      expect.stringMatching(/^第1行：.*“plan”的值“薛城”不对/),
      expect.stringMatching(/^第2行：.*“start”的值“2023-02-30”不对，应为YYYY-MM-DD/),
      expect.stringMatching(/^第3行：.*“days”的值“400”不对，应为1 至 366/),
      expect.stringMatching(/^第4行：“draft”写的文件“没有.docx”读不了：没有找到/),
      expect.stringMatching(/^第7行：.*“interpretation”中不认识“backgroud”，可用的项：background、basis/),
      expect.stringMatching(/^第9行：.*“channels.web”的值“是”不对，应为true 或 false/),
      expect.stringMatching(/^第10行：.*“channels”中不认识“fax”，可用的项：web、email、phone、post/),
      expect.stringMatching(/^第11行：.*不认识“ende”，可用的项：plan、title/),
    ]);
  });
});
