/** Finding a unit or a group word by the words of a document, without ever guessing between two. */
import type { Directory, Group, Resolution, Unit } from './org.js';
import { lineOf } from './successor.js';

interface Entry {
  /** Folded name or alias. */
  readonly key: string;
  /** The key without its leading 区, 市 or 县. */
  readonly base: string;
  /** The level in the unit's own name, empty when it has none. */
  readonly level: string;
  readonly found: Resolution;
  /** The name to offer when this entry is near but not equal. */
  readonly name: string;
}

/** 区, 市 or 县 as the level of a body; not the first character of 市场, 市容, 市民, 市政 (but 市政府) or 区域. */
const levelPrefix = /^(?:[区县](?!域)|市(?![场容民]|政(?![府协法])))(?=..)/;

/** A name with width, letter case and every space evened out: `区 经济发展局　` and `区经济发展局` are one. */
export function foldName(words: string): string {
  return words.normalize('NFKC').replace(/\s+/g, '').toLowerCase();
}

function levelOf(words: string): string {
  return levelPrefix.exec(foldName(words))?.[0] ?? '';
}

// A directory is never changed in place, so its index may live as long as it does.
const indexes = new WeakMap<Directory, readonly Entry[]>();

function indexOf(directory: Directory): readonly Entry[] {
  const known = indexes.get(directory);
  if (known !== undefined) return known;
  const entry = (words: string, found: Entry['found'], name: string): Entry => {
    const key = foldName(words);
    return { key, base: key.replace(levelPrefix, ''), level: levelOf(name), found, name };
  };
  const ofUnit = (unit: Unit) => {
    if (unit.ended !== undefined) return ofEnded(unit);
    return [
      entry(unit.name, { kind: 'unit', unit, by: 'name' }, unit.name),
      ...unit.aliases.map((alias) => entry(alias, { kind: 'unit', unit, by: 'alias' }, unit.name)),
    ];
  };
  // A new document may still use the old name: it means the successor, where there is only one.
  const ofEnded = (unit: Unit) => {
    const heirs = standingHeirs(directory, unit);
    const [only] = heirs;
    const nearest = heirs.map((heir) => heir.name);
    const found: Resolution =
      only !== undefined && heirs.length === 1
        ? { kind: 'unit', unit: only, by: 'alias' }
        : { kind: 'unknown', nearest };
    return [unit.name, ...unit.aliases].map((words) => entry(words, found, nearest.join('、') || unit.name));
  };
  const ofGroup = (group: Group) =>
    [group.word, ...group.aliases].map((word) => entry(word, { kind: 'group', group }, group.word));
  // A name that a standing unit bears is that unit's, whoever bore it before.
  const units = directory.units.toSorted((a, b) => Number(a.ended !== undefined) - Number(b.ended !== undefined));
  const index = [...units.flatMap(ofUnit), ...directory.groups.flatMap(ofGroup)];
  indexes.set(directory, index);
  return index;
}

/** The standing units that an ended one's duties lie with now. */
function standingHeirs(directory: Directory, unit: Unit): readonly Unit[] {
  const [last = ''] = directory.units
    .map(({ ended }) => ended?.on ?? '')
    .toSorted()
    .toReversed();
  return lineOf(directory, unit.id, last).flatMap((id) =>
    directory.units.filter((one) => one.id === id && one.ended === undefined),
  );
}

/**
 * Resolves the words a document uses for a unit: the exact name, then an alias, then the same words with or without a
 * leading 区, 市 or 县 where only one unit fits. 市财政局 never becomes 区财政局: those are two bodies. The name of a unit
 * that ended means its successor, where there is only one. What does not resolve comes back as `unknown` with at most
 * three near names, best first (design section 6: never guess a recipient).
 */
export function resolve(directory: Directory, words: string): Resolution {
  const index = indexOf(directory);
  const key = foldName(words);
  const exact = index.find((e) => e.key === key);
  if (exact !== undefined) return exact.found;

  const level = levelOf(words);
  const fitting = index.filter((e) =>
    level === '' ? e.base === key : e.key === key.slice(level.length) && (e.level === '' || e.level === level),
  );
  const names = new Set(fitting.map((e) => e.name));
  const only = fitting[0];
  if (names.size === 1 && only !== undefined) {
    return only.found.kind === 'unit' ? { ...only.found, by: 'alias' } : only.found;
  }
  return { kind: 'unknown', nearest: nearest(index, key) };
}

/** Below this two names share little more than 局 or 办公室. */
const ALIKE = 0.4;

function nearest(index: readonly Entry[], key: string): string[] {
  const best = new Map<string, number>();
  for (const e of index) {
    const score = likeness(key, e.key);
    if (score >= ALIKE && score > (best.get(e.name) ?? 0)) best.set(e.name, score);
  }
  return [...best]
    .sort((a, b) => b[1] - a[1])
    .slice(0, 3)
    .map(([name]) => name);
}

/**
 * 0 (nothing in common) to 1 (equal): half by edit distance, half by the share of common characters. 0 also where the
 * lengths or the common characters alone prove that it stays under `ALIKE`: a document asks for hundreds of names, and
 * some are whole sentences.
 */
function likeness(a: string, b: string): number {
  if (a === '' || b === '') return 0;
  const longer = Math.max(a.length, b.length);
  const most = (same: number): number => same / longer / 2 + same / (a.length + b.length);
  if (most(Math.min(a.length, b.length)) < ALIKE) return 0;
  const rest = [...b];
  let common = 0;
  for (const c of a) {
    const at = rest.indexOf(c);
    if (at >= 0) {
      rest.splice(at, 1);
      common++;
    }
  }
  if (most(common) < ALIKE) return 0;
  return (1 - editDistance(a, b) / longer) / 2 + common / (a.length + b.length);
}

function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const swap = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      current.push(Math.min(swap, (previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
