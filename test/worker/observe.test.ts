/** What reaches the log: what went wrong, and nothing of what people wrote. */
import { Writable } from 'node:stream';
import { expect, test } from '@jest/globals';
import { receiveComment } from '../../activities/ledger/comments/receive.js';
import { createLogger } from '../../worker/observe.js';
import { testLedger } from '../harness/ledger.js';
import { commentOf, openPeriod } from '../ledger/comment-samples.js';

test('a comment that the ledger cannot take is not written into the log instead', async () => {
  const { ledger, close } = await testLedger();
  try {
    const { id } = await openPeriod(ledger, 'log');
    await ledger.pool.query('alter table comment rename to elsewhere');
    const said = commentOf(id, 'key', { text: '我的意见', name: '张三', contact: 'zhang@example.org' });
    const failure: unknown = await receiveComment(ledger, said).catch((error: unknown) => error);
    const lines: string[] = [];
    const to = new Writable({
      write(line: Buffer, _encoding, done) {
        lines.push(String(line));
        done();
      },
    });
    const log = createLogger({ logLevel: 'info' }, to as unknown as Parameters<typeof createLogger>[1]);
    log.error({ err: failure }, 'request failed');
    log.warn({ error: new Error('activity failed', { cause: failure }) }, 'activity failed');
    expect(lines).toHaveLength(2);
    for (const line of lines) {
      expect(line).toContain('does not exist');
      expect(line).not.toMatch(/我的意见|张三|zhang@|Failed query/);
    }
  } finally {
    await close();
  }
});
