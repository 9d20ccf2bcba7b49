/**
 * A comment period rehearsed: the letters of a period in which nobody comments, from the very functions its workflow
 * runs. Pure.
 */
import { endOfPeriod } from '../calendar/periods.js';
import type { Calendar } from '../calendar/workdays.js';
import { type Day, instantOf } from '../day.js';
import type { Plan } from '../plan.js';
import type { LetterDraft } from '../schedule/types.js';
import { noComments } from './comment.js';
import { morningLetters } from './office-letters.js';
import { announce, type PeriodState } from './period.js';
import { quoted } from './quoted.js';
import type { CommentRules } from './rules.js';
import { type CommentTerms, interpretationParts, interpretationWords } from './terms.js';
import { nextTurn, rungsSince, type Turn } from './turns.js';
import { closeOutDueOf, windowCalendar } from './window.js';

/** What a story says of the comment period before its year. */
export interface PlayedPeriod {
  readonly terms: CommentTerms;
  /** Epoch ms. */
  readonly openAt: number;
  /** Epoch ms; undefined: the office never publishes. */
  readonly publishAt?: number;
}

/** Minutes after midnight at which the office acts in a story. */
const OFFICE_ACTS = 600;

/** Terms for trying a plan's comment period out: facts of the plan, invented words and addresses. */
export function playedPeriod(
  plan: Pick<Plan, 'id' | 'title' | 'issuer' | 'tasks'>,
  opens: Day,
  days: number,
  publish: 'never' | number,
  calendar: Calendar,
): PlayedPeriod {
  const lastDay = endOfPeriod(windowCalendar(calendar), opens, { days });
  const terms: CommentTerms = {
    plan: plan.id,
    title: `${quoted(plan.title)}公开征求意见`,
    kind: 'major-decision',
    issuer: plan.issuer,
    start: opens,
    days,
    end: lastDay,
    draft: plan.tasks
      .map(({ number, title, duties }) => `${number}.${title}。（责任单位：${duties.map((d) => d.raw).join('、')}）`)
      .join('\n'),
    interpretation: Object.fromEntries(
      interpretationParts.map((part) => [part, `（演练）${interpretationWords[part]}`]),
    ),
    channels: {
      web: true,
      email: 'comments@office.example.org',
      phone: '0000-0000000',
      post: { address: '（演练）领导小组办公室', mark: '征求意见' },
    },
  };
  return {
    terms,
    openAt: instantOf(opens, OFFICE_ACTS),
    ...(publish === 'never' ? {} : { publishAt: instantOf(calendar.addWorkdays(lastDay, publish), OFFICE_ACTS) }),
  };
}

/** The letters of a period without comments, up to its publication or `endAt` (epoch ms). */
export function rehearsePeriod(
  played: PlayedPeriod,
  rules: CommentRules,
  calendar: Calendar,
  units: { readonly office: string; readonly leadership: string },
  endAt: number,
): readonly LetterDraft[] {
  const { terms, openAt, publishAt = Number.POSITIVE_INFINITY } = played;
  const lastDay = endOfPeriod(windowCalendar(calendar), terms.start, { days: terms.days ?? 0 });
  let state: PeriodState = announce(
    { ...units, plan: terms.plan, round: 1, title: terms.title, kind: terms.kind, start: terms.start },
    { lastDay, closeOutDue: closeOutDueOf(lastDay, rules, calendar) },
    openAt,
  );
  const letters: LetterDraft[] = [];
  const next = (after: Day): Turn => nextTurn(after, rules, calendar);
  const until = Math.min(publishAt, endAt);
  for (let turn = next(state.morning); turn.at < until; turn = next(turn.day)) {
    if (state.stage === 'open' && state.endsAt <= turn.at) state = { ...state, stage: 'answering' };
    const rungs = rungsSince(state.morning, turn.day, state, rules, calendar);
    const first = state.stage === 'answering' && state.morning <= state.lastDay;
    letters.push(...morningLetters(state, noComments, turn.day, rungs, rules, first));
    state = { ...state, morning: turn.day };
  }
  return letters;
}
