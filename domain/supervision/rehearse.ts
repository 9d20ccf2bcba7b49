/**
 * The supervision cycles of a year as a story plays them: who answers, who stays silent, whose return is sent back, who
 * contests. A small machine beside the rounds; the rehearsal asks it for the next instant and tells it when that has come.
 * It runs the very functions of the cycle's workflow. Pure.
 */
import type { Calendar } from '../calendar/workdays.js';
import { addDays, type Day, dayOf, instantOf } from '../day.js';
import type { RoundsChange } from '../schedule/table.js';
import type { LetterDraft } from '../schedule/types.js';
import type { Actor, TaskState } from '../task.js';
import { actLetters } from './act-letters.js';
import { burdenIn, monthUpTo, overBurdened } from './burden.js';
import { changeOf, daysOf } from './change.js';
import {
  applyCycleAct,
  type CycleAct,
  type CycleState,
  isCollecting,
  requestCycle,
  returnOf,
  silentUnits,
} from './cycle.js';
import { heldLetter } from './cycle-letters.js';
import { CATCH_UP_DAYS, cyclesBetween, datesFrom } from './dates.js';
import type { ReturnContent, ReturnVersion } from './return.js';
import type { SupervisionRules } from './rules.js';
import { unitsAsked } from './units-asked.js';

/** What a story says of a year's cycles; units by id. */
export interface PlayedSupervision {
  readonly rules: SupervisionRules;
  /** Never answer; `all`: nobody does. */
  readonly silent: 'all' | readonly string[];
  /** Answer, are sent back, and answer again on the next working day. */
  readonly sentBack: readonly string[];
  /** The office enters their return for them. */
  readonly onBehalf: readonly string[];
  /** Contest the published bulletin, and are answered. */
  readonly contests: readonly string[];
}

/** One act of a story on a cycle. */
export interface CycleCue {
  readonly at: number;
  readonly cycle: string;
  readonly act: CycleAct;
  readonly actor: Actor;
}

export interface CyclePlay {
  /** The next instant (epoch ms) at which something happens; infinity when nothing will. */
  next(): number;
  /** What happens at that instant; `sent`: the letters that reached somebody before. `cue` where a person acts: a drill plays the same. */
  step(
    tasks: readonly TaskState[],
    sent: readonly LetterDraft[],
  ): {
    readonly at: number;
    readonly change?: RoundsChange;
    readonly letters: readonly LetterDraft[];
    readonly cue?: CycleCue;
  };
  /** Every cycle as it stands, by id. */
  readonly cycles: ReadonlyMap<string, CycleState>;
}

const system: Actor = { name: 'duban', role: 'system' };
/** The office's people in a story: who drafted the bulletin does not approve it, who took part does not answer. */
const approver: Actor = { name: '办公室 乙', role: 'office' };
const arbiter: Actor = { name: '办公室 丙', role: 'office' };
/** Minutes after midnight at which people act. */
const MORNING = 600;
/** The starter looks five minutes before the letters. */
const AHEAD_MS = 5 * 60_000;

type Happening = { readonly at: number; readonly cycle: string } & (
  | { readonly what: 'request' }
  | { readonly what: 'act'; readonly act: CycleAct; readonly actor: Actor; readonly later?: readonly Happening[] }
  | { readonly what: 'compile' }
);

/** @param launch day of the launch; cycles whose request lies after it are held, up to `until`. */
export function playCycles(
  plan: { readonly id: string; readonly title: string; readonly from: Day; readonly to: Day },
  played: PlayedSupervision,
  receivers: { readonly office: string; readonly leadership: string },
  calendar: Calendar,
  launch: Day,
  until: Day,
): CyclePlay {
  const { rules } = played;
  const cycles = new Map<string, CycleState>();
  const queue: Happening[] = cyclesBetween(launch, until, plan, rules, calendar).map((dates) => ({
    at: instantOf(dates.request, rules.hour) - AHEAD_MS,
    cycle: `${plan.id}/${dates.key}`,
    what: 'request' as const,
  }));
  const dated = new Map(
    cyclesBetween(launch, until, plan, rules, calendar).map((dates) => [`${plan.id}/${dates.key}`, dates]),
  );
  const put = (...more: readonly Happening[]): void => {
    queue.push(...more);
    queue.sort((a, b) => a.at - b.at);
  };
  put();

  const at = (day: Day, minutes = MORNING): number => instantOf(day, minutes);
  const unit = (id: string): Actor => ({ name: id, role: 'unit', unit: id });

  /** Ids of cycles of which the office has heard that they are held back. */
  const heldBack = new Set<string>();
  /** Over the ceiling: put before the office, and looked at again each working day as long as the starter would. */
  const holdBack = (state: CycleState, over: ReturnType<typeof overBurdened>): ReturnType<CyclePlay['step']> => {
    const now = state.requestedAt;
    const again = calendar.addWorkdays(dayOf(now), 1);
    const due = [...dated].filter(([, { request }]) => request <= again && request > addDays(again, -CATCH_UP_DAYS));
    if (due.at(-1)?.[0] === state.id)
      put({ at: instantOf(again, rules.hour) - AHEAD_MS, cycle: state.id, what: 'request' });
    const letters = heldBack.has(state.id) ? [] : [heldLetter(state, over, rules.burdenCeiling)];
    heldBack.add(state.id);
    return { at: now, letters };
  };

  const request = (
    cycle: string,
    now: number,
    tasks: readonly TaskState[],
    sent: readonly LetterDraft[],
  ): ReturnType<CyclePlay['step']> => {
    const planned = dated.get(cycle);
    if (!planned) return { at: now, letters: [] };
    const dates = datesFrom(planned, dayOf(now), rules, calendar);
    const asked = unitsAsked(tasks, dates);
    if (asked.length === 0) return { at: now, letters: [] };
    const facts = { plan: plan.id, title: plan.title, ...receivers, requestedBy: system.name };
    const state = requestCycle(facts, dates, asked, now, rules.hour);
    const burden = burdenIn(sent, [...cycles.values()], monthUpTo(dayOf(now)));
    const units = asked.map((one) => one.unit);
    const over = overBurdened(units, burden, rules.burdenCeiling);
    if (over.length > 0) return holdBack(state, over);
    cycles.set(cycle, state);
    for (const { unit: id } of state.units) {
      if (played.silent === 'all' || played.silent.includes(id)) continue;
      const first = calendar.addWorkdays(dates.due, -2);
      const actor: Actor = played.onBehalf.includes(id) ? { ...approver, onBehalfOf: id, why: '电话报送' } : unit(id);
      const returned = (day: Day, version: number): Happening => ({
        at: at(day),
        cycle,
        what: 'act',
        actor,
        act: { kind: 'return', unit: id, version },
      });
      put(returned(first, 1));
      if (!played.sentBack.includes(id)) continue;
      const again = calendar.addWorkdays(first, 1);
      put({
        at: at(first, MORNING + 30),
        cycle,
        what: 'act',
        actor: approver,
        act: { kind: 'sendBack', unit: id, version: 1, reason: '进展没有写明完成的数量' },
      });
      put(returned(again, 2));
    }
    put({ at: state.compileAt, cycle, what: 'compile' });
    return {
      at: now,
      letters: [],
      change: changeOf(
        state,
        state.units.map((one) => one.unit),
        true,
        rules,
        calendar,
      ),
    };
  };

  const perform = (cycle: string, act: CycleAct, actor: Actor, now: number): ReturnType<CyclePlay['step']> => {
    const before = cycles.get(cycle);
    if (!before) return { at: now, letters: [] };
    const { clocks: _clocks, ...days } = daysOf(before, act, now, rules, calendar);
    const { state } = applyCycleAct(before, act, actor, now, {
      ...days,
      ...(act.kind === 'approve' ? { number: `领办通〔${dayOf(now).slice(0, 4)}〕号` } : {}),
    });
    cycles.set(cycle, state);
    const closing = isCollecting(before) && !isCollecting(state);
    const news = closing ? state.units.map((one) => one.unit) : 'unit' in act ? [act.unit] : [];
    const letters = [...actLetters(state, act, dayOf(now), now)];
    if (
      act.kind === 'return' &&
      isCollecting(state) &&
      state.stage !== 'compiling' &&
      silentUnits(state).length === 0
    ) {
      const compiled = compile(cycle, now);
      letters.push(...compiled.letters);
    }
    return {
      at: now,
      letters,
      ...(news.length === 0 ? {} : { change: changeOf(state, news, false, rules, calendar) }),
    };
  };

  const compile = (cycle: string, now: number): ReturnType<CyclePlay['step']> => {
    const state = cycles.get(cycle);
    if (!state || state.stage === 'compiling' || !isCollecting(state)) return { at: now, letters: [] };
    // Everybody has answered, and one was or will be sent back: its new return comes into the bulletin.
    const returning = queue.some((one) => one.cycle === cycle && one.what === 'act' && one.act.kind === 'return');
    const approval = calendar.addWorkdays(dayOf(now), returning ? 2 : 1);
    put({ at: at(approval), cycle, what: 'act', actor: approver, act: { kind: 'approve' } });
    put({ at: at(approval, MORNING + 30), cycle, what: 'act', actor: approver, act: { kind: 'publish' } });
    played.contests.forEach((id, index) => {
      if (!state.units.some((one) => one.unit === id)) return;
      const raised = calendar.addWorkdays(approval, 3);
      put({
        at: at(raised),
        cycle,
        what: 'act',
        actor: unit(id),
        act: { kind: 'contest', unit: id, text: '数据已在期限内报送' },
      });
      put({
        at: at(calendar.addWorkdays(raised, 5), MORNING + index),
        cycle,
        what: 'act',
        actor: arbiter,
        act: { kind: 'answerContest', no: index + 1, upheld: false, text: '经核对，结论不变' },
      });
    });
    return perform(cycle, { kind: 'compile' }, system, now);
  };

  return {
    cycles,
    next: () => queue[0]?.at ?? Number.POSITIVE_INFINITY,
    step(tasks, sent) {
      const now = queue.shift();
      if (!now) return { at: Number.POSITIVE_INFINITY, letters: [] };
      if (now.what === 'request') return request(now.cycle, now.at, tasks, sent);
      if (now.what === 'compile') return compile(now.cycle, now.at);
      const cue: CycleCue = { at: now.at, cycle: now.cycle, act: now.act, actor: now.actor };
      return { ...perform(now.cycle, now.act, now.actor, now.at), cue };
    },
  };
}

/** What a unit returns in a story about the tasks it reports on. */
export function playedReturn(leads: readonly string[]): ReturnContent {
  return {
    tasks: leads.map((task) => ({
      task,
      state: 'on-schedule',
      progress: '按计划推进',
      values: [],
      problems: '',
      help: '',
    })),
  };
}

/** The newest return of each unit of a played cycle. */
export function playedReturns(state: CycleState): readonly ReturnVersion[] {
  return state.units
    .filter((one) => one.version > 0)
    .map((one) => ({
      id: returnOf(state, one.unit),
      cycle: state.id,
      unit: one.unit,
      version: one.version,
      content: playedReturn(one.leads),
      files: [],
      via: 'console',
      at: one.at ?? state.requestedAt,
      by: one.by ?? '',
      onBehalf: null,
      sentBack: one.state === 'sent-back' ? { reason: '', at: state.requestedAt, by: '', due: one.due } : null,
    }));
}

/** A plan's first and last day, as its cycles look at them. */
export function daysOfYears(plan: {
  readonly issued: Day;
  readonly year: number;
  readonly period?: readonly [number, number] | undefined;
}): { readonly from: Day; readonly to: Day } {
  const [first, last] = plan.period ?? [plan.year, plan.year];
  const start = `${first}-01-01`;
  return { from: plan.issued > start ? plan.issued : start, to: addDays(`${last + 1}-01-01`, -1) };
}
