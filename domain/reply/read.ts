/**
 * Reads what an answer to a letter asks for. Pure, and it never guesses: every line is understood as a whole or the mail waits
 * for a person, with nothing carried out.
 */
import type { Day } from '../day.js';
import type { UnitAct } from '../unit-acts.js';
import type { Proposal, WaitCode } from './reply.js';
import {
  asksNothing,
  isDone,
  numbersAt,
  plainFigures,
  signThenMore,
  speaksOfMore,
  type Wish,
  wishOf,
} from './sentences.js';
import { REPLY_HEADING } from './token.js';

/** The letter that is answered, as far as an answer can speak of it. */
export interface AnsweredLetter {
  /** Unit that the letter went to. */
  readonly unit: string;
  /** Names of the unit, as they stand under mails. */
  readonly names: readonly string[];
  /** Its tasks with their numbers; a number may stand twice, for two plans. */
  readonly tasks: readonly { readonly id: string; readonly number: number }[];
}

export type ReplyReading =
  | { readonly proposals: readonly Proposal[] }
  /** `line`: the words it is about, where there are some. */
  | { readonly why: WaitCode; readonly line?: string };

/** Lines of a mail that are read; longer ones are for a person. */
const LINES = 400;

interface Wanted {
  readonly numbers: readonly number[];
  readonly wish: Wish;
  readonly line: string;
}

/**
 * What the words ask for, in their order: 签收/收到, 已完成/已办结 with words, 申请延期至 with date and reason, 进展 with words;
 * one task a line by 第12项 or 12., without a number where the letter has one task. Signing without a number is for all tasks.
 * @param words what the sender wrote himself, without the quoted letter. @param today the day the mail came.
 */
export function readReply(words: string, letter: AnsweredLetter, today: Day): ReplyReading {
  if (letter.tasks.length === 0) return { why: 'no-tasks' };
  const wanted = wantedIn(words, letter, today);
  if ('why' in wanted) return wanted;
  if (wanted.length === 0) return { why: 'unclear' };
  const proposals: Proposal[] = [];
  for (const { numbers, wish, line } of wanted) {
    const empty = emptyWords(wish);
    if (empty !== undefined) return { why: empty, line };
    const meant = tasksMeant(numbers, wish, letter);
    if ('why' in meant) return { ...meant, line };
    proposals.push(...meant.map((task) => ({ task, act: actOf(wish, letter.unit) })));
  }
  return oncePerTask(proposals);
}

function wantedIn(
  words: string,
  letter: AnsweredLetter,
  today: Day,
): readonly Wanted[] | { readonly why: WaitCode; readonly line?: string } {
  // The letter itself stands in it: nobody can say which words are the sender's.
  if (words.includes(REPLY_HEADING)) return { why: 'unclear' };
  const lines = plainFigures(words)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  if (lines.length > LINES) return { why: 'unclear' };
  const wanted: Wanted[] = [];
  const queue = [...lines];
  for (let line = queue.shift(); line !== undefined; line = queue.shift()) {
    const more = signThenMore(line);
    if (more !== undefined) {
      wanted.push({ numbers: [], wish: { kind: 'sign' }, line });
      queue.unshift(more);
      continue;
    }
    const { numbers, rest } = numbersAt(line);
    const wish = wishOf(rest, today);
    if (wish !== undefined) {
      if ('why' in wish) return { why: wish.why, line };
      wanted.push({ numbers, wish, line });
      continue;
    }
    if (asksNothing(line, letter.names)) continue;
    const before = wanted.pop();
    const whole =
      before === undefined || numbers.length > 0 || speaksOfMore(line) ? undefined : continued(before, line);
    // A line about another task is a sentence of its own, and nobody knows what it asks for.
    if (whole === undefined) return { why: 'unclear', line };
    wanted.push(whole);
  }
  return wanted;
}

/** A report, a progress or a reason that goes on over several lines. */
function continued(wanted: Wanted, line: string): Wanted | undefined {
  const { wish } = wanted;
  const joined = (text: string): string => (text === '' ? line : `${text}\n${line}`);
  switch (wish.kind) {
    case 'sign':
      return undefined;
    case 'requestExtension':
      return {
        ...wanted,
        wish: { ...wish, reason: joined(wish.reason).replace(/^(?:理由|原因)(?:是|为)?[：:]\s*/, '') },
      };
    case 'report':
      if (!isDone(line)) return undefined;
      return { ...wanted, wish: { ...wish, text: joined(wish.text) } };
    default:
      return { ...wanted, wish: { ...wish, text: joined(wish.text) } };
  }
}

function emptyWords(wish: Wish): WaitCode | undefined {
  if (wish.kind === 'sign') return undefined;
  if (wish.kind === 'requestExtension') return wish.reason === '' ? 'reason-missing' : undefined;
  return wish.text === '' ? 'text-missing' : undefined;
}

function tasksMeant(
  numbers: readonly number[],
  wish: Wish,
  { tasks }: AnsweredLetter,
): readonly string[] | { readonly why: WaitCode } {
  if (numbers.length === 0) {
    if (wish.kind !== 'sign' && tasks.length > 1) return { why: 'number-missing' };
    return tasks.map(({ id }) => id);
  }
  const meant: string[] = [];
  for (const number of numbers) {
    const [task, other] = tasks.filter((one) => one.number === number);
    if (task === undefined) return { why: 'number-unknown' };
    if (other !== undefined) return { why: 'number-twice' };
    meant.push(task.id);
  }
  return meant;
}

function actOf(wish: Wish, unit: string): UnitAct {
  switch (wish.kind) {
    case 'sign':
      return { kind: 'sign', unit };
    case 'requestExtension':
      return { kind: 'requestExtension', unit, to: wish.to, reason: wish.reason };
    default:
      return { kind: wish.kind, unit, text: wish.text };
  }
}

/** Signing twice is signing; two other requests about one task may contradict each other. */
function oncePerTask(proposals: readonly Proposal[]): ReplyReading {
  const kept: Proposal[] = [];
  for (const proposal of proposals) {
    const signs = proposal.act.kind === 'sign';
    const earlier = kept.find((one) => one.task === proposal.task && (one.act.kind === 'sign') === signs);
    if (earlier === undefined) kept.push(proposal);
    else if (!signs) return { why: 'said-twice' };
  }
  return { proposals: kept };
}
