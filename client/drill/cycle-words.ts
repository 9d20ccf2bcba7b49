/** What rehearsed letters about supervision cycles are worded from: the same facts that the ledger gives a real one. */
import type { ReturnFacts, SentBulletin } from '../../activities/mail/content.js';
import { factsOf } from '../../activities/mail/return-facts.js';
import type { Plan } from '../../domain/plan.js';
import type { RehearsedLetter } from '../../domain/schedule/rehearsal.js';
import { bulletinOf } from '../../domain/supervision/bulletin-of.js';
import { returnOf } from '../../domain/supervision/cycle.js';
import { playedReturns } from '../../domain/supervision/rehearse.js';
import { cycleWords, readCycleKey } from '../../domain/supervision/rhythm.js';

/** Facts of the returns a letter speaks of, and its bulletin; nothing for letters about something else. */
export function cycleContext(
  { draft, tasks, cycles }: RehearsedLetter,
  plan: Plan,
): { readonly returns?: ReadonlyMap<string, ReturnFacts>; readonly bulletin?: SentBulletin } {
  if (cycles === undefined) return {};
  const targets = new Map(plan.tasks.map((task) => [`${plan.id}/${task.number}`, task.targets] as const));
  const returns = new Map<string, ReturnFacts>();
  for (const state of cycles.values())
    for (const unit of state.units) {
      const id = returnOf(state, unit.unit);
      returns.set(id, factsOf(id, state, unit, tasks, targets));
    }
  const state = draft.kind === 'bulletin' ? cycles.get(String(draft.facts?.['cycle'])) : undefined;
  if (state === undefined) return { returns };
  const period = readCycleKey(state.key);
  const frame = {
    cycle: state.id,
    period: period === undefined ? state.key : cycleWords(period),
    planTitle: state.title,
    from: state.dates.from,
    to: state.dates.to,
    units: state.units,
  };
  const bulletin = bulletinOf(frame, [...tasks.values()], playedReturns(state), [], draft.day);
  const { office, leadership, units } = state;
  return {
    returns,
    bulletin: {
      bulletin,
      number: state.bulletin?.number ?? '',
      approvedAt: state.bulletin?.approvedAt ?? draft.at,
      office,
      leadership,
      units: units.map((one) => one.unit),
    },
  };
}
