/** Facts read from the real documents by eye, before the reader was run on them; structured, without their sentences. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';

const deadline = z.strictObject({
  item: z.number(),
  kind: z.enum(['date', 'milestone', 'recurring', 'none']),
  due: z.string().nullable(),
  words: z.string(),
});
const target = z.strictObject({
  item: z.number(),
  metric: z.string(),
  op: z.string(),
  value: z.number(),
  unit: z.string(),
});
const cell = z.looseObject({ raw: z.string(), kind: z.string() });
const indicator = z.strictObject({
  number: z.number(),
  group: z.string(),
  name: z.string(),
  unit: z.string(),
  base: cell,
  target: cell,
  growth: cell.nullable(),
  cumulative: cell.nullable(),
  nature: z.enum(['expected', 'binding']),
  course: z.string(),
});

export type DeadlineFact = z.infer<typeof deadline>;
export type TargetFact = z.infer<typeof target>;
export type IndicatorFact = z.infer<typeof indicator>;

const load = (name: string): unknown => JSON.parse(readFileSync(new URL(`./${name}.json`, import.meta.url), 'utf8'));

/** Deadlines of a document; items without an entry have no phrase of time. */
export const deadlineFacts = (name: string): DeadlineFact[] =>
  z.looseObject({ deadlines: z.array(deadline) }).parse(load(name)).deadlines;
/** Targets of a document; `unsure` items may be read either way. */
export const targetFacts = (name: string): { readonly targets: TargetFact[]; readonly unsure: number[] } =>
  z.looseObject({ targets: z.array(target), unsure: z.array(z.number()) }).parse(load(name));
/** Rows of an indicator table. */
export const indicatorFacts = (name: string): IndicatorFact[] =>
  z.looseObject({ indicators: z.array(indicator) }).parse(load(name)).indicators;

/** How many facts were read right, what was missed and what was read that nobody printed. */
export interface Score<Fact> {
  readonly right: number;
  readonly missed: readonly Fact[];
  readonly invented: readonly Fact[];
}

/** Pairs facts with what was read; each may be used once. */
export function score<Fact>(
  facts: readonly Fact[],
  read: readonly Fact[],
  same: (fact: Fact, one: Fact) => boolean,
): Score<Fact> {
  const left = [...read];
  const missed = facts.filter((fact) => {
    const at = left.findIndex((one) => same(fact, one));
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
  return { right: facts.length - missed.length, missed, invented: left };
}
