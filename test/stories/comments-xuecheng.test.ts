import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { closeOutDocument } from '../../activities/documents/close-out.js';
import { loadCloseOut } from '../../activities/ledger/comments/close-out.js';
import { loadPeriod } from '../../activities/ledger/comments/periods.js';
import { readCommentRecords } from '../../client/comments/records.js';
import { rehearsalSource } from '../../client/rehearsal-source.js';
import { clockOf } from '../../domain/day.js';
import { calendar, type Lived, lived, workday, year } from './year.js';

/** 薛城, as it was in 2023: 07-24 with 30 days, nobody comments; played in a year to come, then the plan is launched. */
describe('the plan of 薛城 lies open for thirty days and nobody comments', () => {
  let lives: Lived;
  const period = 'xuecheng-2023/1';
  const lastDay = calendar.onOrAfter(`${year}-08-23`);

  beforeAll(async () => {
    lives = await lived(rehearsalSource('xuecheng-2023', { year, story: 'comment-zero' }));
  }, 120_000);
  afterAll(() => lives?.stage.close());

  test('rehearsed and sent letters are equal, those about the comment period included', () => {
    const about = lives.letters.filter((letter) => letter.kind === 'comment-office');
    expect(lives.result).toMatchObject({ equal: true, comment: { period, stage: 'published', received: 0 } });
    expect(about.map((letter) => [clockOf(letter.at), letter.facts?.['rungs']])).toEqual([
      [`${calendar.onOrBefore(`${year}-08-16`)} 09:00`, 'end-7'],
      [`${calendar.onOrBefore(`${year}-08-20`)} 09:00`, expect.stringContaining('end-3')],
      ...(calendar.isWorkday(`${year}-08-22`) ? [[`${year}-08-22 09:00`, 'end-1']] : []),
      [`${lastDay} 09:00`, 'end-0'],
      [`${workday(lastDay, 1)} 09:00`, 'ended'],
    ]);
  });

  test('it cannot end in silence: a zero notice was published, as page and as docx', async () => {
    const { ledger } = lives.stage;
    expect((await loadPeriod(ledger, period))?.state).toMatchObject({
      start: `${year}-07-24`,
      lastDay,
      stage: 'published',
    });
    const published = await loadCloseOut(ledger, period);
    expect(published?.closeOut).toMatchObject({ zero: true, rows: [], changes: [], counts: { received: 0 } });
    if (published) expect((await closeOutDocument(published.closeOut)).subarray(0, 2).toString()).toBe('PK');
    const seen = await readCommentRecords(ledger, 'http://127.0.0.1', () => Date.now()).period('xuecheng-2023');
    expect(seen.closeOutUrl).toBe(`http://127.0.0.1/public/${period}/close-out`);
  });
});
