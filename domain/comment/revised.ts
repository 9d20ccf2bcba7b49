/**
 * The adopted changes of a published close-out carried into the draft it was about. Pure. Blanks and line breaks do not
 * count: people copy words from a page that sets them otherwise.
 */
import { type Fault, fault } from '../errors.js';
import { numeral } from '../parse/marker.js';
import type { CloseOut } from './close-out.js';
import type { DraftChange } from './comment.js';
import type { DraftParagraph } from './terms.js';

/** A change of the draft with the comments that brought it about and the items these were about. */
export interface AdoptedChange extends DraftChange {
  readonly nos: readonly number[];
  readonly items: readonly number[];
}

/** A change where it stands: `paragraph` is the whole paragraph as it lay open, `item` the one it belongs to. */
export interface PlacedChange extends DraftChange {
  readonly nos: readonly number[];
  readonly paragraph: string;
  readonly item: number | null;
}

export interface RevisedDraft {
  /** The draft with every placed change carried out once. */
  readonly text: string;
  /** In the order of the draft. */
  readonly changes: readonly PlacedChange[];
  /** Changes that could not be carried out, each naming its comments; these are not in `text`. */
  readonly faults: readonly Fault[];
}

/** What the close-out says was changed. */
export function adoptedChanges({ changes, rows }: Pick<CloseOut, 'changes' | 'rows'>): readonly AdoptedChange[] {
  return changes.map((change) => {
    const about = rows.filter((row) => row.nos.some((no) => change.nos.includes(no)));
    const items = about.flatMap(({ item }) => (item === null ? [] : [item]));
    return { ...change, items: [...new Set(items)] };
  });
}

/**
 * Carries changes into the text of a draft; in whatever order they are given, the result is the same.
 * @param paragraphs of the text, as domain/comment/draft reads them.
 */
export function reviseDraft(
  text: string,
  paragraphs: readonly DraftParagraph[],
  changes: readonly AdoptedChange[],
): RevisedDraft {
  const draft = readPlaces(text, paragraphs);
  const faults: Fault[] = [];
  const found: Placed[] = [];
  for (const change of changes.toSorted(byNo)) {
    const place = placeOf(draft, change);
    if ('code' in place) faults.push(place);
    else found.push({ ...place, change, nos: change.nos });
  }
  const { kept, faults: overlaps } = apart(onceEach(found));
  const revised = kept.reduceRight(
    (words, { from, to, change }) => words.slice(0, from) + replacement(change.after) + words.slice(to),
    text,
  );
  return {
    text: revised,
    changes: kept.map(({ change: { where, before, after }, nos, place }) => ({
      ...{ where, before, after, nos },
      ...{ paragraph: paragraphs[place.at]?.text ?? '', item: place.item },
    })),
    faults: [...faults, ...overlaps],
  };
}

interface Place {
  /** Index of the paragraph. */
  readonly at: number;
  readonly item: number | null;
  /** Of its characters among those that are no blanks. */
  readonly from: number;
  readonly to: number;
}

interface Placed {
  /** Offsets in the text. */
  readonly from: number;
  readonly to: number;
  readonly place: Place;
  readonly change: AdoptedChange;
  readonly nos: readonly number[];
}

interface Places {
  /** The text without blanks, and the offset of each character in it. */
  readonly solid: string;
  readonly offsets: readonly number[];
  readonly places: readonly Place[];
}

const squeeze = (words: string): string => words.replace(/\s+/g, '');

function readPlaces(text: string, paragraphs: readonly DraftParagraph[]): Places {
  const offsets = Array.from({ length: text.length }, (_, at) => at).filter((at) => /\S/.test(text.charAt(at)));
  const solid = offsets.map((at) => text.charAt(at)).join('');
  const places: Place[] = [];
  let behind = 0;
  let item: number | null = null;
  for (const [at, paragraph] of paragraphs.entries()) {
    if (paragraph.kind === 'chapter') item = null;
    item = paragraph.item ?? item;
    const words = squeeze(paragraph.text);
    const from = solid.indexOf(words, behind);
    // A page number may stand in the midst of it: then it is no place where words can be told for certain.
    if (words === '' || from < 0) continue;
    behind = from + words.length;
    places.push({ at, item, from, to: behind });
  }
  return { solid, offsets, places };
}

/** Where the words to be changed stand; a fault where that is nowhere or not certain. */
function placeOf(
  { solid, offsets, places }: Places,
  { where, before, items, nos }: AdoptedChange,
): Pick<Placed, 'from' | 'to' | 'place'> | Fault {
  const words = squeeze(before);
  const values = { nos: nos.join('、'), where, before };
  const all = places.flatMap((place) => startsOf(solid, words, place).map((start) => ({ start, place })));
  const known = new Set(places.flatMap(({ item }) => (item === null ? [] : [item])));
  const named = itemNamed(where);
  const inItems = (numbers: readonly number[]) => all.filter(({ place }) => numbers.includes(place.item ?? -1));
  const own = named !== null && known.has(named) ? inItems([named]) : all;
  if (own.length === 0) return fault('revise-missing', values);
  const narrow = own.length === 1 ? own : inItems(items).filter((one) => own.includes(one));
  const [only] = narrow;
  if (only === undefined || narrow.length > 1) return fault('revise-several', { ...values, count: own.length });
  const [first = 0, last = 0] = [offsets[only.start], offsets[only.start + words.length - 1]];
  return { from: first, to: last + 1, place: only.place };
}

function startsOf(solid: string, words: string, { from, to }: Place): readonly number[] {
  if (words === '') return [];
  const starts: number[] = [];
  const inside = solid.slice(from, to);
  for (let at = inside.indexOf(words); at >= 0; at = inside.indexOf(words, at + 1)) starts.push(from + at);
  return starts;
}

/** The item that `第3项` names; other words for a place leave it open. */
function itemNamed(where: string): number | null {
  const words = /第\s*([\d一二三四五六七八九十百零〇两]+)\s*项/.exec(where)?.[1];
  return words === undefined ? null : numeral(words);
}

/** The same change of the same words is one, whoever asked for it. */
function onceEach(found: readonly Placed[]): readonly Placed[] {
  const once = new Map<string, Placed>();
  for (const one of found) {
    const key = JSON.stringify([one.from, one.to, squeeze(one.change.after)]);
    const first = once.get(key);
    const nos = [...new Set([...(first?.nos ?? []), ...one.nos])].toSorted((a, b) => a - b);
    once.set(key, { ...(first ?? one), nos });
  }
  return [...once.values()].toSorted((a, b) => a.from - b.from || a.to - b.to);
}

/** Changes that touch no other; where two do, neither is carried out. */
function apart(placed: readonly Placed[]): { readonly kept: readonly Placed[]; readonly faults: readonly Fault[] } {
  const faults: Fault[] = [];
  const crossed = new Set<Placed>();
  for (const [at, one] of placed.entries())
    for (const other of placed.slice(at + 1)) {
      if (other.from >= one.to) break;
      crossed.add(one).add(other);
      faults.push(
        fault('revise-overlap', {
          ...{ nos: one.nos.join('、'), other: other.nos.join('、') },
          ...{ before: one.change.before, second: other.change.before },
        }),
      );
    }
  return { kept: placed.filter((one) => !crossed.has(one)), faults };
}

/** A deletion is written as such, because no field of a change is empty (domain/comment/disposition). */
const replacement = (after: string): string =>
  /^[（(]?(?:删去|删除)[）)]?。?$/.test(after.trim()) ? '' : after.trim();

function byNo(a: AdoptedChange, b: AdoptedChange): number {
  return (a.nos[0] ?? 0) - (b.nos[0] ?? 0) || (a.before < b.before ? -1 : 1);
}
