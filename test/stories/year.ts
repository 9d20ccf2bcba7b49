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
import { shippedYears } from '../../domain/calendar/holidays.js';
import { makeCalendar } from '../../domain/calendar/workdays.js';
import { type Day, dayOf, yearOf } from '../../domain/day.js';
import { resolve } from '../../domain/directory.js';
import type { Directory, Unit, UnitKind } from '../../domain/org.js';
import type { DutyRole, Plan } from '../../domain/plan.js';
import { readLadder } from '../../domain/schedule/ladder.js';
import { type Rehearsal, type RehearsalInput, rehearse } from '../../domain/schedule/rehearsal.js';
import { readStory, type Story, silence } from '../../domain/schedule/story.js';
import type { LetterDraft, Notice } from '../../domain/schedule/types.js';
import { fromRoot } from '../../worker/root.js';
import type { ReceivedMail } from '../harness/smtp.js';
import { type TestStage, testStage } from '../harness/stage.js';

export const calendar = makeCalendar(shippedYears());
const ladder = readLadder(readFileSync(fromRoot('seeds', 'ladder.yaml'), 'utf8'));

/** Skipped time only goes forward: stories play in a year to come, from 2027 on. */
export const year = Math.max(2027, yearOf(dayOf(Date.now())) + 1);
/** The working day `MM-DD` of the year falls on, or the next one. */
export const on = (monthDay: string): Day => calendar.onOrAfter(`${year}-${monthDay}`);
/** The working day `n` working days later. */
export const workday = (day: Day, n: number): Day => calendar.addWorkdays(day, n);

const unit = (id: string, name: string, kind: UnitKind = 'department'): Unit => ({
  id,
  name,
  kind,
  aliases: [],
  contacts: (['liaison', 'head', 'leader'] as const).map((role) => ({ role, address: `${role}@${id}.example.org` })),
  standIns: [],
});

export const district: Directory = {
  units: [
    unit('fgj', '区发展改革局'),
    unit('zjj', '区住房城乡建设局'),
    unit('jyj', '区教育局'),
    unit('czj', '区财政局'),
    unit('qsz', '青山镇', 'township'),
    unit('office', '区领导小组办公室', 'office'),
    unit('leadership', '区领导小组', 'leadership'),
  ],
  groups: [],
};

/** `lead:fgj support:zjj` and a due day make a task. */
interface Errand {
  readonly title: string;
  readonly due: Day;
  readonly duties: string;
}

/** A plan of the district, appointed and approved, with its tasks numbered from 1. */
export function planOf(id: string, issued: Day, errands: readonly Errand[]): Plan {
  return {
    id,
    title: `清源区${yearOf(issued)}年重点工作任务（${id}）`,
    number: `清办字〔${yearOf(issued)}〕1号`,
    issuer: '区委办公室',
    issued,
    year: yearOf(issued),
    appointment: { by: '区委', scope: '重点工作督办', from: issued, document: '授权文件' },
    approval: { by: '区委主要负责人', on: issued, document: '立项批准' },
    tasks: errands.map(({ title, due, duties }, at) => ({
      number: at + 1,
      title,
      chapter: '一、重点工作',
      duties: duties.split(' ').map((words) => {
        const [role = '', id = ''] = words.split(':');
        return { role: role as DutyRole, unit: id, raw: id };
      }),
      due,
      dueSource: 'text',
      targets: [],
    })),
    findings: [],
  };
}

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
