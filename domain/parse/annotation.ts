/**
 * The grammar of annotations, the brackets and lines that name units:
 *
 *   annotation := clause { separator clause }            separator := "," | ";" | "、" | "。" | "/" | blank before a label
 *   clause     := label list | list [manner] verb        label := 牵头单位: …   verb := 牵头, 配合, 负责 …
 *   list       := name { separator name } [ 等 [部门] ]   name := words [ "(" 牵头 ")" ]
 *
 * Words of time and riders may stand between clauses. A bracket that does not fit is no annotation.
 */
import type { DutyRole } from '../plan.js';
import { type Known, type Word, withoutRiders, wordsOf } from './annotation-words.js';
import { isGroupWord, type Label, looksLikeTime, looksLikeUnit, openListAt, verbAtEnd } from './words.js';

/** A name and where it stands in the folded text; `role` is null where the document prints none. */
export interface NamedParty {
  readonly from: number;
  readonly to: number;
  readonly role: DutyRole | null;
  readonly open: boolean;
}

export interface OpenList {
  readonly from: number;
  readonly to: number;
}

export interface Annotation {
  readonly from: number;
  readonly to: number;
  readonly parties: readonly NamedParty[];
  readonly openLists: readonly OpenList[];
  /** Names of persons (责任人：…): contacts come from the directory, never from a document. */
  readonly persons: readonly OpenList[];
}

/**
 * Reads folded[from, to) as an annotation, brackets themselves left out; null when it is none.
 * `bare` allows a list of units without any word of role, as at the end of a paragraph.
 */
export function readAnnotation(
  folded: string,
  from: number,
  to: number,
  known: Known,
  bare: boolean,
): Annotation | null {
  // No annotation in the wild is longer than 400 characters; the bound keeps reading linear.
  if (to - from > 1200 || to - from < 2) return null;
  const text = withoutRiders(folded, from, to);
  const state = new Clauses(text, known);
  for (const word of wordsOf(text, from, to, known)) state.take(word);
  return state.finish(from, to, bare);
}

/** Collects clauses word by word: names wait until a verb, a label or the end gives them their role. */
class Clauses {
  readonly #folded: string;
  readonly #known: Known;
  #label: Label | null = null;
  #labelled = false;
  #verbs = 0;
  #pending: { from: number; to: number }[] = [];
  #opened = false;
  #parties: NamedParty[] = [];
  readonly #openLists: OpenList[] = [];
  readonly #persons: OpenList[] = [];

  constructor(folded: string, known: Known) {
    this.#folded = folded;
    this.#known = known;
  }

  take(word: Word): void {
    if (word.label) {
      this.#flush(this.#label?.role ?? null);
      this.#label = word.label;
      this.#labelled ||= word.label.kind === 'duty';
      return;
    }
    if (this.#label && this.#label.kind !== 'duty') {
      if (this.#label.kind === 'person') this.#persons.push(word);
      return;
    }
    this.#name(word.from, word.to);
  }

  #name(from: number, to: number): void {
    const words = this.#folded.slice(from, to);
    const mark = /\((牵头|主办|配合|协办|负责)(?:单位|部门)?\)$/.exec(words);
    if (mark) {
      const role = /牵头|主办/.test(mark[1] ?? '') ? 'lead' : mark[1] === '负责' ? 'responsible' : 'support';
      this.#flush(this.#label?.role ?? null);
      this.#pending.push({ from, to: to - mark[0].length });
      this.#flush(role);
      return;
    }
    const verb = verbAtEnd(words);
    if (verb) {
      if (verb.rest > 0) this.#push(from, from + verb.rest);
      if (this.#pending.length > 0) this.#verbs++;
      this.#flush(verb.role);
    } else if (words === '等') {
      this.#markOpen(from, to);
    } else if (looksLikeTime(words) && !this.#known(words)) {
      // Deadlines are read from the whole item; here the words only must not become a unit.
    } else this.#push(from, to);
  }

  #push(from: number, to: number): void {
    let start = from;
    let end = to;
    const words = this.#folded.slice(start, end);
    if (words.startsWith('由') && words.length > 3 && !this.#known(words)) start++;
    const open = openListAt(this.#folded.slice(start, end));
    if (open >= 0) {
      this.#markOpen(start + open, end);
      end = start + open;
    }
    while (end > start && this.#folded[end - 1] === ' ') end--;
    if (end > start) this.#pending.push({ from: start, to: end });
  }

  #markOpen(from: number, to: number): void {
    this.#opened = true;
    this.#openLists.push({ from, to });
  }

  #flush(role: DutyRole | null): void {
    for (const { from, to } of this.#pending) {
      this.#parties.push({ from, to, role, open: this.#opened || isGroupWord(this.#folded.slice(from, to)) });
    }
    this.#pending = [];
    this.#opened = false;
  }

  finish(from: number, to: number, bare: boolean): Annotation | null {
    this.#flush(this.#label?.role ?? null);
    const fits = (party: NamedParty): boolean => {
      const words = this.#folded.slice(party.from, party.to);
      return looksLikeUnit(words) || isGroupWord(words) || this.#known(words);
    };
    const short = this.#parties.every((party) => party.to - party.from <= 30);
    if (this.#parties.length === 0) return null;
    if (!this.#labelled) {
      if (!short) return null;
      if (this.#verbs > 0 ? !this.#parties.some(fits) : !bare || !this.#parties.every(fits)) return null;
    }
    return { from, to, parties: this.#parties, openLists: this.#openLists, persons: this.#persons };
  }
}
