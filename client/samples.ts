/** The plans that come with duban, offered on the first page. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { refuse } from '../domain/errors.js';
import type { Plan } from '../domain/plan.js';
import { fromRoot } from '../worker/root.js';
import { readPlanFile } from './intake.js';

const folder = fromRoot('seeds', 'plans');
let read: readonly Plan[] | undefined;

/** All sample plans, read once. */
export function samplePlans(): readonly Plan[] {
  if (!existsSync(folder)) return [];
  read ??= readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .toSorted()
    .map((file) => readPlanFile(file, readFileSync(join(folder, file), 'utf8')));
  return read;
}

/** One sample by its plan id. @throws `not-found`. */
export function samplePlan(id: string): Plan {
  const found = samplePlans().find((plan) => plan.id === id);
  if (found === undefined) throw refuse('not-found', { what: id });
  return found;
}
