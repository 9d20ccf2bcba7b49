/** The launch as the office asks for it: of a draft, or of a further year of a plan that runs. */
import { alonePlan, changePlan, loadPlan, type PlanRow } from '../../activities/ledger/plans.js';
import { type Day, dayOf, isDay } from '../../domain/day.js';
import { DubanError, type Fault, fault, refuse } from '../../domain/errors.js';
import type { ListApproval, PlanLife } from '../../domain/life/life.js';
import { lifeRefusal } from '../../domain/life/refusal.js';
import { listFaults } from '../../domain/life/year-list.js';
import type { Ladder } from '../../domain/schedule/types.js';
import type { Actor } from '../../domain/task.js';
import type { Launched, Office } from '../acts.js';
import { ask, type Desk, officeEvent, officeUnits, permit, recordRefusal } from '../desk.js';
import { launchedAnswer, launchFaults, launchPlan } from '../launch.js';
import { startRounds } from '../rounds.js';
import { startYear } from './start-year.js';
import { loadYear, namesIn } from './year-list.js';

type Options = Parameters<Office['launch']>[1];

/** @throws DubanError with everything that stands against it; nothing is started then. */
export async function launch(desk: Desk, id: string, options: Options, actor: Actor): Promise<Launched> {
  return alonePlan(desk.ledger, id, () => launchAlone(desk, id, options, actor));
}

async function launchAlone(desk: Desk, id: string, options: Options, actor: Actor): Promise<Launched> {
  const row = await loadPlan(desk.ledger, id);
  const { year } = options;
  if (row?.status === 'executing' && row.life !== null && row.ladder !== null && year !== undefined)
    return launchYear(desk, { ...row, life: row.life, ladder: row.ladder }, { ...options, year }, actor);
  if (row?.status === 'draft' && options.approval !== undefined)
    throw await recordRefusal(desk, actor, 'launch', id, refuse('life-year-first', { plan: id }));
  return launchPlan(desk, id, options, actor);
}

async function launchYear(
  desk: Desk,
  { id, life }: PlanRow & { readonly life: PlanLife; readonly ladder: Ladder },
  options: Options & { readonly year: number },
  actor: Actor,
): Promise<Launched> {
  await permit(desk, actor, 'launch', id);
  const { year, picked, approval, skip } = options;
  const now = await desk.now();
  const today = dayOf(now);
  const { row, list, directory } = await loadYear(desk.ledger, id, year, today, picked);
  const faults = [
    ...startFaults(life, year, { approval, skip }, today),
    ...(options.ladder === undefined && options.supervision === undefined
      ? []
      : [fault('life-year-rules', { plan: id, year })]),
    ...listFaults(list, namesIn(directory)),
    ...launchFaults(list.plan, directory, today),
  ];
  if (faults.length > 0) throw await recordRefusal(desk, actor, 'launch', id, new DubanError(faults));
  const { office, leadership } = officeUnits(directory);
  const ladder = row.ladder as Ladder;
  await ask(desk, () => startRounds(desk, office, leadership, ladder));
  const more = { approval: approval as ListApproval, ...(skip === undefined ? {} : { skip }) };
  await startYear(desk, list.plan, list.seeds, more, actor);
  await changePlan(desk.ledger, id, (plan) => ({ ...plan, picked: list.plan.picked }), [
    officeEvent(actor, now, 'plan.yearChosen', id, { year, picked: list.plan.picked }),
  ]);
  return launchedAnswer(desk, id, list.seeds, ladder, now);
}

/** What stands against the year itself: the plan's stage, the order of years, the approval of the list. */
export function startFaults(
  life: PlanLife,
  year: number,
  { approval, skip }: { readonly [K in 'approval' | 'skip']: Options[K] | undefined },
  today: Day,
): Fault[] {
  const { by = '', on = '', document = '' } = approval ?? {};
  const whole = [by, on, document].every((part) => part.trim() !== '');
  // The list itself says which years there are.
  const refused = lifeRefusal(
    life,
    { kind: 'startYear', year, tasks: [], approval: { by, on, document }, ...(skip === undefined ? {} : { skip }) },
    today,
  );
  return [
    ...(refused === null || refused.code === 'plan-year-outside' ? [] : [refused]),
    ...(whole ? [] : [fault('life-year-approval', { plan: life.plan, year })]),
    ...(on === '' || (isDay(on) && on <= today) ? [] : [fault('life-year-approved', { year, value: on, today })]),
  ];
}
