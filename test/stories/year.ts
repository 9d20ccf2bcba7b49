/**
 * The ground of the story tests: a small invented district, short plans, and a year lived for real (time-skipping
 * server, SMTP, ledger) that must equal its rehearsal letter for letter.
 */
import { readFileSync } from 'node:fs';
import { expect } from '@jest/globals';
import { lettersOf, loadLetter } from '../../activities/ledger/letters.js';
import { messageIdOf } from '../../activities/mail/threads.js';
import type { DrillResult } from '../../client/drill/drill.js';
import { liveYear } from '../../client/drill/drill.js';
import type { Day } from '../../domain/day.js';
import { resolve } from '../../domain/directory.js';
import type { Plan } from '../../domain/plan.js';
import { readLadder } from '../../domain/schedule/ladder.js';
import { type Rehearsal, type RehearsalInput, rehearse } from '../../domain/schedule/rehearsal.js';
import { readStory, type Story, silence } from '../../domain/schedule/story.js';
import type { LetterDraft, Notice } from '../../domain/schedule/types.js';
import { fromRoot } from '../../worker/root.js';
import type { ReceivedMail } from '../harness/smtp.js';
import { type TestStage, testStage } from '../harness/stage.js';
import { calendar, district } from './district.js';

export { calendar, district, on, planOf, workday, year } from './district.js';

const ladder = readLadder(readFileSync(fromRoot('seeds', 'ladder.yaml'), 'utf8'));

/** What the story of a plan runs on; `story` is YAML text, without it nobody answers. */
export function yearOfPlan(
  plan: Plan,
  story?: string,
  more: { readonly from?: Day; readonly until?: Day } = {},
): RehearsalInput {
  const played: Story = story === undefined ? silence : readStory(story);
  return {
    plan,
    directory: district,
    resolve: (words) => resolve(district, words),
    ladder,
    calendar,
    from: more.from ?? plan.issued,
    story: played,
    ...(more.until === undefined ? {} : { until: more.until }),
  };
}

export interface Lived {
  readonly stage: TestStage;
  readonly result: DrillResult;
  readonly rehearsal: Rehearsal;
  readonly letters: readonly SentLetter[];
}

/** A letter as it arrived, with the draft it came from. */
export interface SentLetter {
  readonly key: string;
  readonly kind: string;
  readonly unit: string;
  readonly day: Day;
  readonly to: string;
  readonly tasks: readonly number[];
  readonly rungs: readonly string[];
  readonly notices: readonly Notice[];
  readonly facts?: LetterDraft['facts'];
  /** Epoch ms it was meant to leave. */
  readonly at: number;
  readonly mail: ReceivedMail;
}

/**
 * Lives the year and asserts what holds in every story: letters as rehearsed to the word, none stray, each delivered
 * once, the ledger's chain whole, no error line.
 */
export async function lived(input: RehearsalInput): Promise<Lived> {
  const stage = await testStage(input.directory);
  try {
    const result = await liveYear(
      stage,
      input,
      () => stage.arrivals(),
      () => undefined,
    );
    const rehearsal = rehearse(input);
    expect(result.differences).toEqual([]);
    expect(result.sent).toBe(stage.mail.messages.length);
    expect(result.chain.ok).toBe(true);
    expect(stage.errors).toEqual([]);
    return { stage, result, rehearsal, letters: await lettersSent(stage) };
  } catch (error) {
    await stage.close();
    throw error;
  }
}

/** Every letter on record with the mail that carried it, in order of time; each must have arrived exactly once. */
export async function lettersSent(stage: TestStage): Promise<readonly SentLetter[]> {
  const mails = new Map(stage.mail.messages.map((mail) => [mail.messageId, mail]));
  expect(mails.size).toBe(stage.mail.messages.length);
  const lines = (await lettersOf(stage.ledger, { limit: 10_000 })).toReversed();
  expect(lines.map((line) => line.status)).toEqual(lines.map(() => 'sent'));
  return Promise.all(
    lines.map(async ({ key }) => {
      const row = await loadLetter(stage.ledger, key);
      const mail = mails.get(messageIdOf(key, stage.publicUrl));
      if (!row || !mail) throw new Error(`no mail for letter ${key}`);
      const { draft } = row;
      return {
        key,
        kind: draft.kind,
        unit: draft.unit,
        day: draft.day,
        to: row.recipient ?? '',
        tasks: numbersOf(draft.notices.map((n) => n.task)),
        rungs: [...new Set(draft.notices.flatMap((n) => n.rungs))],
        notices: draft.notices,
        facts: draft.facts,
        at: draft.at,
        mail,
      };
    }),
  );
}

/** Numbers at the end of task ids, each once, in order. */
function numbersOf(tasks: readonly string[]): readonly number[] {
  return [...new Set(tasks.map((id) => Number(id.split('/').at(-1))))].sort((a, b) => a - b);
}
