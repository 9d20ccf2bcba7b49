/**
 * The letters of a supervision cycle beside the request and its chases, which the rounds send: how the cycle stands,
 * the bulletin, a return sent back, a contested conclusion, a major problem. Everything that does not come from the
 * ledger at sending time travels in the facts. Pure and workflow-safe; instants are epoch ms.
 */
import { type Day, dayOf } from '../day.js';
import type { ContactRole } from '../org.js';
import type { LetterDraft, LetterKind } from '../schedule/types.js';
import { leadsOf, type TaskState } from '../task.js';
import type { OverBurdened } from './burden.js';
import { type CycleStage, type CycleState, publishedBulletin, returnOf, silentUnits } from './cycle.js';
import { cycleWords, readCycleKey } from './rhythm.js';

/**
 * Why the office hears of a cycle. `returned`: everybody has answered; `compile`: the compile day has come with units
 * silent; `approval`: the draft of the bulletin is ready and waits; `approval-overdue`: it waits too long;
 * `publish-overdue`: it is approved and not published in time;
 * `contest-2-7`: 7 days before the answer to contest 2 is due; `contest-2-overdue`: past it; `burden`: it has not begun,
 * for units would get more than the ceiling.
 */
export type CycleReason =
  | 'burden'
  | 'returned'
  | 'compile'
  | 'approval'
  | 'approval-overdue'
  | 'publish-overdue'
  | `contest-${number}-${number}`
  | `contest-${number}-overdue`;

/** What all letters about a cycle say of it; flat, because drafts carry plain values. */
interface CycleName {
  readonly cycle: string;
  /** Title of the plan. */
  readonly title: string;
  /** `2023年第三季度` */
  readonly periodWords: string;
}

/** Facts of `cycle-office`. Lists of unit ids are joined by commas. */
export interface CycleOfficeFacts extends CycleName {
  readonly stage: CycleStage;
  /** Reasons ({@link CycleReason}) joined by commas. */
  readonly why: string;
  readonly due: Day;
  readonly compile: Day;
  readonly units: number;
  readonly returned: number;
  /** Never answered, and answered but sent back. */
  readonly silent: string;
  readonly sentBack: string;
  /** Who drafted the bulletin and the day by which it is to be approved; empty before the drafting. */
  readonly author: string;
  readonly approveBy: Day;
  /** The contests `why` speaks of: `no/unit/answerBy`, joined by commas. */
  readonly contests: string;
}

/** Facts of `cycle-office` for a cycle that the ceiling keeps from beginning. */
export interface HeldFacts extends CycleOfficeFacts {
  /** Day on which it should have been requested. */
  readonly request: Day;
  /** Units over the ceiling, as `unit/pieces of this month`, joined by commas. */
  readonly over: string;
  readonly ceiling: number;
}

/** Facts of `cycle-office` for a bulletin that is approved and not published. */
export interface UnpublishedFacts extends CycleOfficeFacts {
  readonly number: string;
  /** Day by which it was to be published. */
  readonly publishBy: Day;
}

/** Facts of `bulletin`: its figures are read from the ledger, where they never change. */
export interface BulletinFacts extends CycleName {
  readonly number: string;
  /** The receiver's return, whose link opens the bulletin; empty for the leadership group. */
  readonly return: string;
  readonly due: Day;
  /** Last day to contest; empty where nothing can be contested. */
  readonly contestBy: Day;
}

/** Facts of `special-report`. */
export interface SpecialReportFacts {
  readonly task: string;
  readonly number: number;
  readonly title: string;
  /** Unit ids joined by commas. */
  readonly leads: string;
  readonly text: string;
  readonly by: string;
  /** Day it was raised. */
  readonly raised: Day;
  /** The office gets what the leadership group got. */
  readonly copy: boolean;
}

/** Facts of `return-sent-back`. */
export interface SentBackFacts extends CycleName {
  readonly return: string;
  readonly version: number;
  readonly reason: string;
  readonly due: Day;
}

/** Facts of `contest`: raised (to the office) or answered (to the unit). */
export interface ContestFacts extends CycleName {
  readonly return: string;
  readonly no: number;
  readonly unit: string;
  readonly number: string;
  readonly text: string;
  readonly by: string;
  readonly raised: Day;
  readonly answerBy: Day;
  readonly answered: boolean;
  readonly upheld: boolean;
  readonly answer: string;
  /** Due day of the return, from which the link's life counts. */
  readonly due: Day;
}

/** Reads the facts of a draft made here; `T` follows from the draft's kind. */
export function letterFacts<T>(draft: Pick<LetterDraft, 'facts'>): T {
  return (draft.facts ?? {}) as unknown as T;
}

const reasonWords: Readonly<Record<string, string>> = {
  burden: '超过填报上限，待批准',
  returned: '各单位均已报送',
  compile: '到起草通报日',
  approval: '通报待审签',
  'approval-overdue': '通报逾期未审签',
  'publish-overdue': '通报逾期未印发',
};

/** What the reasons of a `cycle-office` letter mean, in words for lists. */
export function cycleReasonWords(why: string): string {
  return why
    .split(',')
    .map((one) => {
      const [, no, when] = /^contest-(\d+)-(\w+)$/.exec(one) ?? [];
      if (no === undefined) return reasonWords[one] ?? '督查周期情况';
      return when === 'overdue' ? `第${no}号异议逾期未答复` : `第${no}号异议答复期限前${when}天`;
    })
    .join('、');
}

/**
 * The letter to the office about how a cycle stands.
 * @param why reasons ({@link CycleReason}); those that meet on a morning are one letter.
 * @param day printed in the letter; `at`: instant it is meant to leave.
 */
export function cycleOfficeLetter(state: CycleState, why: readonly string[], day: Day, at: number): LetterDraft {
  const named = (standing: 'asked' | 'sent-back'): string =>
    silentUnits(state)
      .filter((one) => one.state === standing)
      .map((one) => one.unit)
      .join(',');
  const facts: CycleOfficeFacts = {
    ...nameOf(state),
    stage: state.stage,
    why: why.join(','),
    due: state.dates.due,
    compile: state.dates.compile,
    units: state.units.length,
    returned: state.units.length - silentUnits(state).length,
    silent: named('asked'),
    sentBack: named('sent-back'),
    author: state.bulletin?.author ?? '',
    approveBy: state.bulletin === undefined ? '' : dayOf(state.bulletin.approveBy),
    contests: state.contests
      .filter((one) => why.some((reason) => reason.startsWith(`contest-${one.no}-`)))
      .map((one) => `${one.no}/${one.unit}/${one.answerBy}`)
      .join(','),
  };
  return letter('cycle-office', state.office, state.office, 'liaison', day, at, `${state.id}/${why.join('+')}`, facts);
}

/**
 * The letter to the office about a cycle that would bring units over the ceiling: it waits for a named override.
 * @param state as it would be requested; `requestedAt` is the instant at which it was first held back.
 */
export function heldLetter(state: CycleState, over: readonly OverBurdened[], ceiling: number): LetterDraft {
  const draft = cycleOfficeLetter(state, ['burden'], dayOf(state.requestedAt), state.requestedAt);
  const units = over.map(({ unit, count }) => `${unit}/${count}`).join(',');
  return { ...draft, facts: { ...draft.facts, request: state.dates.request, over: units, ceiling } };
}

/** The letter to the office about a bulletin that is approved and has waited too long for its publication. */
export function unpublishedLetter(state: CycleState, day: Day, at: number): LetterDraft {
  const draft = cycleOfficeLetter(state, ['publish-overdue'], day, at);
  const { number = '', publishBy = at } = state.bulletin ?? {};
  return { ...draft, facts: { ...draft.facts, number, publishBy: dayOf(publishBy) } };
}

/** The approved bulletin, to every unit and the leadership group; one a receiver, whatever day it leaves on. */
export function bulletinLetters(state: CycleState, day: Day, at: number): readonly LetterDraft[] {
  const { bulletin } = state;
  const of = (unit: string, role: ContactRole, facts: Pick<BulletinFacts, 'return' | 'due'>): LetterDraft => {
    const all: BulletinFacts = {
      ...nameOf(state),
      number: bulletin?.number ?? '',
      contestBy: facts.return === '' ? '' : (bulletin?.contestBy ?? ''),
      ...facts,
    };
    // A corrected bulletin has the next serial: another letter.
    const tail = `${state.id}/${bulletin?.no ?? 1}`;
    return letter('bulletin', state.office, unit, role, day, at, tail, all);
  };
  return [
    ...state.units.map((one) => of(one.unit, 'liaison', { return: returnOf(state, one.unit), due: one.due })),
    of(state.leadership, 'head', { return: '', due: state.dates.due }),
  ];
}

/**
 * A major problem (重大问题) as a 专报: to the leadership group, and the same words to the office. The task's standing is
 * printed as it is when the letter leaves.
 * @param problem `letter` is the key under which it leaves, given with its number by the ledger; `text` in the words of
 *   whoever raised it, `by` that person, `at` the instant.
 * @returns the letter to the leadership group first.
 */
export function specialReport(
  task: Pick<TaskState, 'id' | 'number' | 'title' | 'duties'>,
  problem: { readonly letter: string; readonly text: string; readonly by: string; readonly at: number },
  to: Pick<CycleState, 'office' | 'leadership'>,
  day: Day,
  at: number,
): readonly LetterDraft[] {
  const of = (unit: string, role: ContactRole, copy: boolean): LetterDraft => {
    const facts: SpecialReportFacts = {
      task: task.id,
      number: task.number,
      title: task.title,
      leads: leadsOf(task).join(','),
      text: problem.text,
      by: problem.by,
      raised: dayOf(problem.at),
      copy,
    };
    const audience = copy ? ('office' as const) : ('leadership' as const);
    return {
      ...letter('special-report', to.office, unit, role, day, at, '', facts),
      key: copy ? `${problem.letter}/office` : problem.letter,
      notices: [{ task: task.id, unit, audience, kind: 'leadership-report', rungs: [] }],
    };
  };
  return [of(to.leadership, 'head', false), of(to.office, 'liaison', true)];
}

/** To a unit whose return was sent back: the reason, the new due day, the link. `state` after the act. */
export function sentBackLetter(
  state: CycleState,
  unit: string,
  version: number,
  reason: string,
  day: Day,
  at: number,
): LetterDraft {
  const id = returnOf(state, unit);
  const due = state.units.find((one) => one.unit === unit)?.due ?? state.dates.due;
  const facts: SentBackFacts = { ...nameOf(state), return: id, version, reason, due };
  return {
    ...letter('return-sent-back', state.office, unit, 'liaison', day, at, `${state.id}/${version}`, facts),
    notices: [{ task: id, unit, audience: 'lead', kind: 'decision', rungs: [] }],
  };
}

/** A contest: to the office while it waits for an answer, to the unit once it is answered; none for an unknown number. */
export function contestLetters(state: CycleState, no: number, day: Day, at: number): readonly LetterDraft[] {
  const contest = state.contests.find((one) => one.no === no);
  if (contest === undefined) return [];
  const { unit, answer } = contest;
  const facts: ContestFacts = {
    ...nameOf(state),
    return: returnOf(state, unit),
    no,
    unit,
    number: (publishedBulletin(state) ?? state.bulletin)?.number ?? '',
    text: contest.text,
    by: contest.by,
    raised: dayOf(contest.at),
    answerBy: contest.answerBy,
    answered: answer !== undefined,
    upheld: answer?.upheld ?? false,
    answer: answer?.text ?? '',
    due: state.units.find((one) => one.unit === unit)?.due ?? state.dates.due,
  };
  const to = answer === undefined ? state.office : unit;
  const tail = `${state.id}/${no}-${answer === undefined ? 'raised' : 'answered'}`;
  return [letter('contest', state.office, to, 'liaison', day, at, tail, facts)];
}

function nameOf(state: CycleState): CycleName {
  const period = readCycleKey(state.key);
  return { cycle: state.id, title: state.title, periodWords: period === undefined ? state.key : cycleWords(period) };
}

function letter(
  kind: LetterKind,
  office: string,
  unit: string,
  role: ContactRole,
  day: Day,
  at: number,
  tail: string,
  facts: object,
): LetterDraft {
  const flat = facts as NonNullable<LetterDraft['facts']>;
  return { key: `${kind}/${unit}/${day}/${tail}`, kind, office, unit, role, day, at, notices: [], facts: { ...flat } };
}
