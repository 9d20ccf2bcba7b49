/** Which task of one reading is which of another: by title first, by number where titles are near or come twice. */

interface Titled {
  readonly number: number;
  readonly title: string;
}

/** Below this two titles of official Chinese share little more than 推进 or 建设. */
const ALIKE = 0.6;
/** The same number makes up for so much of a changed title. */
const ALIKE_WITH_NUMBER = 0.4;

/** Titles and words of documents compared: width, spaces, punctuation and letter case do not count. */
export function foldWords(words: string): string {
  return words
    .normalize('NFKC')
    .replace(/[\s\p{P}\p{S}]+/gu, '')
    .toLowerCase();
}

/**
 * Matches each of `before` with at most one of `after`, one to one: equal titles (of several the same number), then like
 * titles, best first.
 * @returns index in `before` to index in `after`; what has no match is left out.
 */
export function matchTasks(before: readonly Titled[], after: readonly Titled[]): Map<number, number> {
  const matched = new Map<number, number>();
  const taken = new Set<number>();
  const take = (a: number, b: number): void => {
    if (matched.has(a) || taken.has(b)) return;
    matched.set(a, b);
    taken.add(b);
  };
  const folded = { before: before.map((t) => foldWords(t.title)), after: after.map((t) => foldWords(t.title)) };
  const equal = new Map<string, number[]>();
  for (const [b, title] of folded.after.entries()) equal.set(title, [...(equal.get(title) ?? []), b]);
  for (const [a, title] of folded.before.entries())
    for (const b of equal.get(title) ?? []) if (after[b]?.number === before[a]?.number) take(a, b);
  for (const [a, title] of folded.before.entries()) for (const b of equal.get(title) ?? []) take(a, b);

  const pairs = new Map<string, ReadonlySet<string>>();
  const pairsOf = (title: string): ReadonlySet<string> => {
    const known = pairs.get(title) ?? bigrams(title);
    pairs.set(title, known);
    return known;
  };
  const left = (a: number): boolean => !matched.has(a);
  const free = (b: number): boolean => !taken.has(b);
  const near = [...folded.before.keys()].filter(left).flatMap((a) =>
    [...folded.after.keys()].filter(free).flatMap((b) => {
      const score = dice(pairsOf(folded.before[a] ?? ''), pairsOf(folded.after[b] ?? ''));
      const sameNumber = before[a]?.number === after[b]?.number;
      if (score < (sameNumber ? ALIKE_WITH_NUMBER : ALIKE)) return [];
      return [{ a, b, score: score + (sameNumber ? 0.1 : 0) }];
    }),
  );
  for (const { a, b } of near.sort((x, y) => y.score - x.score || x.a - y.a || x.b - y.b)) take(a, b);
  return matched;
}

function bigrams(text: string): ReadonlySet<string> {
  const set = new Set<string>();
  for (let i = 0; i + 1 < text.length; i++) set.add(text.slice(i, i + 2));
  return set;
}

function dice(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  if (a.size === 0 || b.size === 0) return 0;
  let common = 0;
  for (const pair of a) if (b.has(pair)) common++;
  return (2 * common) / (a.size + b.size);
}
