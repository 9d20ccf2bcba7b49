/**
 * A file becomes a draft plan: a plan document through the reader, or a plan already settled as YAML. What a person has
 * to decide stays a finding; no unit and no date is guessed.
 */
import { basename } from 'node:path';
import { z } from 'zod';
import type { Day } from '../domain/day.js';
import { resolve } from '../domain/directory.js';
import { DubanError, fault } from '../domain/errors.js';
import { fnv1a } from '../domain/ids.js';
import type { Directory } from '../domain/org.js';
import { readPlan } from '../domain/parse/read-plan.js';
import type { ReadDuty, ReadItem, Reading } from '../domain/parse/reading.js';
import { type Duty, type Plan, type PlanFinding, type PlanTask, planSchema } from '../domain/plan.js';
import { readYaml } from '../domain/yaml-text.js';

z.config(z.locales.zhCN());

/** Who appointed the office and who approved the supervision; a document does not say it. */
export type Mandate = Pick<Plan, 'appointment' | 'approval'>;
const mandateSchema = planSchema.pick({ appointment: true, approval: true });

const MAX_TITLE = 60;

/**
 * Reads `text` as what the file's name says: `.yaml`, `.yml` and `.json` hold a plan, everything else is a document.
 * @throws DubanError with all faults: of the YAML with their lines, or what the reader refuses.
 */
export function intake(name: string, text: string, directory: Directory, today: Day, mandate: Mandate = {}): Plan {
  const plan = /\.(ya?ml|json)$/i.test(name)
    ? readPlanFile(name, text)
    : draftOf(readPlan(text, { resolve: (words) => resolve(directory, words) }), name, today);
  return { ...plan, ...given(mandate) };
}

/** Reads a plan as YAML. @throws DubanError `plan-yaml` or `plan-field`, every fault with its line. */
export function readPlanFile(name: string, text: string): Plan {
  return readYamlAs(planSchema, name, text);
}

/** Reads a file with `appointment` and `approval`, in the form the plan files use. */
export function readMandate(name: string, text: string): Mandate {
  return given(readYamlAs(mandateSchema, name, text));
}

function readYamlAs<T extends z.ZodType>(schema: T, file: string, text: string): z.output<T> {
  const yaml = readYaml(text);
  if (yaml.faults.length > 0)
    throw new DubanError(yaml.faults.map((f) => fault('plan-yaml', { file, detail: f.detail }, f.line)));
  const read = schema.safeParse(yaml.value);
  if (read.success) return read.data;
  throw new DubanError(
    read.error.issues.map((issue) =>
      fault('plan-field', { path: issue.path.join('.') || '内容', detail: issue.message }, yaml.lineOf(issue.path)),
    ),
  );
}

function given(mandate: { readonly [K in keyof Mandate]?: Mandate[K] | undefined }): Mandate {
  return {
    ...(mandate.appointment === undefined ? {} : { appointment: mandate.appointment }),
    ...(mandate.approval === undefined ? {} : { approval: mandate.approval }),
  };
}

function draftOf(reading: Reading, name: string, today: Day): Plan {
  const { document } = reading;
  const findings: PlanFinding[] = reading.findings.map((f) => ({
    code: f.code,
    message: `第${f.line}行：${f.message}`,
    blocking: f.blocking,
  }));
  const issued = document.issued ?? today;
  if (document.issued === null)
    findings.push({ code: 'issued-missing', message: `文件没有印发日期，暂按导入日 ${today}，请确认`, blocking: true });
  const [first, last] = document.period ?? [Number(issued.slice(0, 4)), Number(issued.slice(0, 4))];
  const tasks = numbered(reading.items, `${last}-12-31`, findings);
  return {
    id: planId(name, document.title, first),
    title: cut(document.title, 200) || cut(name, 200),
    number: document.number ?? '',
    issuer: document.issuer ?? '',
    issued,
    year: first,
    ...(first === last ? {} : { period: [first, last] as [number, number] }),
    tasks,
    findings,
  };
}

/** Gives every entry a number of its own: the printed one where it is free, else the next after the highest. */
function numbered(items: readonly ReadItem[], lastDay: Day, findings: PlanFinding[]): PlanTask[] {
  const taken = new Set<number>();
  let highest = Math.max(0, ...items.map((item) => item.number ?? 0));
  return items.map((item) => {
    const printed = item.number;
    const number = printed !== null && printed > 0 && !taken.has(printed) ? printed : ++highest;
    taken.add(number);
    for (const f of item.findings)
      findings.push({ code: f.code, task: number, message: `第${f.line}行：${f.message}`, blocking: f.blocking });
    if (printed !== null && number !== printed) {
      findings.push({
        code: 'renumbered',
        task: number,
        message: `文件中的第${printed}项另有责任单位的分项，编为任务${number}`,
        blocking: false,
      });
    }
    return taskOf(item, number, lastDay);
  });
}

function taskOf(item: ReadItem, number: number, lastDay: Day): PlanTask {
  const dates = item.deadlines.filter((d) => d.kind === 'date' && d.due !== null);
  // Several dates in one item are stages: the task is due when the last one is.
  const due = dates
    .map((d) => d.due ?? '')
    .toSorted()
    .at(-1);
  const recurring = item.deadlines.find((d) => d.kind === 'recurring')?.raw;
  const title = item.sub === undefined ? item.title : `${item.title}：${item.sub}`;
  return {
    number,
    title: cut(title, MAX_TITLE) || `第${number}项`,
    chapter: item.chapter ?? '',
    duties: distinct(item.duties.flatMap(dutiesOf)),
    due: due ?? lastDay,
    dueSource: dates.some((d) => d.source === 'text') ? 'text' : 'default',
    ...(recurring === undefined ? {} : { recurring }),
    targets: item.targets.map(({ metric, op, value, unit, raw }) => ({ metric, op, value, unit, raw })),
  };
}

/** A group word becomes a duty of each of its members; what the directory does not know stays open. */
function dutiesOf(duty: ReadDuty): Duty[] {
  const raw = duty.unit ?? duty.group ?? duty.raw;
  if (duty.resolved === null) return [{ role: duty.role, unit: null, raw }];
  const ids = duty.resolved.members ?? [duty.resolved.id];
  return ids.map((unit) => ({ role: duty.role, unit, raw }));
}

function distinct(duties: readonly Duty[]): Duty[] {
  return duties.filter(
    (duty, at) => duty.unit === null || duties.findIndex((d) => d.unit === duty.unit && d.role === duty.role) === at,
  );
}

/** The file's name where it can be an id, else one made from the title: the same document always gets the same id. */
function planId(name: string, title: string, year: number): string {
  const slug = basename(name)
    .replace(/^.*[/\\]/, '')
    .replace(/\.[^.]*$/, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);
  return /^[a-z0-9][a-z0-9-]{2,59}$/.test(slug) && /[a-z]/.test(slug)
    ? slug
    : `plan-${year}-${fnv1a(title).toString(16)}`;
}

function cut(text: string, length: number): string {
  const flat = text.replace(/\s+/g, ' ').trim();
  return flat.length <= length ? flat : `${flat.slice(0, length - 1)}…`;
}
