/** The ground of the stories about indicators: the 21 of a real five-year plan, in years to come. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { Day } from '../../domain/day.js';
import { type Plan, planSchema } from '../../domain/plan.js';
import { fromRoot } from '../../worker/root.js';
import { year } from './district.js';

const shift = year - 2021;

/** The five years of the seed, played in years to come. */
export function shifted(id: string): Plan {
  const text = readFileSync(fromRoot('seeds', 'plans', 'zhangdian-2021-2025.yaml'), 'utf8');
  const seed = planSchema.parse(parse(text));
  const moved = (day: Day): Day => `${Number(day.slice(0, 4)) + shift}${day.slice(4)}`;
  return planSchema.parse({
    ...seed,
    id,
    issued: moved(seed.issued),
    year: seed.year + shift,
    period: [year, year + 4],
    appointment: seed.appointment && { ...seed.appointment, from: `${year}-01-04` },
    approval: seed.approval && { ...seed.approval, on: `${year}-01-04` },
    indicators: seed.indicators?.map((one) => ({
      ...one,
      baseYear: (one.baseYear ?? 0) + shift,
      targetYear: (one.targetYear ?? 0) + shift,
    })),
  });
}
