/** From a settled plan to the tasks of its year, and from a task to what rounds must know. Pure and workflow-safe. */
import { type Day, dayOf } from './day.js';
import { taskId } from './ids.js';
import type { Plan, PlanTask } from './plan.js';
import type { RoundsTask } from './schedule/table.js';
import type { LetterDraft, Notice } from './schedule/types.js';
import { isOpen, leadsOf, supportsOf, type TaskOrigin, type TaskState, unsignedOf } from './task.js';
import type { ActOutcome } from './task-acts.js';

/** What a task starts from; short, because it travels into the workflow. */
export interface TaskSeed {
  readonly number: number;
  readonly title: string;
  readonly chapter: string;
  readonly duties: TaskState['duties'];
  readonly due: Day;
  readonly dueSource: 'text' | 'default';
  readonly recurring?: string;
  readonly origin?: TaskOrigin;
  /** Only where they are not the plan's. */
  readonly targets?: TaskState['targets'];
}

/** Seeds of all tasks whose duties are settled; duties without a unit are left out (a launch refuses them before). */
export function seedsOf(plan: Pick<Plan, 'tasks'>): readonly TaskSeed[] {
  return plan.tasks.map((task: PlanTask) => ({
    number: task.number,
    title: task.title,
    chapter: task.chapter,
    duties: task.duties.flatMap((d) => (d.unit === null ? [] : [{ unit: d.unit, role: d.role }])),
    due: task.due,
    dueSource: task.dueSource,
    ...(task.recurring === undefined ? {} : { recurring: task.recurring }),
  }));
}

/** The task as it stands at its assignment. `redAt` in epoch ms. */
export function assignTask(
  plan: string,
  year: number,
  seed: TaskSeed,
  assigned: Day,
  assignedAt: number,
  redAt: number,
): TaskState {
  return {
    id: taskId(plan, year, seed.number),
    plan,
    year,
    number: seed.number,
    title: seed.title,
    chapter: seed.chapter,
    duties: seed.duties,
    reporter: leadsOf(seed)[0] ?? '',
    ...(seed.recurring === undefined ? {} : { recurring: seed.recurring }),
    ...(seed.origin === undefined ? {} : { origin: seed.origin }),
    ...(seed.targets === undefined ? {} : { targets: seed.targets }),
    assigned,
    assignedAt,
    due: seed.due,
    dueSource: seed.dueSource,
    firstDue: seed.due,
    binding: assigned,
    dueRevision: 0,
    redAt,
    stage: 'assigned',
    overdue: redAt <= assignedAt,
    signed: {},
    returns: 0,
    extensions: 0,
    seq: 1,
  };
}

/** The row of a task in the rounds' table. */
export function roundsTask(state: TaskState, schedule: string): RoundsTask {
  return {
    id: state.id,
    seq: state.seq,
    open: isOpen(state),
    suspended: state.suspended !== undefined,
    leads: leadsOf(state),
    supports: supportsOf(state),
    unsigned: unsignedOf(state),
    schedule,
    due: state.due,
  };
}

/** Notices that tell every unit of a new task of its assignment. */
export function assignmentNotices(state: TaskState): readonly Omit<Notice, 'rungs'>[] {
  // The fields in this order: histories on record are compared to the letter.
  const notice = (unit: string, audience: 'lead' | 'support'): Omit<Notice, 'rungs'> => ({
    ...{ task: state.id, unit, audience, kind: 'assignment' },
    ...(state.origin === undefined ? {} : { byPlan: true }),
  });
  return [
    ...leadsOf(state).map((unit) => notice(unit, 'lead')),
    ...supportsOf(state).map((unit) => notice(unit, 'support')),
  ];
}

/** One-off notices that follow an act. */
export function actNotices(outcome: ActOutcome): readonly Omit<Notice, 'rungs'>[] {
  return outcome.tell.map((one) => ({ task: outcome.state.id, ...one }));
}

/** The letter that answers an act at once, if the act has one. */
export function actLetter(outcome: ActOutcome, office: string, now: number): LetterDraft | undefined {
  if (!outcome.letter) return undefined;
  const { kind, unit, facts } = outcome.letter;
  const { id, seq } = outcome.state;
  return {
    key: `${kind}/${id}/${seq}`,
    kind,
    office,
    unit,
    role: 'liaison',
    day: dayOf(now),
    at: now,
    notices: [{ task: id, unit, audience: 'lead', kind: 'decision', rungs: [] }],
    facts,
  };
}

/** Tells the office at once that a letter reached nobody, or was refused by an address on the way. */
export function undeliveredLetter(
  draft: LetterDraft,
  refused: readonly string[],
  reached: boolean,
  now: number,
): LetterDraft {
  return {
    key: `undelivered/${draft.key}`,
    kind: 'undelivered',
    office: draft.office,
    unit: draft.office,
    role: 'liaison',
    day: draft.day,
    at: now,
    notices: draft.notices.map((n) => ({ ...n, audience: 'office' as const })),
    facts: { letter: draft.key, unit: draft.unit, refused: refused.join(','), reached },
  };
}
