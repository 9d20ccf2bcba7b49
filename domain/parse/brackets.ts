/** Round, square and lenticular brackets of a paragraph, matched in one pass, with those that miss a half. */

export interface Bracket {
  /** Index of the opening bracket. */
  readonly open: number;
  /** Index of the closing bracket, or of the end of the text where it is missing. */
  readonly close: number;
  readonly closed: boolean;
  /** Inside 《》: part of a document's name. */
  readonly named: boolean;
}

const pairs: Readonly<Record<string, string>> = { '(': ')', '[': ']', '【': '】' };

interface Open {
  readonly at: number;
  readonly expects: string;
  readonly named: boolean;
  readonly inner: Bracket[];
}

/**
 * Outermost brackets of folded text in order of their opening, plus the indexes of closing brackets that nobody
 * opened. An opening bracket without its close ends with the text; brackets behind it still count.
 */
export function bracketsOf(folded: string): {
  readonly brackets: readonly Bracket[];
  readonly unopened: readonly number[];
} {
  const top: Bracket[] = [];
  const unopened: number[] = [];
  const stack: Open[] = [];
  let names = 0;
  for (const match of folded.matchAll(/[()[\]【】《》]/g)) {
    const at = match.index;
    const char = match[0];
    if (char === '《') names++;
    else if (char === '》') names = Math.max(0, names - 1);
    else if (pairs[char]) stack.push({ at, expects: pairs[char], named: names > 0, inner: [] });
    else if (char === ')' || char === ']' || char === '】') {
      const last = stack.at(-1);
      if (last?.expects === char) {
        stack.pop();
        (stack.at(-1)?.inner ?? top).push({ open: last.at, close: at, closed: true, named: last.named });
      } else if (char !== ']' && stack.length === 0) unopened.push(at);
    }
  }
  for (const { at, named, inner } of stack) {
    top.push({ open: at, close: folded.length, closed: false, named }, ...inner);
  }
  top.sort((a, b) => a.open - b.open);
  return { brackets: top, unopened };
}
