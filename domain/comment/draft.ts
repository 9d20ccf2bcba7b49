/**
 * The draft that lies open, as paragraphs for the public page and as items that comments can name. Only the plan itself:
 * a notice, an interpretation or an old close-out in the same file are left out.
 */
import { resolve } from '../directory.js';
import { DubanError } from '../errors.js';
import type { Directory } from '../org.js';
import { type Paragraph, paragraphsOf } from '../parse/paragraphs.js';
import { type Span, splitLines } from '../parse/passage.js';
import { readPlan } from '../parse/read-plan.js';
import type { ReadItem, Reading } from '../parse/reading.js';
import type { DraftItem, DraftParagraph } from './terms.js';

export interface Draft {
  readonly paragraphs: readonly DraftParagraph[];
  readonly items: readonly DraftItem[];
}

/** Reads a decoded draft. Never throws: what the reader finds no items in is shown as plain paragraphs, without items. */
export function readDraft(text: string, directory: Directory): Draft {
  const reading = readingOf(text, directory);
  const groups = groupsOf(reading?.items ?? []);
  const items = groups.map(({ number, entries }) => itemOf(number, entries));
  const starts = groups.flatMap(({ entries }) => entries.slice(0, 1).map((entry) => entry.span[0]));
  // An item begins the line it stands in; in a row of a table its number's cell comes first.
  const atLine = new Map(groups.map(({ number }, at) => [lineStart(text, starts[at] ?? 0), number]));
  const headings = new Set((reading?.chapters ?? []).flatMap((c) => [c.span[0], ...c.groups.map((g) => g.span[0])]));
  const parts = reading?.document.parts.filter((part) => part.kind === 'plan').map((part) => part.span) ?? [];
  const whole = parts.length > 0 ? parts : [[0, text.length] as const];
  const pieces = paragraphsOf(text)
    .paragraphs.filter(({ span }) => whole.some(([from, to]) => span[0] >= from && span[0] < to))
    .flatMap((paragraph) => cut(text, paragraph, starts));
  let begun = false;
  const paragraphs = pieces.map(({ words, from, marker }): DraftParagraph => {
    const item = atLine.get(lineStart(text, from));
    if (item !== undefined) {
      begun = true;
      return { text: words, kind: 'item', item };
    }
    const heading = headings.has(from) || (reading === null && isHeading(words, marker));
    const title = !begun && !heading && isTitle(words, marker);
    begun ||= !title;
    return { text: words, kind: heading ? 'chapter' : title ? 'title' : 'text' };
  });
  return { paragraphs, items };
}

function readingOf(text: string, directory: Directory): Reading | null {
  try {
    return readPlan(text, { resolve: (words) => resolve(directory, words) });
  } catch (error) {
    if (error instanceof DubanError) return null;
    throw error;
  }
}

interface Numbered {
  readonly number: number;
  /** The item and its sub-paragraphs. */
  readonly entries: readonly ReadItem[];
}

/** Sub-paragraphs belong to their item; numbers as printed, or running ones where these repeat (as tasks get them). */
function groupsOf(items: readonly ReadItem[]): Numbered[] {
  const groups: ReadItem[][] = [];
  for (const item of items) {
    const open = groups.at(-1);
    if (item.sub === undefined || open === undefined) groups.push([item]);
    else open.push(item);
  }
  const printed = groups.map(([head]) => head?.number ?? null);
  const keep = printed.every((number) => number !== null && number >= 1) && new Set(printed).size === printed.length;
  return groups.map((entries, at) => ({ number: keep ? (printed[at] ?? at + 1) : at + 1, entries }));
}

function itemOf(number: number, entries: readonly ReadItem[]): DraftItem {
  const lead = entries
    .flatMap((entry) => entry.duties)
    .find(({ role, resolved }) => role !== 'support' && resolved !== null && resolved.members === undefined);
  return { number, title: entries[0]?.title || `第${number}项`, lead: lead?.resolved?.id ?? null };
}

interface Piece {
  readonly words: string;
  /** Offset of its first character. */
  readonly from: number;
  readonly marker: Paragraph['marker'];
}

const lineStart = (text: string, at: number): number => text.lastIndexOf('\n', at - 1) + 1;

/** A paragraph, parted at the lines in which items begin: rows of a table may have been joined. */
function cut(text: string, { passage, marker, span }: Paragraph, starts: readonly number[]): Piece[] {
  const inside = starts.map((start) => lineStart(text, start)).filter((line) => line > span[0] && line < span[1]);
  if (inside.length === 0) return [{ words: passage.text, from: span[0], marker }];
  const bounds = [...new Set([span[0], ...inside, span[1]])].sort((a, b) => a - b);
  return bounds.slice(1).map((to, at) => {
    const from = bounds[at] ?? span[0];
    return { words: joined(text, [from, to]), from, marker: at === 0 ? marker : null };
  });
}

function joined(text: string, [from, to]: Span): string {
  return splitLines(text.slice(from, to))
    .map((line) => line.text.replace(/\t+/g, '　'))
    .join('');
}

const isHeading = (words: string, marker: Paragraph['marker']): boolean =>
  marker !== null &&
  words.length <= 40 &&
  ['part', 'section', 'hanzi'].includes(marker.style) &&
  !/[。；;]$/.test(words);

const isTitle = (words: string, marker: Paragraph['marker']): boolean =>
  marker === null && words.length <= 60 && !/[。；;：:，,]$/.test(words);
