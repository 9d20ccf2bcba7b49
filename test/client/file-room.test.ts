/** Room for the files of mails: beyond it the words come in, and the office reads what is missing. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { fileBytesOf, listComments } from '../../activities/ledger/comments/read.js';
import { receiveComment } from '../../activities/ledger/comments/receive.js';
import { receiveMails } from '../../client/comments/file-room.js';
import { testLedger } from '../harness/ledger.js';
import { at, commentOf, openPeriod } from '../ledger/comment-samples.js';

let opened: Awaited<ReturnType<typeof testLedger>>;
beforeAll(async () => {
  opened = await testLedger();
});
afterAll(() => opened.close());

const fileOf = (letter: string) => ({
  name: `${letter}.txt`,
  mediaType: 'text/plain',
  size: 400,
  sha256: letter.repeat(64),
  bytes: Buffer.from(letter.repeat(400)),
});

test('mails that come at once share the room of their period', async () => {
  const { ledger } = opened;
  const { id } = await openPeriod(ledger, 'mails');
  const receive = receiveMails(ledger, 1000, (comment) => receiveComment(ledger, comment, at.open + 2000));
  const mail = (letter: string, text: string) =>
    commentOf(id, `mail:${letter}`, { channel: 'email', item: null, text, files: [fileOf(letter)] });
  await receive(mail('a', '一'));
  await Promise.all([receive(mail('b', '二')), receive(mail('c', ''))]);
  await receive(mail('d', '四'));
  await receive(commentOf(id, 'mail:e', { channel: 'email', text: '五' }));
  const kept = await listComments(ledger, id);
  expect(kept).toHaveLength(5);
  expect(await fileBytesOf(ledger, id)).toBeLessThanOrEqual(1000);
  for (const one of kept.filter(({ text, files }) => files.length === 0 && text !== '五'))
    expect(one.text).toMatch(/（所附1个附件没有收存：本次征求意见收到的附件已达存储上限，原邮件在收信邮箱中）$/);
});
