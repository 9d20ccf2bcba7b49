/** A reading to a plan draft: unresolved duties stay, with unit null and a blocking finding, for the office to settle. */
import type { Day } from '../day.js';
import { yearOf } from '../day.js';
import { DubanError, type Fault, fault } from '../errors.js';
import type { Duty, Plan, PlanFinding, PlanIndicator, PlanTask } from '../plan.js';
import type { ReadingFinding } from './findings.js';
import type { ReadDuty, ReadIndicator, ReadItem, Reading } from './reading.js';

export interface DraftOptions {
  /** Id of the plan: small letters, digits and hyphens. */
  readonly id: string;
  /** Year the tasks are taken on for; default: the first year of the document's period, or that of its issue. */
  readonly year?: number;
  /** Day of issue where the document prints none. */
  readonly issued?: Day;
}

/**
 * Turns a reading into a plan draft in the shape of domain/plan. Numbers that come twice (restarting in each group)
 * are replaced by running ones; sub-paragraphs go into their task; group words become their members.
 * @throws DubanError `draft-year` and `draft-issued` when the document gives none and the options neither.
 */
export function toPlan(reading: Reading, options: DraftOptions): Plan {
  const { document } = reading;
  const issued = options.issued ?? document.issued;
  const year = options.year ?? document.period?.[0] ?? (issued ? yearOf(issued) : null);
  const faults: Fault[] = [
    ...(year === null ? [fault('draft-year')] : []),
    ...(issued === null ? [fault('draft-issued')] : []),
  ];
  if (year === null || issued === null) throw new DubanError(faults);
  const tasks = tasksOf(reading, year);
  return {
    id: options.id,
    title: document.title.slice(0, 200) || options.id,
    number: document.number ?? '',
    issuer: document.issuer ?? '',
    issued,
    year,
    ...(document.period ? { period: [document.period[0], document.period[1]] } : {}),
    tasks: tasks.map(({ task }) => task),
    ...(reading.indicators.length > 0 ? { indicators: reading.indicators.map(planIndicator) } : {}),
    findings: [
      ...reading.findings.map((one) => planFinding(one)),
      ...tasks.flatMap(({ findings }) => findings),
      ...reading.indicators.flatMap(indicatorFindings),
    ],
  };
}

/** What a plan keeps of an indicator: its cells. The course follows from them, places stay with the document. */
function planIndicator(one: ReadIndicator): PlanIndicator {
  const { number, group, name, unit, baseYear, targetYear, base, target, growth, cumulative, nature } = one;
  return { number, group, name, unit, baseYear, targetYear, base, target, growth, cumulative, nature };
}

function indicatorFindings({ number, findings }: ReadIndicator): PlanFinding[] {
  return findings.map((one) => ({ ...planFinding(one), ...(number === null ? {} : { indicator: number }) }));
}

/** Findings about a missing thing have no words of their own: their span is the item. */
const wordless: ReadonlySet<string> = new Set(['no-unit', 'title-missing', 'number-gap', 'number-none']);
const WORDS_KEPT = 80;

function planFinding({ code, message, blocking, line, words }: ReadingFinding, task?: number): PlanFinding {
  return {
    code,
    ...(task === undefined ? {} : { task }),
    message: `第${line}行：${message}`,
    ...(wordless.has(code) ? {} : { words: words.replace(/\s+/g, '').slice(0, WORDS_KEPT) }),
    blocking,
  };
}

interface Drafted {
  readonly task: PlanTask;
  readonly findings: readonly PlanFinding[];
}

function tasksOf(reading: Reading, year: number): Drafted[] {
  const groups: ReadItem[][] = [];
  for (const item of reading.items) {
    if (item.sub === undefined || groups.length === 0) groups.push([item]);
    else groups.at(-1)?.push(item);
  }
  const printed = groups.map((entries) => entries[0]?.number ?? null);
  const keep = printed.every((number) => number !== null && number >= 1) && new Set(printed).size === printed.length;
  const listed = reading.document.kind === 'key-tasks';
  const { period } = reading.document;
  const several = period !== null && period[1] > period[0] ? period : null;
  return groups.map((entries, i) =>
    drafted(entries, keep ? (printed[i] ?? i + 1) : i + 1, { year, listed, keep, several }),
  );
}

interface DraftContext {
  readonly year: number;
  /** A year's list of tasks: 12-31 is its rule, not a guess. */
  readonly listed: boolean;
  /** The printed numbers serve as task numbers. */
  readonly keep: boolean;
  /** First and last year of a plan that spans years: each takes the dates and targets that are its own, undated tasks wait until they are picked. */
  readonly several: readonly [number, number] | null;
}

function drafted(entries: readonly ReadItem[], number: number, { year, listed, keep, several }: DraftContext): Drafted {
  const head = entries[0] as ReadItem;
  const findings = entries.flatMap((entry) => entry.findings.map((one) => planFinding(one, number)));
  if (!keep)
    findings.push({
      code: 'renumbered',
      task: number,
      message: `原文编号${head.number ?? '（无）'}（${head.group ?? head.chapter ?? ''}），按次序编为${number}`,
      blocking: false,
    });
  const dates = entries.flatMap((entry) =>
    entry.deadlines.filter((one) => one.kind === 'date' && one.source === 'text' && one.due !== null),
  );
  const due = dueOf(
    dates.map((one) => one.due as Day),
    year,
  );
  const recurring = entries.flatMap((entry) => entry.deadlines).find((one) => one.kind === 'recurring');
  const undated = dates.length === 0 && recurring === undefined;
  if (due === null && !listed && !(several !== null && !undated))
    findings.push({
      code: 'deadline-none',
      task: number,
      message:
        several !== null
          ? '原文没有写明时限，不随各年交办；需要时由办公室选定年份'
          : `原文没有${year}年的时限，暂按${year}-12-31，请确认或改期`,
      blocking: several === null,
    });
  const days = dates
    .map(({ due: day, raw }) => ({ due: day as Day, raw }))
    .filter((one, at, all) => all.findIndex((other) => other.due === one.due) === at);
  const task: PlanTask = {
    number,
    title: (head.title || `任务${number}`).slice(0, 60),
    chapter: head.chapter ?? '',
    duties: dutiesOf(entries.flatMap((entry) => entry.duties)),
    due: due ?? `${year}-12-31`,
    dueSource: due === null ? 'default' : 'text',
    ...(several !== null && days.length > 0 ? { deadlines: days } : {}),
    ...(several !== null && undated ? { undated: true } : {}),
    ...(recurring ? { recurring: recurring.raw } : {}),
    targets: entries.flatMap((entry) =>
      entry.targets.map(({ metric, op, value, unit, raw, year: own }) => ({
        ...{ metric, op, value, unit, raw },
        ...(several !== null && own !== undefined && own >= several[0] && own <= several[1] ? { year: own } : {}),
      })),
    ),
  };
  return { task, findings };
}

/** The last date within the year, else the first one after it. */
function dueOf(dates: readonly Day[], year: number): Day | null {
  const sorted = [...dates].sort();
  return sorted.findLast((day) => yearOf(day) === year) ?? sorted.find((day) => yearOf(day) > year) ?? null;
}

/** Each unit once, in its first role; members of group words behind the units named themselves. */
function dutiesOf(read: readonly ReadDuty[]): Duty[] {
  const duties: Duty[] = [];
  const add = (duty: Duty): void => {
    const twice = duties.some((one) =>
      duty.unit === null ? one.raw === duty.raw && one.role === duty.role : one.unit === duty.unit,
    );
    if (!twice) duties.push(duty);
  };
  for (const { role, unit, resolved } of read) {
    if (unit !== undefined) add({ role, unit: resolved?.id ?? null, raw: unit });
  }
  for (const { role, group, resolved } of read) {
    if (group === undefined) continue;
    const members = resolved?.members ?? [];
    if (members.length === 0) add({ role, unit: null, raw: group });
    for (const member of members) add({ role, unit: member, raw: group });
  }
  return duties;
}
