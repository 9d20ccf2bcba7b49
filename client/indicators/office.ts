/** Every act on indicators: role check, then the ledger or the plan's workflow. */
import { loadDirectory } from '../../activities/ledger/directory.js';
import { saveValue, valuesOf } from '../../activities/ledger/indicators/values.js';
import { indicatorDuties } from '../../activities/ledger/indicators/watches.js';
import { dayOf } from '../../domain/day.js';
import { unitOf } from '../../domain/directory.js';
import { DubanError, fault } from '../../domain/errors.js';
import { valueDoubt, valueFaults } from '../../domain/indicators/value.js';
import {
  askedUnit,
  type Standing,
  standingOf,
  type WatchAct,
  type WatchState,
  watchRefusal,
} from '../../domain/indicators/watch.js';
import { standingUnit } from '../../domain/successor.js';
import type { Actor } from '../../domain/task.js';
import type { IndicatorOffice } from '../acts.js';
import { type Desk, named, permit, recordRefusal } from '../desk.js';
import { evaluatedByIndicators } from '../life/office.js';
import { assign, startWatch } from './start.js';
import { mustWatch, type WatchDesk, type WatchWays, watchWays } from './ways.js';

/** The office's desk for indicators. */
export function createIndicatorOffice(base: Desk, ways: WatchWays = watchWays(base)): IndicatorOffice {
  const desk: WatchDesk = { ...base, ways };
  return {
    assign: (plan, nos, unit, actor) => assign(desk, plan, nos, unit, actor),
    start: (plan, rules, actor) => startWatch(desk, plan, rules, actor),
    give: (plan, no, year, given, actor) => give(desk, plan, no, year, given, actor),
    judge: (plan, no, year, { verdict, basis }, actor) =>
      decide(desk, plan, { kind: 'judge', no, year, verdict, basis }, actor),
    write: (plan, evaluation, opinion, actor) => decide(desk, plan, { kind: 'write', evaluation, opinion }, actor),
    approve: async (plan, evaluation, actor, incomplete) => {
      const why = incomplete === undefined ? {} : { incomplete };
      const state = await decide(desk, plan, { kind: 'approve', evaluation, ...why }, actor);
      await evaluatedByIndicators(desk, plan, evaluation, actor);
      return state;
    },
  };
}

async function decide(desk: WatchDesk, plan: string, act: WatchAct, actor: Actor): Promise<WatchState> {
  await mustWatch(desk, plan);
  await permit(desk, actor, 'supervision', `indicators/${plan}`);
  return desk.ways.tell(plan, act, actor);
}

async function give(
  desk: WatchDesk,
  plan: string,
  no: number,
  year: number,
  { confirmed, via, onBehalf, ...given }: Parameters<IndicatorOffice['give']>[3],
  by: Actor,
): ReturnType<IndicatorOffice['give']> {
  const { state, rules } = await mustWatch(desk, plan);
  const subject = `indicators/${plan}`;
  const today = dayOf(await desk.now());
  const watched = state.indicators.find((one) => one.no === no);
  const directory = await loadDirectory(desk.ledger);
  const asked = askedUnit(state, no, year);
  const unit =
    asked === undefined
      ? ((await indicatorDuties(desk.ledger, plan))[no] ?? watched?.unit ?? '')
      : (standingUnit(directory, asked, today)?.id ?? asked);
  const actor = onBehalf === undefined ? by : { ...by, onBehalfOf: unit, why: onBehalf };
  const refuseWith = async (error: DubanError): Promise<never> => {
    throw await recordRefusal(desk, actor, 'give', subject, error);
  };
  const version = (standingOf(state, no, year)?.version ?? 0) + 1;
  const refused = watchRefusal(state, { kind: 'give', no, year, value: given.value, version }, actor, today, rules);
  const own = watched === undefined ? undefined : actFault(actor, no, watched.indicator.name, unit, directory);
  const faults = [
    ...(refused ? [named(refused, directory)] : []),
    ...(own === undefined ? [] : [own]),
    ...valueFaults(no, year, given, today),
  ];
  if (faults.length > 0 || watched === undefined) return refuseWith(new DubanError(faults));
  const newest = (await valuesOf(desk.ledger, plan)).findLast((one) => one.no === no && one.year === year);
  // The same once more is no revision; a version that the running case did not take is given to it again.
  const same = newest !== undefined && fields.every((field) => newest[field] === given[field]) ? newest : undefined;
  const held = standingOf(state, no, year);
  if (same !== undefined && held?.version === same.version) return answerOf(same.version, held);
  const doubt = confirmed ? undefined : valueDoubt(no, watched.indicator, given.value);
  if (doubt !== undefined) return { version: 0, doubts: [doubt] };
  const at = await desk.now();
  const saved =
    same?.version ??
    (await saveValue(
      desk.ledger,
      { ...given, ...{ plan, no, year, unit, via, at }, by: actor.name, onBehalf: onBehalf ?? null },
      actor,
    ));
  const after = await desk.ways.tell(plan, { kind: 'give', no, year, value: given.value, version: saved }, actor);
  return answerOf(saved, standingOf(after, no, year));
}

/** What makes a value another one than the version before. */
const fields = ['value', 'source', 'asOf', 'note'] as const;

const answerOf = (version: number, standing: Standing | undefined) => ({
  version,
  doubts: [],
  ...(standing === undefined ? {} : { verdict: standing.verdict, why: standing.why }),
});

/** The responsible unit gives the value itself, or the office on its behalf with the reason. */
function actFault(
  actor: Actor,
  no: number,
  name: string,
  unit: string,
  directory: Awaited<ReturnType<typeof loadDirectory>>,
) {
  const word = (id: string): string => unitOf(directory, id)?.name ?? id;
  if (actor.role === 'unit')
    return actor.unit === unit
      ? undefined
      : fault('indicator-other-unit', { no, name, unit: word(unit), own: word(actor.unit ?? '') });
  if (actor.role === 'office' && actor.onBehalfOf === unit && (actor.why ?? '').trim() !== '') return undefined;
  return fault('role-on-behalf', { act: '填报指标数值', unit: word(unit) });
}
