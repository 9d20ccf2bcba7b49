/** A mail server that names people in its refusals: nobody who comments gets into Temporal or the log by that. */
import { afterEach, expect, test } from '@jest/globals';
import { eventsOf } from '../../activities/ledger/figures.js';
import { receiptsWorkflowId } from '../../domain/ids.js';
import type { TestStage } from '../harness/stage.js';
import { eventually, toDay } from './breakage.js';
import { office, opened, say, termsOf } from './comments.js';
import { on, workday } from './year.js';

const start = on('03-01');
const period = 'private/1';
const people = ['gone@people.example.org', 'busy@people.example.org'] as const;

let stage: TestStage | undefined;
afterEach(async () => {
  await stage?.close();
  stage = undefined;
});

/** Everything that Temporal keeps of a workflow, payloads as text. */
function wordsOf(value: unknown): string {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('utf8');
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.values(value).map(wordsOf).join('\n');
}

/** The receipts of the period as Temporal knows them now, by the run that is under way. */
async function receiptsOf({ env }: TestStage) {
  const { workflow } = env.client;
  const { raw, runId } = await workflow.getHandle(receiptsWorkflowId(period)).describe();
  return { run: workflow.getHandle(receiptsWorkflowId(period), runId), words: wordsOf(raw) };
}

test('an address that is refused, for good or for now, stands in the ledger alone and goes with the personal data', async () => {
  stage = await opened(termsOf('private', start));
  const here = stage;
  const [gone, busy] = people;
  here.mail.refuse(gone, 550);
  here.mail.refuse(busy, 450);
  await toDay(here, workday(start, 1), 10 * 60);
  for (const contact of people) await say(here, period, { channel: 'email', text: `意见 ${contact}`, contact });
  const errorsOf = async () =>
    (
      await here.ledger.pool.query<{ receipt_error: string | null; receipt_status: string }>(
        'select receipt_error, receipt_status from comment where period = $1 order by no',
        [period],
      )
    ).rows;
  await toDay(here, workday(start, 1), 11 * 60);
  await eventually(async () => (await errorsOf()).every((row) => row.receipt_error !== null), 'both refusals kept');
  expect(await errorsOf()).toEqual([
    { receipt_status: 'failed', receipt_error: expect.stringContaining(gone) },
    { receipt_status: 'sending', receipt_error: expect.stringContaining(busy) },
  ]);
  const { run, words: waiting } = await receiptsOf(here);
  expect(waiting).toContain('服务器答复450');

  here.mail.refuse(busy, undefined);
  await toDay(here, workday(start, 2), 11 * 60);
  await run.result();
  const history = wordsOf(await run.fetchHistory());
  const log = here.log.join('\n');
  expect(log).toContain('服务器答复450');
  const chain = JSON.stringify(await eventsOf(here.ledger, { limit: 1000 }));
  for (const words of [waiting, history, log, chain]) expect(words).not.toContain('people.example.org');

  await here.office.comments.redact(period, 1, 'names', '本人要求', office);
  expect((await errorsOf())[0]).toEqual({ receipt_status: 'failed', receipt_error: null });
});

test('a statement that fails tells the workflow and the log what is wrong, not what it would have written', async () => {
  stage = await opened(termsOf('private', start));
  const here = stage;
  await toDay(here, workday(start, 1), 10 * 60);
  // As when the disk is full, only that it can be mended.
  await here.ledger.pool.query(`
    create function no_space() returns trigger language plpgsql as $$ begin
      raise exception 'no space left' using errcode = '53100';
    end $$`);
  await here.ledger.pool.query(`
    create trigger no_space before update of receipt_status on comment for each row execute function no_space()`);
  await say(here, period, { channel: 'email', text: '意见', contact: 'broken@people.example.org' });
  await toDay(here, workday(start, 1), 11 * 60);
  const { run, words: waiting } = await eventually(async () => {
    // Asked for in the background, so it may not run yet.
    const found = await receiptsOf(here).catch(() => undefined);
    return found?.words.includes('no space left') ? found : undefined;
  }, 'the failure');
  expect(waiting).toContain('no space left (53100)');
  await here.ledger.pool.query('drop trigger no_space on comment');
  await toDay(here, workday(start, 2), 11 * 60);
  await run.result();
  const history = wordsOf(await run.fetchHistory());
  expect(here.log.join('\n')).toContain('no space left (53100)');
  for (const words of [waiting, history, here.log.join('\n')]) {
    expect(words).not.toContain('people.example.org');
    expect(words).not.toContain('Failed query');
  }
});
