/**
 * A file becomes a draft plan: a plan document through the reader, or a plan already settled as YAML. What a person has
 * to decide stays a finding; no unit and no date is guessed.
 */
import { basename } from 'node:path';
import { z } from 'zod';
import { type Day, yearOf } from '../domain/day.js';
import { resolve } from '../domain/directory.js';
import { DubanError, fault } from '../domain/errors.js';
import { fnv1a } from '../domain/ids.js';
import type { Directory } from '../domain/org.js';
import { toPlan } from '../domain/parse/draft.js';
import { readPlan } from '../domain/parse/read-plan.js';
import type { Reading } from '../domain/parse/reading.js';
import { type Plan, planFields, planSchema } from '../domain/plan.js';
import { hasYear, planInYear } from '../domain/plan-year.js';
import { readYaml } from '../domain/yaml-text.js';
import { isPlanFile } from './formats/plan-file.js';
import { pastedText } from './formats/text-of.js';
import { issueWords } from './zod-words.js';

z.config({ localeError: issueWords });

/** Who appointed the office and who approved the supervision; a document does not say it. */
export type Mandate = Pick<Plan, 'appointment' | 'approval'>;
const mandateSchema = planFields.pick({ appointment: true, approval: true });

/**
 * Reads `text` as what the file's name says: `.yaml`, `.yml` and `.json` hold a plan, everything else is a document, as
 * text or as the markup of a page.
 * @throws DubanError with all faults: of the YAML with their lines, or what the reader refuses.
 */
export function intake(name: string, text: string, directory: Directory, today: Day, mandate: Mandate = {}): Plan {
  const plan = isPlanFile(name)
    ? readPlanFile(name, text)
    : draftOf(readPlan(pastedText(text), { resolve: (words) => resolve(directory, words) }), name, today);
  return { ...plan, ...given(mandate) };
}

/**
 * The plan moved to another year to try it out: dates, appointment and approval move along, id and title say so. The plan
 * itself where it is that year, or one of several it spans.
 */
export function triedIn(plan: Plan, year: number): Plan {
  if (year === plan.year) return plan;
  if (hasYear(plan, year)) return { ...plan, year };
  const id = plan.id.includes(String(plan.year))
    ? plan.id.replaceAll(String(plan.year), String(year))
    : `${plan.id}-${year}`;
  return { ...planInYear(plan, year), id, title: `${plan.title}${triedWords(year)}` };
}

/** A revised document in the year its running plan is in: one of several, or the year the plan was moved to for a try. */
export function besides(revised: Plan, kept: Pick<Plan, 'title' | 'year'>): Plan {
  return hasYear(revised, kept.year) || kept.title.endsWith(triedWords(kept.year))
    ? triedIn(revised, kept.year)
    : revised;
}

const triedWords = (year: number): string => `（移至${year}年试用）`;

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
  const issued = document.issued ?? today;
  const plan = toPlan(reading, {
    id: planId(name, document.title, document.period?.[0] ?? yearOf(issued)),
    issued,
    year: document.period?.[0] ?? yearOf(issued),
  });
  if (document.issued !== null) return plan;
  const missing = { code: 'issued-missing', message: `文件没有印发日期，暂按导入日 ${today}，请确认`, blocking: true };
  return { ...plan, findings: [missing, ...plan.findings] };
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
