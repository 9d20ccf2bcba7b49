/** How the command line names a supervision cycle, and what it finds out about one before it acts. */
import { refuse } from '../../domain/errors.js';
import { readCycleKey } from '../../domain/supervision/rhythm.js';
import type { UnitsAnswer } from '../http/answers.js';
import type { Api } from './api.js';

/** The path of a cycle `plan/2023Q3` in the API; each part is escaped. @throws `cycle-key` for anything else. */
export function cyclePath(cycle: string): string {
  const [plan = '', key = '', ...more] = cycle.split('/');
  if (plan === '' || more.length > 0 || readCycleKey(key) === undefined) throw refuse('cycle-key', { value: cycle });
  return `/api/cycles/${encodeURIComponent(plan)}/${encodeURIComponent(key)}`;
}

/** The path for starting, planning and putting off cycles of a plan. */
export const planCyclesPath = (plan: string): string => `/api/plans/${encodeURIComponent(plan)}/cycles`;

/** The names of units by id, as the directory has them. */
export async function unitNames(api: Api): Promise<(unit: string) => string> {
  const { units } = await api.get<UnitsAnswer>('/api/units');
  return (id) => units.find((unit) => unit.id === id)?.name ?? id;
}
