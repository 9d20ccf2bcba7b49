import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { disposeComments } from '../../activities/ledger/comments/decide.js';
import { errandsOf, takeStock } from '../../activities/ledger/comments/errands.js';
import {
  claimMail,
  dismissMail,
  mailSeen,
  openMailCounts,
  openMails,
  recordMail,
  settleMail,
  takeMail,
} from '../../activities/ledger/comments/mails.js';
import { giveOpinion } from '../../activities/ledger/comments/opinions.js';
import { countsOf, fileOf, listComments, loadComment } from '../../activities/ledger/comments/read.js';
import {
  dueReceipts,
  markReceiptFailed,
  markReceiptSent,
  receiptsSince,
  startReceipt,
} from '../../activities/ledger/comments/receipts.js';
import { receiveComment } from '../../activities/ledger/comments/receive.js';
import { redactComment } from '../../activities/ledger/comments/redact.js';
import { connectLedger, type Ledger } from '../../activities/ledger/connect.js';
import { eventsOf } from '../../activities/ledger/figures.js';
import { verifyChain } from '../../activities/ledger/verify.js';
import { testLedger } from '../harness/ledger.js';
import { at, commentOf, openPeriod } from './comment-samples.js';
import { office } from './samples.js';

let opened: Awaited<ReturnType<typeof testLedger>>;
let ledger: Ledger;
beforeAll(async () => {
  opened = await testLedger();
  ledger = opened.ledger;
});
afterAll(async () => {
  expect(await verifyChain(ledger)).toMatchObject({ ok: true });
  await opened.close();
});

describe('receipts', () => {
  test('go to addresses that somebody reads, once; what stopped while sending is tried again', async () => {
    const { id } = await openPeriod(ledger, 'receipts');
    const contacts = [
      'one@example.org',
      'No-Reply@example.org',
      'mailer-daemon@example.org',
      'do_not_reply+7@example.org',
      '13800000000',
      'two@example.org\r\nBcc: three@example.org',
      null,
      'noreplyto@example.org',
    ];
    for (const [n, contact] of contacts.entries()) await receiveComment(ledger, commentOf(id, `${n}`, { contact }));
    expect(await dueReceipts(ledger, id, 10)).toEqual([
      expect.objectContaining({
        no: 1,
        contact: 'one@example.org',
        title: expect.any(String),
        arrivedAt: at.open + 1000,
      }),
      expect.objectContaining({ no: 8, contact: 'noreplyto@example.org' }),
    ]);
    expect(await startReceipt(ledger, id, 1, at.open)).toBe(true);
    expect((await dueReceipts(ledger, id, 1)).map((one) => one.no)).toEqual([1]);
    expect(await receiptsSince(ledger, 'ONE@example.org', at.open)).toBe(1);
    expect(await startReceipt(ledger, id, 1, at.open + 5)).toBe(true);
    await markReceiptSent(ledger, id, 1, at.open + 9);
    await startReceipt(ledger, id, 8, at.open + 9);
    await markReceiptFailed(ledger, id, 8, '550 no such user', at.open + 9);
    expect(await startReceipt(ledger, id, 1, at.open + 10)).toBe(false);
    expect(await startReceipt(ledger, id, 8, at.open + 10)).toBe(false);
    expect(await dueReceipts(ledger, id, 10)).toEqual([]);
    expect(await receiptsSince(ledger, 'one@example.org', at.open + 10)).toBe(0);
  });
});

describe('mails', () => {
  test('are taken once; a person sorts what no rule could, and the mail itself is dropped then', async () => {
    const other = connectLedger(opened.url);
    const mail = {
      id: '<1@example.org>',
      class: 'unsorted',
      from: 'a@example.org',
      subject: '关于\0计划',
      arrivedAt: at.open,
    } as const;
    const raw = new Uint8Array([0, 255, 13, 10]);
    const taken = await Promise.all(
      [ledger, other, ledger].map((on) => recordMail(on, { ...mail, raw, detail: '没有写明文件' })),
    );
    await other.close();
    expect(taken.filter(Boolean)).toHaveLength(1);
    await recordMail(ledger, {
      id: '<2@example.org>',
      class: 'bounce',
      subject: '退信',
      arrivedAt: at.open + 1,
      detail: 'b@example.org',
    });
    await recordMail(ledger, {
      id: '<3@example.org>',
      class: 'auto-reply',
      subject: '自动回复',
      arrivedAt: at.open + 2,
    });
    expect([await mailSeen(ledger, '<3@example.org>'), await mailSeen(ledger, '<4@example.org>')]).toEqual([
      true,
      false,
    ]);
    const open = await openMails(ledger);
    expect(open.map((one) => one.id)).toEqual(['<2@example.org>', '<1@example.org>']);
    expect(open[1]).not.toHaveProperty('raw');
    // A page at a time, and one by its id; the counts are those of all.
    expect((await openMails(ledger, { limit: 1 })).map((one) => one.id)).toEqual(['<2@example.org>']);
    expect((await openMails(ledger, { after: '<2@example.org>' })).map((one) => one.id)).toEqual(['<1@example.org>']);
    expect((await openMails(ledger, { id: '<1@example.org>' })).map((one) => one.id)).toEqual(['<1@example.org>']);
    expect(await openMailCounts(ledger)).toEqual({ unsorted: 1, bounce: 1 });
    expect((await takeMail(ledger, '<1@example.org>'))?.raw).toEqual(Buffer.from(raw));
    const settle = (no: number) => settleMail(ledger, '<1@example.org>', { period: 'sorted/1', no }, office, at.open);
    await claimMail(ledger, '<1@example.org>', 'sorted/1');
    await expect(claimMail(ledger, '<1@example.org>', 'other/1')).rejects.toMatchObject({ code: 'mail-assigned' });
    expect([await settle(1), await settle(2)]).toEqual([true, false]);
    expect(await takeMail(ledger, '<1@example.org>')).toMatchObject({
      class: 'comment',
      period: 'sorted/1',
      no: 1,
      raw: null,
    });
    expect(await openMails(ledger)).toHaveLength(1);

    await expect(dismissMail(ledger, '<2@example.org>', ' ', office, at.open)).rejects.toMatchObject({
      code: 'text-missing',
    });
    await dismissMail(ledger, '<2@example.org>', '已电话告知', office, at.open + 5);
    expect(await openMails(ledger)).toEqual([]);
    await expect(dismissMail(ledger, '<2@example.org>', '再看', office, at.open)).rejects.toMatchObject({
      code: 'mail-unknown',
    });
    await expect(claimMail(ledger, '<2@example.org>', 'sorted/1')).rejects.toMatchObject({ code: 'mail-unknown' });
    const [seen] = await eventsOf(ledger, { kind: 'comment.mailDismissed' });
    expect(seen).toMatchObject({ at: at.open + 5, actor: office, data: { class: 'bounce', reason: '已电话告知' } });
    expect(JSON.stringify(seen)).not.toContain('example.org');
  });
});

describe('counts', () => {
  test('a merged comment follows its main one, set aside counts apart, and the sums add up', async () => {
    const { id } = await openPeriod(ledger, 'sums');
    for (let n = 1; n <= 9; n++) await receiveComment(ledger, commentOf(id, `${n}`));
    const set = (no: number, what: string) =>
      ledger.pool.query(`update comment set ${what} where period = $1 and no = $2`, [id, no]);
    const kind = (word: string) => `disposition = '{"kind":"${word}"}'`;
    const aside = `set_aside = '{"reason":"广告"}'`;
    await set(1, kind('adopted'));
    await set(2, 'merged_into = 1');
    await set(3, `${kind('partly')}, ${aside}`);
    await set(4, aside);
    await set(5, `merged_into = 4, ${kind('outside')}`);
    await set(6, `errand = 'opinion/sums/1/education/20270105'`);
    await set(7, `merged_into = 6, errand = 'opinion/sums/1/education/20270105'`);
    await set(8, `merged_into = 1, ${aside}`);
    const counts = await countsOf(ledger, id);
    expect(counts).toMatchObject({
      received: 9,
      merged: 4,
      setAside: 4,
      disposed: { adopted: 2, partly: 0, 'not-adopted': 0, outside: 0 },
      open: 3,
      awaited: 1,
    });
    const disposed = Object.values(counts.disposed).reduce((sum, n) => sum + n, 0);
    expect(disposed + counts.setAside + counts.open).toBe(counts.received);
    const nos = async (filter: Parameters<typeof listComments>[2]) =>
      (await listComments(ledger, id, filter)).map((one) => one.no);
    expect(await nos({ open: true })).toEqual([6, 7, 9]);
    expect(await nos({ open: false })).toEqual([1, 2, 3, 4, 5, 8]);
    expect(await nos({ from: 4, limit: 2 })).toEqual([4, 5]);
    expect(await nos({ item: null })).toEqual([]);
    expect(await nos({ item: 1, nos: [2, 7] })).toEqual([2, 7]);
  });
});

describe('removal on request', () => {
  test('personal data goes everywhere it stood; counts, receipt and chain stay whole', async () => {
    const { id } = await openPeriod(ledger, 'redacted');
    const bytes = new Uint8Array(Buffer.from('身份证复印件'));
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const file = { name: '某甲身份证.jpg', mediaType: 'image/jpeg', size: bytes.length, sha256, bytes };
    const personal = { name: '某甲', contact: 'one@example.org', text: '我是某甲，建议加快', files: [file] };
    const { receipt } = await receiveComment(
      ledger,
      commentOf(id, '<9@example.org>', { channel: 'email', ...personal }),
    );
    await receiveComment(ledger, commentOf(id, 'same-file', { files: [file] }));
    await recordMail(ledger, {
      id: '<9@example.org>',
      class: 'comment',
      period: id,
      no: 1,
      from: 'one@example.org',
      subject: '某甲',
      arrivedAt: at.open,
    });
    const before = await countsOf(ledger, id);
    const redact = (no: number, text: boolean, now: number) =>
      redactComment(ledger, id, no, { what: text ? 'text' : 'names', reason: '本人申请' }, office, now);

    // His name stands in the words: whoever removes the name only is told.
    expect(await redact(1, false, at.open + 1)).toEqual({ left: true });
    expect(await loadComment(ledger, id, 1)).toMatchObject({
      name: null,
      contact: null,
      text: personal.text,
      receipt,
      redactedAt: at.open + 1,
      files: [{ name: '附件1', sha256 }],
    });
    expect(await takeMail(ledger, '<9@example.org>')).toMatchObject({ from: null, subject: '' });
    expect(await dueReceipts(ledger, id, 10)).toEqual([]);

    await redact(1, true, at.open + 2);
    await redact(1, true, at.open + 3);
    expect(await loadComment(ledger, id, 1)).toMatchObject({ text: '', files: [], redactedAt: at.open + 1 });
    // The other comment still needs the bytes.
    expect(await fileOf(ledger, id, 2, sha256)).toMatchObject({ size: bytes.length });
    await redact(2, true, at.open + 4);
    expect((await ledger.pool.query('select 1 from comment_file where period = $1', [id])).rowCount).toBe(0);

    expect(await countsOf(ledger, id)).toEqual(before);
    const kinds = (await eventsOf(ledger, { subject: `comment/${id}/1` })).map((event) => event.kind);
    expect(kinds.sort()).toEqual(['comment.received', 'comment.redacted', 'comment.redacted']);
    // The mail, should it come once more, is known.
    expect(await receiveComment(ledger, commentOf(id, '<9@example.org>', personal))).toMatchObject({
      no: 1,
      again: true,
    });
  });

  test('numbers and the own name go out of the words that stay; the record knows the words that are left', async () => {
    const { id } = await openPeriod(ledger, 'masked');
    const text = '我是某甲，电话１３８００００００００，建议加快';
    await receiveComment(ledger, commentOf(id, 'a', { name: '某甲', text }));
    const redact = (what: 'names' | 'numbers') =>
      redactComment(ledger, id, 1, { what, reason: '本人申请' }, office, at.open);
    expect(await redact('numbers')).toEqual({ left: false });
    expect(await redact('numbers')).toEqual({ left: false });
    expect(await loadComment(ledger, id, 1)).toMatchObject({ name: null, text: '我是***，电话***，建议加快' });
    expect(await verifyChain(ledger)).toMatchObject({ ok: true });
    await ledger.pool.query(`update comment set text = '建议放慢' where period = $1`, [id]);
    const tampered = await verifyChain(ledger);
    expect(tampered).toMatchObject({ ok: false });
    await ledger.pool.query(`update comment set text = '我是***，电话***，建议加快' where period = $1`, [id]);
  });

  test('with the words go those of the unit and the summary, which the chain never had', async () => {
    const { id } = await openPeriod(ledger, 'repeated');
    await receiveComment(ledger, commentOf(id, 'a', { text: '某甲的话' }));
    await takeStock(ledger, id, '2027-01-05', '2027-01-12', at.open);
    const [errand] = await errandsOf(ledger, { period: id });
    const unit = { name: '教育', role: 'unit', unit: 'education' } as const;
    await giveOpinion(ledger, errand?.id ?? '', 1, { kind: 'partly', words: '某甲所说有理' }, unit, at.open);
    const decided = { kind: 'not-adopted', reason: '已有安排', summary: '某甲的建议' } as const;
    await disposeComments(ledger, id, [1], decided, office, at.open);
    const { rows } = await ledger.pool.query(`select 1 from event where body like '%某甲%'`);
    expect(rows).toEqual([]);
    await redactComment(ledger, id, 1, { what: 'text', reason: '本人申请' }, office, at.open);
    const one = await loadComment(ledger, id, 1);
    expect(one).toMatchObject({
      text: '',
      opinion: { kind: 'partly', words: '' },
      disposition: { reason: '已有安排' },
    });
    expect(one?.disposition).not.toHaveProperty('summary');
    expect(await verifyChain(ledger)).toMatchObject({ ok: true });
  });

  test('names what is missing', async () => {
    const { id } = await openPeriod(ledger, 'nobody');
    const redact = (period: string, reason: string) =>
      redactComment(ledger, period, 7, { what: 'text', reason }, office, at.open);
    await expect(redact('no-such/1', '申请')).rejects.toMatchObject({ code: 'period-unknown' });
    await expect(redact(id, '申请')).rejects.toMatchObject({ code: 'comment-unknown' });
    await expect(redact(id, ' ')).rejects.toMatchObject({ code: 'text-missing' });
  });
});
