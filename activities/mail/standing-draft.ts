/** A letter about tasks whose unit a reorganisation ended, turned to whoever holds them now. */
import type { Day } from '../../domain/day.js';
import type { Directory } from '../../domain/org.js';
import type { LetterDraft } from '../../domain/schedule/types.js';
import { holderOf, standingUnit } from '../../domain/successor.js';
import type { TaskState } from '../../domain/task.js';

/**
 * The draft with the successor in the place of its unit, its key unchanged. A letter about anything but tasks keeps its
 * unit: a return or a bulletin is about the unit that was asked, and only its address is the successor's.
 */
export function standingDraft(
  draft: LetterDraft,
  directory: Directory,
  tasks: ReadonlyMap<string, Pick<TaskState, 'duties'>>,
  day: Day,
): LetterDraft {
  const { unit, notices } = draft;
  const stands = standingUnit(directory, unit, day)?.id ?? unit;
  if (stands === unit || notices.length === 0 || notices.some(({ task }) => !tasks.has(task))) return draft;
  const holders = notices.map(({ task }) => {
    const duties = tasks.get(task)?.duties.map((duty) => duty.unit) ?? [];
    const holder = holderOf(directory, unit, duties, day);
    return holder === undefined || holder === unit ? stands : holder;
  });
  return {
    ...draft,
    unit: holders[0] ?? stands,
    notices: notices.map((notice, at) => (notice.unit === unit ? { ...notice, unit: holders[at] ?? stands } : notice)),
  };
}
