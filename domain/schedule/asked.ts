/** What one unit alone is asked for (a comment errand, a return, yearly values), as the rounds hold it. Pure and workflow-safe. */
import type { Day } from '../day.js';
import type { RoundsTask } from './table.js';
import type { Notice } from './types.js';

export interface Asked {
  readonly id: string;
  readonly seq: number;
  readonly open: boolean;
  readonly unit: string;
  readonly due: Day;
}

/** Its row in the rounds' table: it is led by the unit and needs no signing. `schedule` names its steps there. */
export function askedRow({ id, seq, open, unit, due }: Asked, schedule: string): RoundsTask {
  return { id, seq, open, suspended: false, leads: [unit], supports: [], unsigned: [], schedule, due };
}

/** What tells the unit that it is asked. */
export function askedNotice(id: string, unit: string): Omit<Notice, 'rungs'> {
  return { task: id, unit, audience: 'lead', kind: 'assignment' };
}
