/** The letters of a rehearsal: each with the address it would reach, and the facts its words are made from. Pure. */
import { undeliveredLetter } from '../assign.js';
import type { Day } from '../day.js';
import { recipients } from '../directory.js';
import type { Directory } from '../org.js';
import { standingUnit } from '../successor.js';
import type { CycleState } from '../supervision/cycle.js';
import { isReturn } from '../supervision/return.js';
import { isOpen, type TaskState } from '../task.js';
import { copyOf } from './copies.js';
import type { LetterDraft } from './types.js';

export interface RehearsedLetter {
  readonly draft: LetterDraft;
  /** Address it would go to on that day, or null when nobody can be reached. */
  readonly to: string | null;
  readonly needsApproval: boolean;
  /** The tasks it speaks of, as they stand then: its words are made from these. */
  readonly tasks: ReadonlyMap<string, TaskState>;
  /** A letter about supervision cycles: the cycles as they stand then. */
  readonly cycles?: ReadonlyMap<string, CycleState>;
  /** The directory as it stands then. */
  readonly directory: Directory;
}

export interface Unreachable {
  readonly unit: string;
  readonly day: Day;
  readonly letter: string;
}

/** What letters speak of, as it stands at any instant. */
export interface Spoken {
  readonly directory: () => Directory;
  readonly tasks: () => ReadonlyMap<string, TaskState>;
  readonly cycles: () => ReadonlyMap<string, CycleState>;
}

export interface RehearsedLetters {
  readonly all: readonly RehearsedLetter[];
  readonly unreachable: readonly Unreachable[];
  /** `now` in epoch ms. */
  send(draft: LetterDraft, now: number): void;
}

export function rehearsedLetters(spoken: Spoken): RehearsedLetters {
  const all: RehearsedLetter[] = [];
  const unreachable: Unreachable[] = [];
  const send = (draft: LetterDraft, now: number): void => {
    const tasks = spoken.tasks();
    const directory = spoken.directory();
    const unit = standingUnit(directory, draft.unit, draft.day);
    const to = (unit ? recipients(unit, draft.role, draft.day, () => false)[0]?.address : undefined) ?? null;
    const about = new Map<string, TaskState>();
    for (const { task: id } of draft.notices) {
      const task = tasks.get(id);
      if (task) about.set(id, { ...task, overdue: isOpen(task) && task.redAt <= now });
    }
    const aboutCycle = draft.facts?.['cycle'] !== undefined || draft.notices.some((notice) => isReturn(notice.task));
    if (aboutCycle) for (const [id, task] of tasks) about.set(id, task);
    all.push({
      draft,
      to,
      directory,
      ...(aboutCycle ? { cycles: new Map(spoken.cycles()) } : {}),
      needsApproval: draft.kind === 'supervision-letter' && draft.facts?.['copyOf'] === undefined,
      tasks: about,
    });
    for (const copy of draft.formal?.copies ?? [])
      if (draft.facts?.['copyOf'] === undefined) send(copyOf(draft, copy), now);
    if (to !== null || draft.kind === 'undelivered') return;
    unreachable.push({ unit: unit?.name ?? draft.unit, day: draft.day, letter: draft.key });
    send(undeliveredLetter(draft, [], false, now), now);
  };
  return { all, unreachable, send };
}
