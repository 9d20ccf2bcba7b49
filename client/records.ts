/**
 * The reading side of pages and API: what is on record, with the light of today and the next step of each task. Never
 * asks Temporal; lists come from the ledger (design section 3).
 */
import type { Readable } from 'node:stream';
import { inArray } from 'drizzle-orm';
import { badAddresses } from '../activities/ledger/addresses.js';
import { loadCalendarYears } from '../activities/ledger/calendar-years.js';
import { loadMailbox, type MailboxRow } from '../activities/ledger/comments/mailbox.js';
import type { Ledger } from '../activities/ledger/connect.js';
import { loadDirectory } from '../activities/ledger/directory.js';
import { type Counts, counts, eventsOf, type OnTime, onTime } from '../activities/ledger/figures.js';
import { listFormal } from '../activities/ledger/formal.js';
import { type LetterFilter, type LetterLine, lettersOf, loadLetter } from '../activities/ledger/letters.js';
import { listPlans, loadPlan, type PlanRow } from '../activities/ledger/plans.js';
import { letterTask } from '../activities/ledger/schema.js';
import { listTasks, loadTask } from '../activities/ledger/tasks.js';
import { type ChainCheck, verifyChain } from '../activities/ledger/verify.js';
import { shippedYears } from '../domain/calendar/holidays.js';
import { type Calendar, makeCalendar } from '../domain/calendar/workdays.js';
import { dayOf } from '../domain/day.js';
import { type Fault, refuse } from '../domain/errors.js';
import { stateWords } from '../domain/letter-words.js';
import { type Light, light } from '../domain/light.js';
import type { Directory } from '../domain/org.js';
import { openQuestions, takenOn } from '../domain/plan-year.js';
import type { Rehearsal } from '../domain/schedule/rehearsal.js';
import type { Ladder } from '../domain/schedule/types.js';
import { type Actor, isOpen, leadsOf, supportsOf, type TaskState, unsignedOf } from '../domain/task.js';
import type { ArchiveOptions } from './archive/collect.js';
import type {
  FormalAnswer,
  LetterAnswer,
  LetterDetail,
  PlanAnswer,
  PlanDetail,
  StatusAnswer,
  TaskAnswer,
  TaskDetail,
  UnitsAnswer,
} from './http/answers.js';
import type { PlanLifeAnswer } from './http/plan-life-answers.js';
import type { YearListAnswer } from './http/plan-year-answers.js';
import type { ReorganisationsAnswer } from './http/reorganise-answers.js';
import { letterAnswer, nameOf } from './letter-answer.js';
import { readLife } from './life/records.js';
import { readYearList, rehearseYear } from './life/year-records.js';
import { nextStep } from './next-step.js';
import { reorganisationRecords } from './reorganisation/records.js';
import { unknownTask } from './unknown-task.js';

export interface AdminFigures {
  readonly counts: Counts;
  readonly onTime: OnTime;
  readonly refused: readonly { readonly address: string; readonly reason: string; readonly at: number }[];
  readonly undeliverable: readonly LetterAnswer[];
  readonly failing: readonly LetterAnswer[];
  /** The mailbox that comments come to; absent while none is set up. */
  readonly mailbox?: MailboxRow;
}

export interface Records {
  status(): Promise<StatusAnswer>;
  /** @throws `not-found`. */
  plan(id: string): Promise<PlanDetail>;
  /** The key-task list of a year. @throws `not-found`. */
  year(plan: string, year: number): Promise<YearListAnswer>;
  /** What the year's new tasks would bring if it began now and nobody answered. @throws `not-found`. */
  rehearseYear(plan: string, year: number): Promise<Rehearsal | { readonly faults: readonly Fault[] }>;
  tasks(filter: {
    readonly plan?: string;
    readonly unit?: string;
    readonly open?: boolean;
  }): Promise<readonly TaskAnswer[]>;
  /** @throws `task-unknown`, `task-other-plan`. */
  task(id: string): Promise<TaskDetail>;
  letters(filter: LetterFilter): Promise<readonly LetterAnswer[]>;
  /** @throws `not-found`. */
  letter(key: string): Promise<LetterDetail>;
  formal(): Promise<readonly FormalAnswer[]>;
  directory(): Promise<Directory>;
  units(): Promise<UnitsAnswer>;
  /** Reorganisations, and the units with former names or an end. */
  reorganisations(): Promise<ReorganisationsAnswer>;
  calendar(): Promise<Calendar>;
  admin(): Promise<AdminFigures>;
  verify(): Promise<ChainCheck>;
  /** Everything on record about a plan. @throws `not-found`. */
  exportPlan(id: string): Promise<unknown>;
  /** The life of a plan: where it stands, its years and evaluations, what is due. @throws `not-found`. */
  life(id: string): Promise<PlanLifeAnswer>;
  /** The archive of a plan, a ZIP file that is made while it is read; `by` takes it away, which is on record. @throws `not-found`. */
  archive(id: string, options: Pick<ArchiveOptions, 'contacts'>, by: Actor): Promise<Readable>;
}

/** Units in a letter list or export: more than a plan's year sends. */
const ALL = 100_000;

/** @param now epoch ms of the present, for lights and next steps. */
export function readRecords(ledger: Ledger, now: () => number = Date.now): Records {
  const calendar = async () => makeCalendar([...shippedYears(), ...(await loadCalendarYears(ledger))]);

  const mustPlan = async (id: string): Promise<PlanRow> => {
    const row = await loadPlan(ledger, id);
    if (row === undefined) throw refuse('not-found', { what: id });
    return row;
  };

  const lettersWith = async (lines: readonly LetterLine[], directory: Directory): Promise<LetterAnswer[]> => {
    const keys = lines.map((l) => l.key);
    const carried =
      keys.length === 0 ? [] : await ledger.db.select().from(letterTask).where(inArray(letterTask.letterKey, keys));
    const tasks = groupBy(carried, (row) => row.letterKey);
    return lines.map((line) =>
      letterAnswer(line, directory, (tasks.get(line.key) ?? []).map((row) => row.task).toSorted(byNumber)),
    );
  };

  return {
    async status() {
      const [rows, tasks, figures] = await Promise.all([listPlans(ledger), listTasks(ledger), counts(ledger)]);
      const byPlan = groupBy(tasks, (t) => t.plan);
      const today = dayOf(now());
      return {
        plans: rows.map((row) => planAnswer(row, byPlan.get(row.id) ?? [], today)),
        formalWaiting: figures.pendingFormal,
        undeliverable: figures.undeliverable,
      };
    },
    async plan(id) {
      const [row, tasks, directory, days] = await Promise.all([
        mustPlan(id),
        listTasks(ledger, { plan: id }),
        loadDirectory(ledger),
        calendar(),
      ]);
      const list = tasks.map((task) => taskAnswer(task, directory, row.ladder, days, now()));
      return { ...planAnswer(row, tasks, dayOf(now())), plan: row.plan, list };
    },
    year: (id, year) => readYearList(ledger, id, year, now()),
    rehearseYear: (id, year) => rehearseYear(ledger, id, year, now()),
    async tasks(filter) {
      const [plans, tasks, directory, days] = await Promise.all([
        listPlans(ledger),
        listTasks(ledger, filter),
        loadDirectory(ledger),
        calendar(),
      ]);
      const ladders = new Map(plans.map((row) => [row.id, row.ladder]));
      return tasks.map((task) => taskAnswer(task, directory, ladders.get(task.plan) ?? null, days, now()));
    },
    async task(id) {
      const state = await loadTask(ledger, id);
      if (state === undefined) throw await unknownTask(ledger, id);
      const [row, directory, days, history, letters] = await Promise.all([
        loadPlan(ledger, state.plan),
        loadDirectory(ledger),
        calendar(),
        eventsOf(ledger, { subject: id, limit: 1000 }),
        lettersOf(ledger, { task: id, limit: 1000 }),
      ]);
      const answer = taskAnswer(state, directory, row?.ladder ?? null, days, now());
      return { ...answer, state, history, letters: await lettersWith(letters, directory) };
    },
    async letters(filter) {
      const [lines, directory] = await Promise.all([lettersOf(ledger, filter), loadDirectory(ledger)]);
      return lettersWith(lines, directory);
    },
    async letter(key) {
      const [row, directory] = await Promise.all([loadLetter(ledger, key), loadDirectory(ledger)]);
      if (row === undefined) throw refuse('not-found', { what: key });
      const [answer] = await lettersWith([row], directory);
      if (answer === undefined) throw refuse('not-found', { what: key });
      return { ...answer, text: row.text, html: row.html, messageId: row.messageId };
    },
    async formal() {
      const [rows, directory] = await Promise.all([listFormal(ledger), loadDirectory(ledger)]);
      const name = nameOf(directory);
      const answers = rows.map(
        (row): FormalAnswer => ({
          id: row.id,
          unit: name(row.unit),
          tasks: row.tasks.toSorted(byNumber),
          copies: row.copies.map(name),
          day: row.day,
          status: row.status,
          number: row.number,
          decidedBy: row.decidedBy,
        }),
      );
      return [
        ...answers.filter((f) => f.status === 'draft'),
        ...answers.filter((f) => f.status !== 'draft').toReversed(),
      ];
    },
    directory: () => loadDirectory(ledger),
    async units() {
      const { units, groups } = await loadDirectory(ledger);
      return {
        units: units.map(({ id, name, kind, aliases, contacts, standIns, ended }) => ({
          id,
          name,
          kind,
          aliases,
          contacts,
          standIns,
          ...(ended === undefined ? {} : { ended }),
        })),
        groups,
      };
    },
    reorganisations: () => reorganisationRecords(ledger),
    calendar,
    async admin() {
      const [figures, late, refused, lost, retry, directory, mailbox] = await Promise.all([
        counts(ledger),
        onTime(ledger),
        badAddresses(ledger),
        lettersOf(ledger, { status: 'undeliverable' }),
        lettersOf(ledger, { status: 'retry' }),
        loadDirectory(ledger),
        loadMailbox(ledger),
      ]);
      return {
        counts: figures,
        onTime: late,
        refused: [...refused.values()].map(({ address, reason, at }) => ({ address, reason, at })),
        undeliverable: await lettersWith(lost, directory),
        failing: await lettersWith(retry, directory),
        ...(mailbox === undefined ? {} : { mailbox }),
      };
    },
    verify: () => verifyChain(ledger),
    life: (id) => readLife(ledger, id, now()),
    // The libraries that write documents are loaded by the first who asks for an archive.
    archive: async (id, options, by) =>
      (await import('./archive/collect.js')).openArchive(ledger, id, { ...options, now: now() }, by),
    async exportPlan(id) {
      const [row, tasks, directory, lines, planEvents, events, formal] = await Promise.all([
        mustPlan(id),
        listTasks(ledger, { plan: id }),
        loadDirectory(ledger),
        lettersOf(ledger, { plan: id, limit: ALL }),
        eventsOf(ledger, { subject: id, limit: ALL }),
        eventsOf(ledger, { limit: ALL }),
        listFormal(ledger),
      ]);
      const letters = await lettersWith(lines, directory);
      const about = new Set([...tasks.map((t) => t.id), ...letters.map((l) => l.key)]);
      return {
        plan: row.plan,
        status: row.status,
        ladder: row.ladder,
        launchedAt: row.launchedAt,
        launchedBy: row.launchedBy,
        closedAt: row.closedAt,
        tasks,
        letters,
        formal: formal.filter((f) => f.tasks.some((task) => task.startsWith(`${id}/`))),
        events: [...planEvents, ...events.filter((e) => about.has(e.subject))].toSorted((a, b) => a.seq - b.seq),
        units: directory.units,
      };
    },
  };
}

function groupBy<T>(list: readonly T[], key: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of list) {
    const group = groups.get(key(one));
    if (group === undefined) groups.set(key(one), [one]);
    else group.push(one);
  }
  return groups;
}

/** `plan/2027/9` before `plan/2027/10`. */
function byNumber(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}

function planAnswer(row: PlanRow, tasks: readonly TaskState[], today: string): PlanAnswer {
  const lights: Record<Light['colour'], number> = { green: 0, yellow: 0, red: 0, done: 0, grey: 0 };
  // Tasks of earlier years count as long as they are open.
  const current = tasks.filter((task) => task.year >= row.year || isOpen(task));
  for (const task of current) lights[light(task, today).colour]++;
  const draft = row.status === 'draft';
  const taken = takenOn(row.plan);
  const open = taken.findings.filter((f) => f.settled === undefined);
  return {
    id: row.id,
    title: row.title,
    year: row.year,
    status: row.status,
    tasks: draft ? taken.tasks.length : current.length,
    open: draft ? taken.tasks.length : current.filter(isOpen).length,
    lights,
    openFindings: draft ? openQuestions(row.plan) : 0,
    hints: draft ? open.filter((f) => !f.blocking).length : 0,
    launchedAt: row.launchedAt,
  };
}

function taskAnswer(
  task: TaskState,
  directory: Directory,
  ladder: Ladder | null,
  calendar: Calendar,
  now: number,
): TaskAnswer {
  const name = nameOf(directory);
  return {
    id: task.id,
    plan: task.plan,
    year: task.year,
    number: task.number,
    title: task.title,
    chapter: task.chapter,
    leads: leadsOf(task).map(name),
    supports: supportsOf(task).map(name),
    due: task.due,
    firstDue: task.firstDue,
    dueSource: task.dueSource,
    stage: task.stage,
    stateWords: stateWords(task),
    light: light(task, dayOf(now)),
    overdue: isOpen(task) && task.redAt <= now,
    unsigned: isOpen(task) ? unsignedOf(task).map(name) : [],
    ...(task.targets === undefined ? {} : { targets: task.targets }),
    next: ladder === null ? null : nextStep(task, ladder, calendar, now),
  };
}
