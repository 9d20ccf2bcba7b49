/** Machines are told from people, and each mail finds its period or a person who knows. */
import { describe, expect, test } from '@jest/globals';
import { readMail } from '../../client/inbox/read-mail.js';
import { type MailPeriod, periodOf, sortMail } from '../../client/inbox/sort-mail.js';
import { bounce, mail, multipart } from './mails.js';

const sorted = async (raw: Buffer) => sortMail(await readMail(raw));

describe('a mail', () => {
  test('of a person is a comment, also where a header says so or the words speak of robots', async () => {
    expect(await sorted(mail())).toEqual({ kind: 'comment' });
    expect(await sorted(mail({ headers: 'Auto-Submitted: no\nReturn-Path: <zhang@example.org>\n' }))).toEqual({
      kind: 'comment',
    });
    expect(await sorted(mail({ subject: '对自动回复系统的建议' }))).toEqual({ kind: 'comment' });
  });

  test.each([
    ['Auto-Submitted: auto-replied\n', ''],
    ['X-Autoreply: yes\n', ''],
    ['X-Auto-Response-Suppress: DR, OOF\n', ''],
    ['Precedence: auto_reply\n', ''],
    ['Precedence: bulk\n', ''],
    ['List-Id: <news.example.org>\n', ''],
    ['Return-Path: <>\n', ''],
    ['', '自动回复: 意见回执'],
    ['', 'Out of Office: 征求意见'],
  ])('with %j %j comes from a machine', async (headers, subject) => {
    expect(await sorted(mail({ headers, ...(subject === '' ? {} : { subject }) }))).toMatchObject({
      kind: 'auto-reply',
    });
  });

  test('that came back names the address that refused', async () => {
    expect(await sorted(bounce('<r@example.org>', 'gone@example.net'))).toEqual({
      kind: 'bounce',
      address: 'gone@example.net',
      reason: 'smtp; 550 5.1.1 <gone@example.net>: user unknown',
    });
    const plain = mail({
      from: 'postmaster@mx.example.org',
      subject: '系统退信',
      body: '您发给 gone@example.net 的邮件无法送达',
    });
    expect(await sorted(plain)).toMatchObject({ kind: 'bounce', address: 'gone@example.net' });
    // The postmaster of a unit may have an opinion too.
    expect(await sorted(mail({ from: 'postmaster@example.org' }))).toEqual({ kind: 'comment' });
  });

  test('that is only put off has not failed', async () => {
    const delayed = multipart(
      [
        {
          type: 'message/delivery-status',
          body: 'Reporting-MTA: dns; x\n\nFinal-Recipient: rfc822; a@example.net\nAction: delayed\n',
        },
      ],
      { type: 'multipart/report; report-type=delivery-status' },
    );
    expect((await readMail(delayed)).report).toMatchObject({ failed: false, address: 'a@example.net' });
  });

  test('without words and files is empty', async () => {
    expect(await sorted(mail({ body: ' \n\n' }))).toEqual({ kind: 'empty' });
  });
});

const period = (id: string, email: string, title: string, change: Partial<MailPeriod> = {}): MailPeriod => ({
  id,
  plan: id.split('/')[0] ?? '',
  title,
  email,
  running: true,
  live: true,
  ...change,
});
const roads = period('roads/1', 'Office@example.org', '道路规划（征求意见稿）');
const water = period('water/1', 'office@example.org', '供水规划');
const waterTwo = period('water-two/1', 'office@example.org', '供水规划补充方案');
const air = period('air/1', 'air@example.org', '空气质量规划');
const all = [roads, water, waterTwo, air];
const to = (recipients: string[], subject = '意见', text = '同意') => ({ recipients, subject, text });

describe('a comment belongs', () => {
  test.each([
    ['to the only one with its address', to(['air@example.org']), 'air/1'],
    [
      'among several to the one whose title it names',
      to(['office@example.org'], '对《道路规划 （征求意见稿）》的意见'),
      'roads/1',
    ],
    ['to the longer title where both stand in it', to(['office@example.org'], '关于供水规划补充方案'), 'water-two/1'],
    ['to the round whose id it names', to(['office@example.org'], '意见', '事项编号 water/1'), 'water/1'],
    ['to the plan whose id it names', to(['office@example.org'], 'WATER-TWO'), 'water-two/1'],
  ])('%s', (_, comment, expected) => {
    expect(periodOf(comment, all)).toEqual({ period: expected });
  });

  test('to the one whose receipt it answers, but not against its address', () => {
    expect(periodOf(to(['office@example.org']), all, 'water/1')).toEqual({ period: 'water/1' });
    expect(periodOf(to(['air@example.org']), all, 'water/1')).toEqual({ period: 'air/1' });
  });

  test('to the running one where the others with the address are over', () => {
    const over = period('old/1', 'office@example.org', '旧规划', { running: false, live: false });
    expect(periodOf(to(['office@example.org']), [roads, over])).toEqual({ period: 'roads/1' });
    expect(periodOf(to(['office@example.org'], '旧规划'), [roads, over])).toEqual({ period: 'old/1' });
    expect(periodOf(to(['alias@example.org']), [air])).toEqual({ period: 'air/1' });
  });

  test('otherwise a person decides', () => {
    expect(periodOf(to(['office@example.org']), all)).toEqual({
      why: '分不清属于哪一项征求意见：roads/1、water/1、water-two/1',
    });
    expect(periodOf(to(['x@example.org']), [])).toEqual({ why: '没有以电子邮件征求意见的事项' });
  });
});
