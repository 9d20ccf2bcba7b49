/**
 * Cuts the text of an annotation into labels and words, at separators outside inner brackets and quotation marks.
 * Riders inside an annotation are blotted out first: they are no names.
 */
import { ridersIn } from './riders.js';
import { isGroupWord, type Label, labelAt, looksLikeUnit, openListAt, verbAtEnd } from './words.js';

/** Does the directory know these words? */
export type Known = (words: string) => boolean;

export interface Word {
  readonly from: number;
  readonly to: number;
  /** Set when the word is a label such as 牵头单位：. */
  readonly label: Label | null;
}

/** Folded text with the riders between `from` and `to` replaced by separators, same length. */
export function withoutRiders(folded: string, from: number, to: number): string {
  let text = folded;
  for (const rider of ridersIn(folded.slice(from, to))) {
    let begin = from + rider.from;
    let end = from + rider.to;
    // A rider in a bracket of its own takes the bracket with it.
    if (begin > from && text[begin - 1] === '(' && text[end] === ')') {
      begin--;
      end++;
    }
    text = text.slice(0, begin) + '、'.repeat(end - begin) + text.slice(end);
  }
  return text;
}

/** The labels and words of folded[from, to), in order. */
export function wordsOf(folded: string, from: number, to: number, known: Known): Word[] {
  const words: Word[] = [];
  let start = from;
  let level = 0;
  const cut = (end: number, next: number): void => {
    const a = skipBlanks(folded, start, end);
    let b = end;
    while (b > a && folded[b - 1] === ' ') b--;
    if (b > a) words.push(...connected(folded, a, b, known));
    start = next;
  };
  for (let at = from; at < to; at++) {
    const label = level === 0 && at === skipBlanks(folded, start, to) ? labelAt(folded, at) : null;
    const char = folded[at] ?? '';
    if (label && at + label.length <= to) {
      words.push({ from: at, to: at + label.length, label });
      at += label.length - 1;
      start = at + 1;
    } else if ('(“《'.includes(char)) level++;
    else if (')”》'.includes(char)) level = Math.max(0, level - 1);
    else if (level === 0 && '、,;。/.'.includes(char)) cut(at, at + 1);
    else if (level === 0 && char === ' ') {
      const next = skipBlanks(folded, at, to);
      if (labelAt(folded, next) || separated(folded, start, at, next, to, known)) cut(at, next);
      at = next - 1;
    }
  }
  cut(to, to);
  return words;
}

function skipBlanks(folded: string, at: number, to: number): number {
  let next = at;
  while (next < to && folded[next] === ' ') next++;
  return next;
}

/** A blank separates two names when both sides are complete names by themselves. */
function separated(folded: string, start: number, at: number, next: number, to: number, known: Known): boolean {
  const left = folded.slice(start, at).trim();
  const right = /^[^、,;。/() ]{2,30}/.exec(folded.slice(next, Math.min(to, next + 32)))?.[0] ?? '';
  if (known(left.replace(/ /g, '') + right)) return false;
  const verb = verbAtEnd(right);
  const name = verb ? right.slice(0, verb.rest) : right;
  const whole = (words: string): boolean => known(words) || isGroupWord(words) || looksLikeUnit(words);
  return left.length >= 3 && name.length >= 3 && whole(left) && whole(name);
}

/** Splits "A及各镇街", "A会同B", and "A和B" where the directory knows both halves but not the whole. */
function connected(folded: string, from: number, to: number, known: Known): Word[] {
  const words = folded.slice(from, to);
  if (words.length > 60) return [{ from, to, label: null }];
  const group = /(?:以及|及|和|与)(?=(?:各|有关|相关|其他|其它|区直|市直|县直))/.exec(words) ?? /会同/.exec(words);
  const joint = group && group.index > 0 ? group : joinedNames(words, known);
  if (!joint || joint.index === 0) return [{ from, to, label: null }];
  const left: Word = { from, to: from + joint.index, label: null };
  return [left, ...connected(folded, from + joint.index + joint[0].length, to, known)];
}

function joinedNames(words: string, known: Known): RegExpExecArray | null {
  const pattern = /以及|及|和|与/g;
  if (words.search(pattern) < 0 || known(words)) return null;
  for (let match = pattern.exec(words); match; match = pattern.exec(words)) {
    const right = words.slice(match.index + match[0].length);
    const verb = verbAtEnd(right);
    const name = verb ? right.slice(0, verb.rest) : right;
    const open = openListAt(name);
    if (known(words.slice(0, match.index)) && known(open < 0 ? name : name.slice(0, open))) return match;
  }
  return null;
}
