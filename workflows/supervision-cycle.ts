/**
 * One supervision cycle of a plan, from the request to the last contest answered (stages: see domain/supervision/cycle.ts).
 *
 *   start ─▶ rounds are told whom to ask (they remind and chase as with tasks)
 *   ┌─ wait: due day, first rung, compile day, a clock of the bulletin or of a contest, or an act (update)
 *   │    act ─▶ check (validator, synchronous) ─▶ apply ─▶ record ─▶ rounds hear of the unit ─▶ answer the caller
 *   │    everybody answered, or the compile day ─▶ the bulletin is drafted, the office is told
 *   └─ approved ─▶ numbered in the ledger, the office reminded when it stays there; published ─▶ letters to all; contested ─▶ both clocks run
 *   published and nothing left to contest, or skipped ─▶ end
 */
import {
  allHandlersFinished,
  condition,
  setCurrentDetails,
  setHandler,
  upsertSearchAttributes,
} from '@temporalio/workflow';
import { dayOf } from '../domain/day.js';
import { letterKindWords } from '../domain/letter-words.js';
import type { LetterDraft } from '../domain/schedule/types.js';
import { actLetters, type Clock } from '../domain/supervision/act-letters.js';
import {
  applyCycleAct,
  type CycleAct,
  type CycleActDays,
  type CycleOutcome,
  type CycleState,
  cycleActWords,
  cycleStageWords,
  isCollecting,
  passCycle,
  silentUnits,
} from '../domain/supervision/cycle.js';
import { cycleOfficeLetter, unpublishedLetter } from '../domain/supervision/cycle-letters.js';
import { cycleRefusal } from '../domain/supervision/cycle-refusal.js';
import type { Actor, LedgerEvent } from '../domain/task.js';
import { type CycleInput, cycleAct, cycleState } from './messages.js';
import { approveBulletin, cycleChange, cycleDays, recordCycle } from './proxies.js';
import { throwIf } from './refused.js';
import { dueKey, overdueKey, stageKey } from './search.js';
import { send } from './send.js';
import { tellRounds } from './tell-rounds.js';

const system: Actor = { name: 'duban', role: 'system' };

/** Runs until the bulletin can no longer be contested, or the cycle is skipped. */
export async function supervisionCycle(
  input: CycleInput,
): Promise<{ readonly stage: CycleState['stage']; readonly answered: number }> {
  const { rules } = input;
  let state = input.state;
  const unrecorded: LedgerEvent[] = [];
  /** Units of which the rounds must hear. */
  let news = new Set(state.units.map((one) => one.unit));
  let asking = true;
  let recordedSeq = state.seq;
  let changes = 0;
  let acting = false;
  let underWay = 0;
  /** Instants at which the office is told of a contest's time running out. */
  let clocks: readonly Clock[] = [];
  let shown = '';
  /** `changes` as they stood when time was last looked at: an act during a flush must not be overlooked. */
  let looked = -1;

  const take = ({ state: next, event }: CycleOutcome): void => {
    if (isCollecting(state) && !isCollecting(next)) news = new Set(next.units.map((one) => one.unit));
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
  /** Carries an act out; what needs the calendar or a number has been asked for before. */
  const perform = (act: CycleAct, actor: Actor, days: CycleActDays & { readonly clocks?: readonly Clock[] }): void => {
    const now = Date.now();
    take(applyCycleAct(state, act, actor, now, days));
    if ('unit' in act) news.add(act.unit);
    clocks = [...clocks, ...(days.clocks ?? [])];
    post(actLetters(state, act, dayOf(now), now));
  };

  setHandler(
    cycleAct,
    async (act, actor) => {
      while (acting) await condition(() => !acting);
      acting = true;
      try {
        throwIf(cycleRefusal(state, act, actor, dayOf(Date.now())));
        const days = await cycleDays(state, act, Date.now(), rules);
        if (act.kind === 'approve') {
          const approved = await approveBulletin(state, actor, Date.now());
          perform(act, actor, { ...days, number: approved.number });
        } else perform(act, actor, days);
        const { seq } = state;
        await condition(() => recordedSeq >= seq);
        return state;
      } finally {
        acting = false;
        changes++;
      }
    },
    {
      validator: (act: CycleAct, actor: Actor) => throwIf(cycleRefusal(state, act, actor, dayOf(Date.now()))),
      description: Object.values(cycleActWords).join('、'),
    },
  );
  setHandler(cycleState, () => state, { description: '谁已报送、谁还没有，通报到了哪一步' });

  const flush = async (): Promise<void> => {
    const events = unrecorded.splice(0);
    const { seq } = state;
    show();
    await recordCycle(state, events);
    recordedSeq = Math.max(recordedSeq, seq);
  };
  const show = (): void => {
    setCurrentDetails(details(state));
    const late = state.stage === 'due' || state.stage === 'chasing';
    const next = `${state.stage} ${late}`;
    if (next === shown) return;
    if (shown !== '')
      upsertSearchAttributes([
        { key: stageKey, value: state.stage },
        { key: overdueKey, value: late },
        { key: dueKey, value: new Date(state.dueAt) },
      ]);
    shown = next;
  };
  const tell = async (): Promise<void> => {
    const units = [...news];
    news = new Set();
    const change = await cycleChange(state, units, asking, rules);
    asking = false;
    await tellRounds(input.rounds, change);
  };

  /** What time itself brings; true when something changed. */
  const pass = async (): Promise<void> => {
    const now = Date.now();
    const silent = silentUnits(state).length > 0;
    if ((state.stage === 'requested' || state.stage === 'collecting') && silent && state.dueAt <= now)
      take(passCycle(state, 'due', now));
    if (state.stage === 'due' && silent && state.chaseAt <= now) take(passCycle(state, 'chasing', now));
    if (isCollecting(state) && state.stage !== 'compiling' && (!silent || state.compileAt <= now)) {
      const days = await cycleDays(state, { kind: 'compile' }, now, rules);
      perform({ kind: 'compile' }, system, days);
    }
    const { bulletin } = state;
    const waits = waitsUntil(state);
    if (bulletin && waits !== undefined && waits <= now) {
      state = { ...state, bulletin: { ...bulletin, reminded: true }, seq: state.seq + 1 };
      await recordCycle(state, []);
      recordedSeq = Math.max(recordedSeq, state.seq);
      const approved = state.stage === 'approved';
      post([
        approved
          ? unpublishedLetter(state, dayOf(now), now)
          : cycleOfficeLetter(state, ['approval-overdue'], dayOf(now), now),
      ]);
    }
    const due = clocks.filter((clock) => clock.at <= now);
    clocks = clocks.filter((clock) => clock.at > now);
    for (const clock of due) {
      const open = state.contests.some((one) => one.no === clock.no && one.answer === undefined);
      if (open) post([cycleOfficeLetter(state, [clock.why], dayOf(now), now)]);
    }
  };

  show();
  while (!ended(state, Date.now()) || unrecorded.length > 0 || news.size > 0) {
    if (unrecorded.length > 0) {
      await flush();
      continue;
    }
    if (news.size > 0) {
      await tell();
      continue;
    }
    const due = nextInstant(state, clocks);
    if (looked === changes) {
      if (due === undefined) await condition(() => changes !== looked);
      else await condition(() => changes !== looked, Math.max(1, due - Date.now()), { summary: summaryOf(state) });
    }
    await condition(() => !acting || unrecorded.length > 0);
    if (acting) continue;
    acting = true;
    looked = changes;
    await pass();
    acting = false;
  }
  await condition(() => underWay === 0 && allHandlersFinished());
  return { stage: state.stage, answered: state.units.length - silentUnits(state).length };
}

function ended(state: CycleState, now: number): boolean {
  if (state.stage === 'skipped') return true;
  if (state.stage !== 'published') return false;
  const over = dayOf(now) > (state.bulletin?.contestBy ?? '');
  return over && state.contests.every((one) => one.answer !== undefined);
}

/** When the cycle must be looked at again; undefined while only people can move it. */
function nextInstant(state: CycleState, clocks: readonly Clock[]): number | undefined {
  const instants = clocks.map((clock) => clock.at);
  const { bulletin } = state;
  if (state.stage === 'requested' || state.stage === 'collecting') instants.push(state.dueAt);
  if (state.stage === 'due') instants.push(state.chaseAt);
  if (isCollecting(state) && state.stage !== 'compiling') instants.push(state.compileAt);
  const waits = waitsUntil(state);
  if (waits !== undefined) instants.push(waits);
  if (state.stage === 'published' && bulletin?.contestEndsAt !== undefined) instants.push(bulletin.contestEndsAt);
  const ahead = instants.filter((at) => at > Date.now() - 1);
  return ahead.length === 0 ? undefined : Math.min(...ahead);
}

/** When the office is to be told that the bulletin waits for its approval or publication; undefined where it is not. */
function waitsUntil({ stage, bulletin }: CycleState): number | undefined {
  if (bulletin === undefined || bulletin.reminded) return undefined;
  if (stage === 'compiling') return bulletin.approveBy;
  return stage === 'approved' ? bulletin.publishBy : undefined;
}

function summaryOf(state: CycleState): string {
  return `${state.key} ${cycleStageWords[state.stage]}`;
}

function details(state: CycleState): string {
  const silent = silentUnits(state).length;
  return [
    `**${state.title} ${state.key}**`,
    `${cycleStageWords[state.stage]}；报送期限 ${state.dates.due}`,
    `要求报送 ${state.units.length} 个单位，未报 ${silent} 个`,
  ].join('\n\n');
}
