/** What letters say of a unit's values of indicators, read from the ledger. */
import type { Day } from '../../domain/day.js';
import { expectationWords } from '../../domain/indicators/judge.js';
import { expectedIn } from '../../domain/indicators/path.js';
import { readValueId } from '../../domain/indicators/value.js';
import { owed } from '../../domain/indicators/watch.js';
import type { Ledger } from '../ledger/connect.js';
import { loadWatch } from '../ledger/indicators/watches.js';

/** An indicator in a request for values. */
export interface ValueRow {
  readonly no: number;
  readonly name: string;
  readonly measure: string;
  readonly binding: boolean;
  /** What the value is held against, or why a person judges. */
  readonly expected: string;
  readonly given: boolean;
}

/** A unit's values of a year as letters speak of them. */
export interface ValueFacts {
  /** `value/{plan}/{unit}/{yyyy}1231` */
  readonly id: string;
  readonly plan: string;
  readonly planTitle: string;
  readonly unit: string;
  readonly year: number;
  readonly due: Day;
  /** Values are still wanted. */
  readonly open: boolean;
  readonly rows: readonly ValueRow[];
}

/** The facts of each request that is on record, by id; others are left out. */
export async function valueFacts(ledger: Ledger, ids: readonly string[]): Promise<ReadonlyMap<string, ValueFacts>> {
  const names = ids.flatMap((id) => {
    const name = readValueId(id);
    return name === undefined ? [] : [{ id, ...name }];
  });
  const plans = [...new Set(names.map(({ plan }) => plan))];
  const held = new Map(await Promise.all(plans.map(async (plan) => [plan, await loadWatch(ledger, plan)] as const)));
  return new Map(
    names.flatMap(({ id, plan, unit, year }) => {
      const kept = held.get(plan);
      const asked = kept?.state.asked;
      const own = asked?.year === year ? asked.units.find((one) => one.unit === unit) : undefined;
      if (kept === undefined || asked == null || own === undefined) return [];
      const waiting = owed(kept.state, unit);
      const rows = kept.state.indicators
        .filter(({ no }) => own.nos.includes(no))
        .map(({ no, indicator }) => ({
          no,
          name: indicator.name,
          measure: indicator.unit,
          binding: indicator.nature === 'binding',
          expected: expectationWords(expectedIn(indicator, year, kept.rules), indicator.unit),
          given: !waiting.includes(no),
        }));
      const facts: ValueFacts = {
        ...{ id, plan, planTitle: kept.state.title, unit, year, rows },
        due: asked.due,
        open: asked.open && waiting.length > 0,
      };
      return [[id, facts] as const];
    }),
  );
}
