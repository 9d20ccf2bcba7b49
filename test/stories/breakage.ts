/** What the stories of things that break share: a year in which plans run, its letters on record, and a ledger that can go away. */
import { sql } from 'drizzle-orm';
import pg from 'pg';
import { type LetterRow, lettersOf, loadLetter } from '../../activities/ledger/letters.js';
import type { Ground } from '../../client/drill/stage.js';
import { type Day, instantOf } from '../../domain/day.js';
import type { Directory } from '../../domain/org.js';
import type { Plan } from '../../domain/plan.js';
import type { Actor } from '../../domain/task.js';
import { until } from '../harness/service.js';
import type { ReceivedMail } from '../harness/smtp.js';
import { type TestStage, testStage } from '../harness/stage.js';

export const office: Actor = { name: '办公室 甲', role: 'office' };

/** A stage on which the plan was launched at 10:00 of its day of issue. */
export async function launched(
  plan: Plan,
  directory: Directory,
  ladder?: string,
  ground: Partial<Ground> = {},
): Promise<TestStage> {
  const stage = await testStage(directory, ground);
  try {
    await stage.until(instantOf(plan.issued, 10 * 60));
    await stage.office.importPlan(plan, office);
    await stage.office.launch(plan.id, ladder === undefined ? {} : { ladder }, office);
    return stage;
  } catch (error) {
    await stage.close();
    throw error;
  }
}

/** Skips to a time of day (minutes after midnight, default 20:00). */
export const toDay = (stage: TestStage, day: Day, minutes = 20 * 60): Promise<void> =>
  stage.until(instantOf(day, minutes));

/** How long skipped time may stand still, in real ms, before it counts as held up. */
const HELD_UP_MS = 700;

/**
 * Skips to an instant although nobody works: the server holds its clock for every workflow task that no worker takes,
 * so one hold after the other is released, and given back at the end.
 */
export async function toDayWithoutWorkers(stage: TestStage, day: Day, minutes = 20 * 60): Promise<void> {
  const { testService } = stage.env.connection;
  if (testService === undefined) throw new Error('not a time-skipping server');
  let released = 0;
  const arrived = toDay(stage, day, minutes).then(() => true);
  while (!(await Promise.race([arrived, pause(HELD_UP_MS)]))) {
    await testService.unlockTimeSkipping({});
    released++;
  }
  for (; released > 0; released--) await testService.lockTimeSkipping({});
}

const pause = (ms: number): Promise<false> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms, false);
  });

/** Every letter on record, with its draft and words, oldest first. */
export async function recorded(stage: TestStage): Promise<readonly LetterRow[]> {
  const lines = await lettersOf(stage.ledger, { limit: 10_000 });
  const rows = await Promise.all(lines.map((line) => loadLetter(stage.ledger, line.key)));
  return rows.filter((row) => row !== undefined).reverse();
}

/** Mails that arrived since `from` (a number of mails), in order of arrival. */
export const mailsSince = (stage: TestStage, from: number): readonly ReceivedMail[] => stage.mail.messages.slice(from);

/** `task:rung,rung:late day` of every notice in a letter: what a letter carries, in brief. */
export function carried(row: LetterRow): readonly string[] {
  return row.draft.notices.map(
    (n) =>
      `${n.task.split('/').at(-1)}:${n.rungs.join(',') || n.kind}${n.lateFrom === undefined ? '' : `:${n.lateFrom}`}`,
  );
}

/** Waits in real time until `look` finds something; the servers work while skipped time stands still. */
export function eventually<T>(
  look: () => Promise<T | undefined | false> | T | undefined | false,
  what: string,
  limitMs = 20_000,
): Promise<T> {
  return until(look, what, limitMs, 50);
}

/** Takes the ledger's database away: connections are cut, new ones refused. The returned function brings it back. */
export async function cutLedger(stage: TestStage): Promise<() => Promise<void>> {
  const { rows } = await stage.ledger.db.execute<{ name: string }>(sql`select current_database() as name`);
  const name = rows[0]?.name ?? '';
  const allow = (yes: boolean) => asSuperuser(`alter database ${name} allow_connections ${yes}`);
  await allow(false);
  await asSuperuser(`select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`);
  return () => allow(true);
}

async function asSuperuser(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: process.env['DUBAN_TEST_LEDGER_URL'] });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
