/**
 * One comment period, from its announcement to its published close-out (stages: see domain/comment/period.ts).
 *
 *   start ─▶ ┌─ wait: start of the window, its end, the next working morning, or an act (update)
 *            │    start, end ─▶ next stage, recorded
 *            │    morning    ─▶ count in the ledger, hand comments on to units (rounds write to them), letters to the office;
 *            │                  a missed one is made up for today, at its hour where that is still to come
 *            │    act        ─▶ check (validator, synchronous) ─▶ count, apply ─▶ record ─▶ answer the caller
 *            └─ signal `commentsArrived`, at most one in a quarter of an hour ─▶ count again
 *   published or withdrawn ─▶ errands closed, last letters out ─▶ end
 *
 * The comments themselves live in the ledger: this history grows with days, not with comments. After so many events
 * it continues as new.
 */
import {
  allHandlersFinished,
  condition,
  continueAsNew,
  getExternalWorkflowHandle,
  log,
  setCurrentDetails,
  setHandler,
  sleep,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import type { ErrandChange } from '../activities/comments.js';
import { morningLetters, toldOf } from '../domain/comment/office-letters.js';
import {
  applyPeriodAct,
  isLive,
  type PeriodAct,
  type PeriodOutcome,
  type PeriodState,
  passStage,
  periodActWords,
  periodRefusal,
  periodStageWords,
} from '../domain/comment/period.js';
import type { Turn } from '../domain/comment/turns.js';
import { addDays, clockOf, type Day, dayOf, instantOf } from '../domain/day.js';
import { planWorkflowId } from '../domain/ids.js';
import type { LetterDraft } from '../domain/schedule/types.js';
import type { Actor, LedgerEvent } from '../domain/task.js';
import { commentsArrived, commentsEnded, PERIOD_EVENTS, type PeriodInput, periodAct, periodState } from './messages.js';
import {
  commentCounts,
  commentDues,
  commentStock,
  movedWindow,
  nextCommentTurn,
  publishCloseOut,
  recordPeriod,
} from './proxies.js';
import { refusedBy, throwIf } from './refused.js';
import { dueKey, overdueKey, stageKey } from './search.js';
import { send } from './send.js';
import { tellRounds } from './tell-rounds.js';

/** Runs until the close-out is published or the period withdrawn. */
export async function commentPeriod(
  input: PeriodInput,
): Promise<{ readonly stage: PeriodState['stage']; readonly received: number }> {
  const { rules } = input;
  let state = input.state;
  let toldErrands = input.toldErrands;
  const unrecorded: LedgerEvent[] = [];
  let recordedSeq = state.seq;
  let changes = 0;
  /** Acts come one after the other, and the window does not move while one is under way. */
  let acting = false;
  let underWay = 0;
  let arrived = false;
  let counting = false;
  let shown = '';
  let turn: Turn;

  const take = ({ state: next, event }: PeriodOutcome): void => {
    state = next;
    unrecorded.push(event);
    changes++;
  };
  /** Letters leave at their hour; nothing waits for them but the end. */
  const post = async (letters: readonly LetterDraft[], at: number): Promise<void> => {
    underWay++;
    const ahead = at - Date.now();
    if (ahead > 0) await sleep(ahead, { summary: '例行信件' });
    for (const letter of letters)
      await send(letter, `${state.title}：${letter.kind === 'comment-overdue' ? '报领导小组' : '告知办公室'}`);
    underWay--;
  };

  setHandler(
    periodAct,
    async (act, actor) => {
      while (acting) await condition(() => !acting);
      acting = true;
      try {
        const now = Date.now();
        throwIf(periodRefusal(state, act, now));
        if (act.kind === 'publish') return await publish(act, actor, now);
        const moves = act.kind === 'extend' || act.kind === 'resume' || act.kind === 'recalendar';
        const days = moves ? await movedWindow(state, act, now, rules) : undefined;
        if (act.kind === 'recalendar') await recalendar(dayOf(now));
        state = { ...state, counts: await commentCounts(state.id) };
        const still = days?.lastDay === state.lastDay && days.closeOutDue === state.closeOutDue;
        if (act.kind === 'recalendar' && still) return state;
        const outcome = applyPeriodAct(state, act, actor, now, days);
        take(outcome);
        await condition(() => recordedSeq >= outcome.state.seq);
        return state;
      } finally {
        acting = false;
        changes++;
      }
    },
    {
      validator: (act: PeriodAct, _actor: Actor) => throwIf(periodRefusal(state, act, Date.now())),
      description: Object.values(periodActWords).join('、'),
    },
  );
  /** Other holidays are in force: the next morning moves, and so do the days by which units answer. */
  const recalendar = async (today: Day): Promise<void> => {
    turn = await nextCommentTurn(state.morning, rules);
    await handOn(await commentDues(state.id, today, rules), toldErrands);
  };
  /** The ledger publishes under its own lock: only there it is known that every comment has its answer. */
  const publish = async (act: PeriodAct, actor: Actor, now: number): Promise<PeriodState> => {
    await condition(() => recordedSeq >= state.seq);
    const { state: next, event } = applyPeriodAct(state, act, actor, now);
    const outcome = await publishCloseOut(next, event);
    if ('fault' in outcome) throw refusedBy(outcome.fault);
    state = { ...next, counts: outcome.counts };
    recordedSeq = next.seq;
    return state;
  };
  setHandler(commentsArrived, () => {
    arrived = true;
  });
  setHandler(periodState, () => state, { description: '阶段、收到的意见、剩余时间' });

  const show = (): void => {
    setCurrentDetails(details(state));
    const late = state.stage === 'answering' && dayOf(Date.now()) > state.closeOutDue;
    const next = JSON.stringify([state.stage, late, state.endsAt]);
    if (next === shown) return;
    if (shown !== '')
      upsertSearchAttributes([
        { key: stageKey, value: state.stage },
        { key: overdueKey, value: late },
        { key: dueKey, value: new Date(state.endsAt) },
      ]);
    shown = next;
  };
  const flush = async (): Promise<void> => {
    const events = unrecorded.splice(0);
    const { seq } = state;
    show();
    await recordPeriod(state, events);
    recordedSeq = Math.max(recordedSeq, seq);
  };

  /** What the units must hear by the rounds: errands they do not know in this form. */
  const handOn = async ({ rows, schedules, tell }: ErrandChange, kept: typeof toldErrands = {}): Promise<void> => {
    // Closed ones that the rounds never heard of need no mention.
    const news = rows.filter((row) => toldErrands[row.id] !== row.seq && (row.open || row.id in toldErrands));
    toldErrands = { ...kept, ...Object.fromEntries(rows.map((row) => [row.id, row.seq])) };
    if (news.length === 0) return;
    const ids = new Set(news.map((row) => row.id));
    await tellRounds(input.rounds, { schedules, tasks: news, tell: tell.filter((notice) => ids.has(notice.task)) });
  };

  /** A working morning: counts, errands, letters; on a day off (after an outage) it waits for the next working day. */
  const morning = async (day: Day): Promise<void> => {
    const stock = await commentStock(state, day, Date.now(), rules);
    if (stock === null) return;
    await handOn(stock);
    const first = state.stage === 'answering' && state.morning <= state.lastDay;
    const letters = morningLetters(state, stock.counts, day, stock.rungs, rules, first, stock.mail);
    state = {
      ...state,
      counts: stock.counts,
      toldMail: toldOf(stock.mail),
      morning: day,
      told: letters.length > 0 ? Math.max(state.told, stock.counts.received) : state.told,
      seq: state.seq + 1,
    };
    await recordPeriod(state, []);
    recordedSeq = Math.max(recordedSeq, state.seq);
    show();
    if (letters.length > 0) void post(letters, instantOf(day, rules.hour));
  };

  const countOnArrival = async (): Promise<void> => {
    while (isLive(state)) {
      await condition(() => arrived || !isLive(state));
      if (!isLive(state)) return;
      arrived = false;
      counting = true;
      const counts = await commentCounts(state.id);
      state = { ...state, counts };
      setCurrentDetails(details(state));
      counting = false;
    }
  };
  void countOnArrival();

  const limit = input.events ?? PERIOD_EVENTS;
  const idle = (): boolean => !acting && !counting && !arrived && underWay === 0 && unrecorded.length === 0;
  const full = (): boolean => workflowInfo().historyLength > limit && idle() && allHandlersFinished();
  show();
  // Counted from the mornings that were taken: a new run, be it continued or started again, loses none.
  turn = await nextCommentTurn(state.morning, rules);
  while (isLive(state) || unrecorded.length > 0) {
    if (unrecorded.length > 0) {
      await flush();
      continue;
    }
    if (full()) await continueAsNew<typeof commentPeriod>({ ...input, state, toldErrands });
    const seen = changes;
    const due = nextInstant(state, turn.at);
    const summary = due === turn.at ? `${turn.day}清点意见` : state.stage === 'announced' ? '开始征求意见' : '期限届满';
    await condition(() => changes !== seen || full(), Math.max(1, due - Date.now()), { summary });
    await condition(() => !acting || unrecorded.length > 0);
    if (acting || !isLive(state)) continue;
    acting = true;
    const now = Date.now();
    if (state.stage === 'announced' && state.opensAt <= now) take(passStage(state, 'open', now));
    if (state.stage === 'open' && state.suspended === undefined && state.endsAt <= now) {
      take(passStage(state, 'closed', now));
      state = { ...state, counts: await commentCounts(state.id) };
      take(passStage(state, 'answering', now));
    }
    // A morning that was missed has its turn with today's, or with that of the next working day: one letter a day.
    if (turn.at <= now && turn.day < dayOf(now)) turn = await nextCommentTurn(addDays(dayOf(now), -1), rules);
    if (turn.at <= now) {
      if (unrecorded.length > 0) await flush();
      await morning(turn.day);
      turn = await nextCommentTurn(turn.day, rules);
    }
    acting = false;
  }
  show();
  const last = await commentStock(state, dayOf(Date.now()), Date.now(), rules);
  if (last) await handOn(last);
  await condition(() => underWay === 0 && !counting && allHandlersFinished());
  await tellPlan(input, state);
  return { stage: state.stage, received: state.counts.received };
}

/** A plan with a life hears how the period ended. */
async function tellPlan(input: PeriodInput, { id, plan, stage }: PeriodState): Promise<void> {
  if (input.tellPlan !== true) return;
  await getExternalWorkflowHandle(planWorkflowId(plan))
    .signal(commentsEnded, id, stage === 'published')
    .catch((error: unknown) => log.warn('plan not told', { error: String(error) }));
}

/** When the period must be looked at again: its own start or end, or the next morning. */
function nextInstant(state: PeriodState, turnAt: number): number {
  if (state.stage === 'announced') return Math.min(state.opensAt, turnAt);
  if (state.stage === 'open' && state.suspended === undefined) return Math.min(state.endsAt, turnAt);
  return turnAt;
}

function details(state: PeriodState): string {
  const { counts } = state;
  const lines = [
    `**${state.title}**`,
    `${periodStageWords[state.stage]}${state.suspended === undefined ? '' : `，${clockOf(state.suspended.since)}起暂停：${state.suspended.reason}`}`,
    `截止：${state.lastDay} 24:00；采纳情况公布期限：${state.closeOutDue}`,
    `收到意见 ${counts.received} 条，待处理 ${counts.open} 条`,
  ];
  return lines.join('\n\n');
}
