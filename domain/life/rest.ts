/**
 * The rest of a year rehearsed from where it stands: the letters of silence, with an amendment or without, from the
 * table that the rounds hold now and the very functions they run. Pure.
 */
import type { Calendar } from '../calendar/workdays.js';
import { addDays, type Day, dayOf, instantOf } from '../day.js';
import type { Directory } from '../org.js';
import { type RehearsedLetter, rehearsedLetters } from '../schedule/rehearsed-letters.js';
import { rehearsedTasks } from '../schedule/rehearsed-tasks.js';
import type { RoundsState } from '../schedule/table.js';
import type { Ladder } from '../schedule/types.js';
import type { Actor, TaskState } from '../task.js';
import { carryOut, type Told } from './amended.js';
import type { Amendment } from './life.js';

export interface RestInput {
  readonly plan: string;
  /** What the rounds hold, one a shard. */
  readonly tables: readonly RoundsState[];
  /** The office's open tasks, of all plans. */
  readonly tasks: readonly TaskState[];
  readonly ladder: Ladder;
  readonly calendar: Calendar;
  readonly directory: Directory;
  /** Epoch ms. */
  readonly now: number;
  /** Last day looked at; default 60 days after the plan's last deadline. */
  readonly until?: Day;
}

/** Letters are every routine letter that speaks of the plan, in order of time, if nobody answers. */
export interface Rest {
  readonly before: readonly RehearsedLetter[];
  readonly after: readonly RehearsedLetter[];
  /** What the letters tell each unit of the amendment, the first to hear first. */
  readonly told: readonly Told[];
  readonly until: Day;
}

const DAYS_AFTER_LAST_DEADLINE = 60;

/** The rest of the year without the amendment and with it. */
export function restOf(input: RestInput, amended: { readonly amendment: Amendment; readonly actor: Actor }): Rest {
  const before = input.tables.map((table) => shardOf(input, table));
  const after = input.tables.map((table) => shardOf(input, table, amended));
  const until = input.until ?? [...before, ...after].map((shard) => shard.until).reduce((a, b) => (a > b ? a : b));
  const played = (shards: typeof before): readonly RehearsedLetter[] =>
    shards
      .flatMap((shard) => shard.play(until))
      .toSorted((a, b) => a.draft.at - b.draft.at || (a.draft.key < b.draft.key ? -1 : 1));
  const letters = played(after);
  return { before: played(before), after: letters, told: toldIn(letters, after[0]?.told ?? []), until };
}

/**
 * What the letters say of the amendment: what it has to tell may go into a graver notice of the same task that waits in
 * the table, or have no letter, as for a unit that has no task any more.
 * @param due what the amendment has to tell each unit.
 */
function toldIn(letters: readonly RehearsedLetter[], due: readonly Told[]): readonly Told[] {
  const waiting = new Map(due.map(({ unit, notices }) => [unit, new Set(notices.map(({ task }) => task))]));
  const told = new Map<string, Told['notices']>();
  for (const { draft } of letters) {
    if (draft.kind !== 'digest') continue;
    const { unit } = draft;
    const tasks = waiting.get(unit);
    const notices = draft.notices.filter(({ task }) => tasks?.has(task) === true);
    // Everything of one amendment stands in the unit's first letter.
    if (notices.length === 0 || told.has(unit)) continue;
    told.set(
      unit,
      notices.map(({ task, kind, audience }) => ({ task, kind, audience })),
    );
  }
  return [...told].map(([unit, notices]) => ({ unit, notices }));
}

function shardOf(
  { plan, tasks, ladder, calendar, directory, now: from }: RestInput,
  table: RoundsState,
  amended?: Parameters<typeof restOf>[1],
): { readonly told: readonly Told[]; readonly until: Day; play(until: Day): readonly RehearsedLetter[] } {
  const world = rehearsedTasks({ ladder, calendar }, table, from, { table, tasks });
  const told = amended === undefined ? [] : carryOut(world, plan, amended.amendment, amended.actor, from);
  const own = [...world.states().values()].filter((task) => task.plan === plan);
  const last = own.map((task) => task.due).reduce((a, b) => (a > b ? a : b), dayOf(from));
  return {
    told,
    until: addDays(last, DAYS_AFTER_LAST_DEADLINE),
    play(until) {
      const endAt = instantOf(addDays(until, 1));
      const letters = rehearsedLetters({
        directory: () => directory,
        tasks: () => world.states(),
        cycles: () => new Map(),
      });
      for (let now = world.wake(from); now < endAt; now = world.wake(now))
        for (const draft of world.round(now).letters) letters.send(draft, now);
      const ours = new Set(own.map((task) => task.id));
      return letters.all.filter(({ draft }) => draft.notices.some(({ task }) => ours.has(task)));
    },
  };
}

/** How the letters of an amended rest differ; letters are known by their keys, which name kind, day and unit. */
export interface RestDifference {
  readonly added: readonly RehearsedLetter[];
  readonly gone: readonly RehearsedLetter[];
  readonly changed: readonly { readonly before: RehearsedLetter; readonly after: RehearsedLetter }[];
}

export function restDifference(before: readonly RehearsedLetter[], after: readonly RehearsedLetter[]): RestDifference {
  const old = new Map(before.map((letter) => [letter.draft.key, letter]));
  const fresh = new Set(after.map((letter) => letter.draft.key));
  const said = ({ draft }: RehearsedLetter): string => JSON.stringify([draft.notices, draft.facts]);
  return {
    added: after.filter(({ draft }) => !old.has(draft.key)),
    gone: before.filter(({ draft }) => !fresh.has(draft.key)),
    changed: after.flatMap((letter) => {
      const was = old.get(letter.draft.key);
      return was === undefined || said(was) === said(letter) ? [] : [{ before: was, after: letter }];
    }),
  };
}
