/** The close-out out of a period's comments: every number once, sums that add up, no personal data. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { closeOutOf, sumsRight } from '../../../domain/comment/close-out-of.js';
import { closeOutParagraphs, closeOutTitle } from '../../../domain/comment/close-out-words.js';
import {
  type Comment,
  type CommentCounts,
  commentChannels,
  type Disposition,
  dispositionKinds,
  noComments,
} from '../../../domain/comment/comment.js';
import { maskPersonal, OPINION_LENGTH } from '../../../domain/comment/mask.js';
import { countsOf, frame, made, opinion } from './close-out-sample.js';

describe('the table of opinions', () => {
  const change = { where: '第3条', before: '三年', after: '两年' };
  const disposed = (kind: Disposition['kind'], more: Partial<Disposition> = {}): { disposition: Disposition } => ({
    disposition: { kind, at: 0, by: '办公室', ...more },
  });

  test('one row answers all who said the same, by whatever channel; spam is counted and not shown', () => {
    const comments: Comment[] = [
      made(1, { item: 3, ...disposed('adopted', { change }) }),
      made(2, { mergedInto: 1, channel: 'phone' }),
      made(3, { ...disposed('not-adopted', { reason: '超出财力' }), text: '请打138-1234-5678找我' }),
      made(4, { setAside: { reason: '广告', at: 0, by: '办公室' }, text: '贷款找我' }),
      made(5, disposed('outside', { forwardedTo: '区教体局' })),
      made(6, { ...disposed('partly', { change, reason: '其余明年再办' }), channel: 'post' }),
      made(7, { mergedInto: 2, channel: 'email' }),
      made(8, {}),
    ];
    const counts = countsOf(comments);
    expect(sumsRight(counts)).toBe(true);
    const closeOut = closeOutOf(frame, comments, counts);
    expect(closeOut.rows).toEqual([
      {
        nos: [1, 2, 7],
        channels: ['网页', '电子邮件', '电话'],
        item: 3,
        itemTitle: '清理岸线',
        opinion,
        result: 'adopted',
        words: '已对第3条作相应修改。',
      },
      {
        nos: [3],
        channels: ['网页'],
        item: null,
        itemTitle: '',
        opinion: '请打***找我',
        result: 'not-adopted',
        words: '超出财力。',
      },
      {
        nos: [5],
        channels: ['网页'],
        item: null,
        itemTitle: '',
        opinion,
        result: 'outside',
        words: '已转区教体局研究办理。',
      },
      {
        nos: [6],
        channels: ['信函'],
        item: null,
        itemTitle: '',
        opinion,
        result: 'partly',
        words: '已对第3条作相应修改。其余明年再办。',
      },
    ]);
    expect(closeOut.changes).toEqual([{ ...change, nos: [1, 2, 6, 7] }]);
    expect(closeOut.zero).toBe(false);
    expect(JSON.stringify(closeOut)).not.toMatch(/贷款|本人姓名|13800000000/);
  });

  test('an opinion stands in the office’s words where it wrote some, and says so where its text was removed', () => {
    const opinions = [
      made(1, disposed('not-adopted', { reason: '无', summary: '建议加快 ' })),
      made(2, { ...disposed('not-adopted', { reason: '无' }), text: '', redactedAt: 5 }),
      made(3, {
        ...disposed('not-adopted', { reason: '无' }),
        text: '',
        files: [{ name: '意见.docx', mediaType: 'x', size: 1, sha256: '00' }],
      }),
    ];
    expect(closeOutOf(frame, opinions, countsOf(opinions)).rows.map((row) => row.opinion)).toEqual([
      '建议加快',
      '（意见内容已按提出人要求删除）',
      '（意见内容见所附材料）',
    ]);
  });

  test('every comment stands in exactly one row or is set aside, however they were merged', () => {
    const one = fc.record({
      into: fc.option(fc.nat(30), { nil: null }),
      spam: fc.boolean(),
      channel: fc.constantFrom(...commentChannels),
      kind: fc.constantFrom(...dispositionKinds),
    });
    fc.assert(
      fc.property(fc.array(one, { maxLength: 30 }), (plan) => {
        const comments = plan.map(({ into, spam, channel, kind }, at) => {
          const mergedInto = into !== null && into < at ? into + 1 : null;
          const aside = mergedInto === null && spam ? { reason: '广告', at: 0, by: '办公室' } : null;
          const own = mergedInto === null && aside === null ? disposed(kind, { reason: '理由' }) : {};
          return made(at + 1, { mergedInto, setAside: aside, channel, ...own });
        });
        const counts = countsOf(comments);
        const closeOut = closeOutOf(frame, comments, counts);
        expect(sumsRight(counts)).toBe(true);
        const shown = closeOut.rows.flatMap((row) => row.nos);
        expect(new Set(shown).size).toBe(shown.length);
        expect(shown.length + counts.setAside).toBe(comments.length);
        expect(closeOut.zero).toBe(shown.length === 0);
      }),
    );
  });

  test('sums that do not add up are seen', () => {
    const counts: CommentCounts = { ...noComments, received: 2, disposed: { ...noComments.disposed, adopted: 1 } };
    expect(sumsRight(counts)).toBe(false);
    expect(sumsRight({ ...counts, open: 1 })).toBe(true);
  });
});

describe('the words', () => {
  test('no comment at all: how long, by which channels, and thanks', () => {
    const closeOut = closeOutOf(frame, [], noComments);
    expect(closeOut.zero).toBe(true);
    expect(closeOutTitle(closeOut)).toBe('关于《河道治理三年行动计划》公开征求意见采纳情况的反馈');
    expect(closeOutParagraphs(closeOut, { channels: ['email', 'phone', 'post'] })).toEqual([
      '2023年7月24日至2023年8月23日（为期30天），区水务局就《河道治理三年行动计划》向社会公开征求意见，开通电子邮件、电话、信函共3种渠道。',
      '截至期限届满，没有收到意见。',
      '感谢社会各界的关注和支持。',
    ]);
  });

  test('only spam: no valid comment, and how many were set aside', () => {
    const spam = [made(1, { setAside: { reason: '广告', at: 0, by: '办公室' } })];
    expect(closeOutParagraphs(closeOutOf(frame, spam, countsOf(spam)))[1]).toBe(
      '截至期限届满，没有收到有效意见。收到的1条属于空白、广告或与本次征求意见无关的内容，不作为有效意见。',
    );
  });
});

describe('personal data', () => {
  const digits = (least: number, most: number) =>
    fc.array(fc.constantFrom(...'0123456789'), { minLength: least, maxLength: most }).map((all) => all.join(''));
  const mobile = fc.tuple(fc.constantFrom(...'3456789'), digits(9, 9)).map(([second, rest]) => `1${second}${rest}`);
  const wide = (text: string): string => text.replace(/\d/g, (d) => String.fromCharCode(d.charCodeAt(0) + 0xfee0));
  const grouped = (text: string, sign: string): string =>
    [text.slice(0, 3), text.slice(3, 7), text.slice(7)].join(sign);
  /** Digits of a text in one width, without the signs people put between them. */
  const bare = (text: string): string => text.normalize('NFKC').replace(/[ \-–—]/g, '');

  test('no mobile number stays, in whatever width and grouping, wherever it stands', () => {
    const printed = fc
      .tuple(mobile, fc.constantFrom('', ' ', '-', '－', '—'), fc.boolean(), fc.constantFrom('', '+86', '86-', '（'))
      .map(([number, sign, full, before]) => before + (full ? wide(grouped(number, sign)) : grouped(number, sign)));
    const around = fc.constantFrom('', '我的意见是第3条不好，', '电话', '请回电：', '。', 'A', '2023年7月');
    fc.assert(
      fc.property(fc.array(fc.tuple(around, printed), { minLength: 1, maxLength: 6 }), around, (numbers, end) => {
        const text = numbers.map((pair) => pair.join('')).join('、') + end;
        const masked = maskPersonal(text);
        expect(bare(masked)).not.toMatch(/1[3-9]\d{9}/);
        expect(masked).toContain('***');
      }),
    );
  });

  test.each([
    ['座机0632-4480000转12，或（0632）4480000', '座机***，或***'],
    ['联系电话：4480000', '联系电话：***'],
    ['身份证37040219800101123X和370402800101123', '身份证***和***'],
    ['身份证 370402 19800101 123X', '身份证 ***'],
    ['发到 a.b-c＠mail.example.org。', '发到 ***。'],
    ['卡号6222 0212 3456 7890 123', '卡号***'],
    ['微信号：lisi_88，QQ 1234567', '微信号：***，QQ ***'],
    ['请联系我５５５１２３４，手机同号', '请联系我***，手机同号'],
    ['联系人在物业，44800001', '联系人在物业，***'],
    ['Tel: 4480000', 'Tel: ***'],
  ])('%s', (text, masked) => {
    expect(maskPersonal(text)).toBe(masked);
  });

  test.each([
    '2023-07-24至2023-08-23',
    '2023—2025年投入3000亩、20.88万亩，5G、PM2.5达到43',
    '第12条第3款改为2023年12月31日前',
    '手机APP和wifi要方便',
    '联系实际，2023-2025年投入3000万元',
    '加强联系。共投资12345678元',
  ])('what is no personal data stays: %s', (text) => {
    expect(maskPersonal(text)).toBe(text);
  });

  test('name and contact of the author and of those who said the same go, however they are spaced; general words stay', () => {
    const words = '我是张 三丰，方便市民，微信ｚｓｆ_1，0632 555－1234';
    expect(maskPersonal(words, ['张三丰', '市民', 'zsf_1', '0632-5551234', null])).toBe(
      '我是***，方便市民，微信***，***',
    );
    const main = made(1, {
      disposition: { kind: 'not-adopted', reason: '已有安排', at: 0, by: '办公室' },
      text: '甲乙丙和丁戊都同意',
      name: '甲乙丙',
    });
    const closeOut = closeOutOf(frame, [main, made(2, { mergedInto: 1, name: '丁戊' })], noComments);
    expect(closeOut.rows[0]?.opinion).toBe('***和***都同意');
  });

  test('a long opinion is cut behind its masks, between whole characters', () => {
    const masked = maskPersonal(`${'意'.repeat(OPINION_LENGTH - 3)}𠮷13812345678`);
    expect([...masked]).toHaveLength(OPINION_LENGTH);
    expect(masked).toMatch(/𠮷\*…$/);
  });
});
