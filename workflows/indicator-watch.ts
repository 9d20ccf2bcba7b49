/**
 * The indicators of one plan, from their start to the approved final evaluation (acts: see domain/indicators/watch.ts).
 *
 *   year by year ┌─ first working day of January: the units are asked (rounds write, remind and chase)
 *                ├─ an act: give, judge ─▶ judged ─▶ recorded ─▶ binding and behind: letters at once ─▶ rounds hear
 *                ├─ all values in, or the chase over: the office hears that the year can be evaluated
 *                ├─ spring of year 3, first quarter after the end: an evaluation is drafted; approved it is kept
 *                └─ 1 January, nothing under way: continue as new
 */
import { allHandlersFinished, condition, continueAsNew, setCurrentDetails, setHandler } from '@temporalio/workflow';
import { type Day, dayOf, yearOf } from '../domain/day.js';
import type { WatchDates } from '../domain/indicators/dates.js';
import { evaluationOf, type Score } from '../domain/indicators/evaluation.js';
import { behindLetters, type WatchReason, watchOfficeLetters } from '../domain/indicators/letters.js';
import {
  applyWatchAct,
  askValues,
  bindingBehind,
  draftEvaluation,
  type EvaluationState,
  endChase,
  evaluationWords,
  isOver,
  noteReminded,
  owed,
  type WatchAct,
  type WatchOutcome,
  type WatchState,
  watchActWords,
  watchRefusal,
} from '../domain/indicators/watch.js';
import { letterKindWords } from '../domain/letter-words.js';
import type { LetterDraft } from '../domain/schedule/types.js';
import type { Actor, LedgerEvent } from '../domain/task.js';
import { type WatchInput, watchAct, watchState } from './messages.js';
import { indicatorDates, indicatorUnits, keepIndicatorEvaluation, recordWatch, valueRounds } from './proxies.js';
import { throwIf } from './refused.js';
import { send } from './send.js';
import { tellRounds } from './tell-rounds.js';

/** Runs until the final evaluation is approved. */
export async function indicatorWatch(input: WatchInput): Promise<{ readonly plan: string; readonly years: number }> {
  const { rules } = input;
  let state = input.state;
  const unrecorded: LedgerEvent[] = [];
  let recordedSeq = state.seq;
  let changes = 0;
  let acting = false;
  let underWay = 0;
  /** The rounds must hear who still owes a value; `asking`: they write the requests. */
  let news = false;
  let asking = false;
  const year = yearOf(dayOf(Date.now()));

  const take = ({ state: next, event }: WatchOutcome): void => {
    state = next;
    unrecorded.push(event);
    changes++;
  };
  const post = (letters: readonly LetterDraft[]): void => {
    for (const letter of letters) {
      underWay++;
      void send(letter, `${state.title}：${letterKindWords[letter.kind]}`).finally(() => underWay--);
    }
  };
  const perform = (act: WatchAct, actor: Actor): void => {
    const now = Date.now();
    const before = state;
    take(applyWatchAct(state, act, actor, now, rules));
    for (const standing of bindingBehind(before, state)) post(behindLetters(state, standing, dayOf(now), now));
    if (act.kind === 'give') news = true;
    // Nobody is chased for values that nothing waits for any more.
    if (isOver(state) && state.asked?.open === true) {
      take(endChase(state, now));
      news = true;
    }
    if (act.kind === 'approve')
      report(
        'approved',
        state.evaluations.find((one) => one.kind === act.evaluation),
      );
  };
  /** The office hears how things stand; an approved evaluation goes to the leadership group as well. */
  const report = (why: WatchReason, evaluation: EvaluationState | undefined): void => {
    const now = Date.now();
    const about = evaluation?.year ?? state.asked?.year ?? year - 1;
    const frame = {
      kind: evaluation?.kind ?? ('year' as const),
      year: about,
      day: dayOf(now),
      author: '',
      opinion: '',
    };
    const { binding, expected } = evaluationOf(state, frame, rules);
    const silent = state.asked?.units.filter(({ unit }) => owed(state, unit).length > 0).map(({ unit }) => unit) ?? [];
    const approveBy: Day = evaluation === undefined || why === 'approved' ? '' : dayOf(evaluation.approveBy);
    const scores = {
      year: about,
      binding: scoreFact(binding.score),
      expected: scoreFact(expected.score),
      silent: silent.join(','),
      approveBy,
    };
    post(watchOfficeLetters(state, why, evaluation, scores, dayOf(now), now));
  };

  setHandler(
    watchAct,
    async (act, actor) => {
      while (acting) await condition(() => !acting);
      acting = true;
      try {
        throwIf(watchRefusal(state, act, actor, dayOf(Date.now()), rules));
        if (act.kind === 'approve') await keepIndicatorEvaluation(state, act.evaluation, actor, Date.now(), rules);
        perform(act, actor);
        const { seq } = state;
        await condition(() => recordedSeq >= seq);
        return state;
      } finally {
        acting = false;
        changes++;
      }
    },
    {
      validator: (act: WatchAct, actor: Actor) => throwIf(watchRefusal(state, act, actor, dayOf(Date.now()), rules)),
      description: Object.values(watchActWords).join('、'),
    },
  );
  setHandler(watchState, () => state, { description: '各项指标各年的数值和判断，评估到了哪一步' });

  const flush = async (): Promise<void> => {
    const events = unrecorded.splice(0);
    const { seq } = state;
    show();
    await recordWatch(state, events);
    recordedSeq = Math.max(recordedSeq, seq);
  };
  const show = (): void => setCurrentDetails(details(state));
  const tell = async (): Promise<void> => {
    news = false;
    const first = asking;
    asking = false;
    await tellRounds(input.rounds, await valueRounds(state, first, rules));
  };

  /** What time itself brings. */
  const pass = async ({ request, mid, final }: WatchDates): Promise<void> => {
    const now = Date.now();
    if (request !== null && request.at <= now && state.asked?.year !== year - 1) {
      const duties = await indicatorUnits(state.plan);
      take(askValues(state, { year: year - 1, due: request.due, chaseUntil: request.chaseUntil }, duties, now));
      news = true;
      asking = true;
    }
    const { asked } = state;
    if (asked?.open === true && (allIn(state) || asked.chaseUntil <= now)) {
      take(endChase(state, now));
      news = true;
      report('year', undefined);
    }
    if (mid !== null && mid.at <= now && !drafted(state, 'mid')) draft('mid', mid.approveBy);
    const lastIn = state.asked?.year === state.to && allIn(state);
    if (final !== null && (final.at <= now || lastIn) && !drafted(state, 'final')) draft('final', final.approveBy);
    for (const one of state.evaluations) {
      if (one.approvedAt !== undefined || one.reminded || one.approveBy > now) continue;
      state = noteReminded(state, one.kind);
      await recordWatch(state, []);
      recordedSeq = Math.max(recordedSeq, state.seq);
      report(
        'overdue',
        state.evaluations.find(({ kind }) => kind === one.kind),
      );
    }
  };
  const draft = (kind: EvaluationState['kind'], approveBy: number): void => {
    take(draftEvaluation(state, kind, approveBy, Date.now()));
    report(
      'drafted',
      state.evaluations.find((one) => one.kind === kind),
    );
  };

  const idle = (): boolean => underWay === 0 && allHandlersFinished();
  /** What changed up to here has been looked at. */
  let looked = -1;
  show();
  // The handlers stand before anything is waited for.
  const dates = await indicatorDates(year, state.from, state.to, Date.now(), rules);
  while (!isOver(state) || unrecorded.length > 0 || news) {
    if (unrecorded.length > 0) {
      await flush();
      continue;
    }
    if (news) {
      await tell();
      continue;
    }
    if (acting) {
      await condition(() => !acting || unrecorded.length > 0);
      continue;
    }
    const due = nextInstant(state, dates, year);
    if (looked !== changes || due <= Date.now()) {
      looked = changes;
      acting = true;
      await pass(dates);
      acting = false;
      continue;
    }
    const seen = changes;
    if (dates.ends > Date.now()) {
      const summary = `${year}年 ${state.asked?.open === true ? '收取数值' : '等待'}`;
      const until = Math.max(1, Math.min(due, dates.ends) - Date.now());
      await condition(() => changes !== seen, until, { summary });
    } else if (idle()) await continueAsNew<typeof indicatorWatch>({ ...input, state });
    else await condition(() => changes !== seen || idle());
  }
  show();
  await condition(() => underWay === 0 && allHandlersFinished());
  return { plan: state.plan, years: state.to - state.from + 1 };
}

const drafted = (state: WatchState, kind: EvaluationState['kind']): boolean =>
  state.evaluations.some((one) => one.kind === kind);

/** Nobody owes a value of the year asked for. */
const allIn = (state: WatchState): boolean =>
  state.asked?.units.every(({ unit }) => owed(state, unit).length === 0) === true;

/** The next instant at which time itself brings something, within the year or after it. */
function nextInstant(state: WatchState, dates: WatchDates, year: number): number {
  const instants: number[] = [];
  if (dates.request !== null && state.asked?.year !== year - 1) instants.push(dates.request.at);
  if (state.asked?.open === true) instants.push(state.asked.chaseUntil);
  if (dates.mid !== null && !drafted(state, 'mid')) instants.push(dates.mid.at);
  if (dates.final !== null && !drafted(state, 'final')) instants.push(dates.final.at);
  for (const one of state.evaluations) if (one.approvedAt === undefined && !one.reminded) instants.push(one.approveBy);
  return Math.min(Number.POSITIVE_INFINITY, ...instants);
}

const scoreFact = ({ total, met, behind, waiting }: Score): string => [total, met, behind, waiting].join('/');

function details(state: WatchState): string {
  const { asked } = state;
  const silent = asked?.units.filter(({ unit }) => owed(state, unit).length > 0).length ?? 0;
  const waiting = state.evaluations
    .filter((one) => one.approvedAt === undefined)
    .map(({ kind }) => evaluationWords[kind]);
  return [
    `**${state.title}** 指标 ${state.indicators.length} 项，${state.from}—${state.to}年`,
    asked === null
      ? '尚未向单位要数值'
      : `${asked.year}年数值：${asked.units.length} 个单位，未报齐 ${silent} 个；期限 ${asked.due}`,
    ...(waiting.length === 0 ? [] : [`待审签：${waiting.join('、')}`]),
  ].join('\n\n');
}
