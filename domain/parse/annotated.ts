/** Paragraphs with their annotations: which brackets and lines name units, which brackets are plain text. */
import { type Annotation, readAnnotation } from './annotation.js';
import type { Known } from './annotation-words.js';
import { bracketsOf } from './brackets.js';
import type { Paragraph } from './paragraphs.js';
import { labelAt } from './words.js';

export interface BoundAnnotation extends Annotation {
  /** The whole annotation, brackets included. */
  readonly outer: readonly [from: number, to: number];
  readonly form: 'bracket' | 'unclosed' | 'unopened' | 'line';
}

export interface AnnotatedParagraph extends Paragraph {
  readonly annotations: readonly BoundAnnotation[];
  /** Round brackets that are no annotation, brackets included. */
  readonly plain: readonly (readonly [from: number, to: number])[];
  /** Nothing but annotations and punctuation. */
  readonly onlyAnnotation: boolean;
}

/** Finds the annotations of a paragraph. */
export function annotate(paragraph: Paragraph, known: Known): AnnotatedParagraph {
  const { folded } = paragraph.passage;
  const annotations: BoundAnnotation[] = [];
  const plain: [number, number][] = [];
  const { brackets, unopened } = bracketsOf(folded);
  const start =
    paragraph.marker?.style === 'hanziParen' || paragraph.marker?.style === 'arabicParen' ? paragraph.marker.length : 0;
  // Of brackets without a close only the last few can be annotations; the bound keeps reading linear.
  const lastUnclosed = brackets.filter((one) => !one.closed).at(-8)?.open ?? 0;
  for (const { open, close, closed, named } of brackets) {
    if (!closed && open < lastUnclosed) continue;
    if (open < start || named || open < (annotations.at(-1)?.outer[1] ?? 0)) continue;
    const found = closed ? closedBracket(folded, open, close, known) : unclosedBracket(folded, open, known);
    if (found) annotations.push(found);
    else if (closed && folded[open] === '(') plain.push([open, close + 1]);
  }
  for (const close of unopened) {
    const from = Math.max(lastStop(folded, close), annotations.findLast((one) => one.outer[1] <= close)?.outer[1] ?? 0);
    const found = readAnnotation(folded, from, close, known, false);
    if (found) annotations.push({ ...found, outer: [from, close + 1], form: 'unopened' });
  }
  annotations.push(...linesOf(folded, paragraph.marker?.length ?? 0, annotations, known));
  annotations.sort((a, b) => a.from - b.from);
  return { ...paragraph, annotations, plain, onlyAnnotation: annotations.length > 0 && bare(folded, annotations) };
}

function closedBracket(folded: string, open: number, close: number, known: Known): BoundAnnotation | null {
  const last = /^[)\]】 ]{0,2}[。;.]? {0,2}$/.test(folded.slice(close + 1, close + 8)) || folded[close + 1] === '。';
  const found = readAnnotation(folded, open + 1, close, known, last);
  return found && { ...found, outer: [open, close + 1], form: 'bracket' };
}

/** A bracket without its close goes to the end of the paragraph, or of the sentence where more text follows. */
function unclosedBracket(folded: string, open: number, known: Known): BoundAnnotation | null {
  const stop = stopBehind(folded, open);
  const ends = [trimEnd(folded, folded.length), ...(stop < 0 ? [] : [stop])];
  for (const end of ends) {
    const found = readAnnotation(folded, open + 1, end, known, false);
    if (found) return { ...found, outer: [open, end], form: 'unclosed' };
  }
  return null;
}

function trimEnd(folded: string, end: number): number {
  let at = end;
  while (at > 0 && /[。;. ]/.test(folded[at - 1] ?? '')) at--;
  return at;
}

/** Annotation lines: 牵头单位：… at the head of a paragraph or behind a full stop, without brackets. */
function linesOf(folded: string, start: number, brackets: readonly BoundAnnotation[], known: Known): BoundAnnotation[] {
  const lines: BoundAnnotation[] = [];
  const stops = /[()。;, ]/g;
  stops.lastIndex = start;
  let done = 0;
  let level = 0;
  for (let at = start; ; ) {
    const line = level === 0 && at >= done ? lineAt(folded, at, brackets, known) : null;
    if (line) {
      lines.push(line);
      done = line.to;
    }
    const stop = stops.exec(folded);
    if (!stop) return lines;
    if (stop[0] === '(') level++;
    else if (stop[0] === ')') level = Math.max(0, level - 1);
    at = stop.index + 1;
  }
}

function lineAt(
  folded: string,
  at: number,
  brackets: readonly BoundAnnotation[],
  known: Known,
): BoundAnnotation | null {
  if (labelAt(folded, at)?.kind !== 'duty') return null;
  if (brackets.some(({ outer }) => at >= outer[0] && at < outer[1])) return null;
  const stop = stopBehind(folded, at);
  const to = trimEnd(folded, stop < 0 ? folded.length : stop);
  const annotation = readAnnotation(folded, at, to, known, false);
  return annotation && { ...annotation, outer: [at, to], form: 'line' };
}

/** The next full stop within the length of an annotation, or -1. */
function stopBehind(folded: string, at: number): number {
  const stop = folded.slice(at, at + 1300).indexOf('。');
  return stop < 0 ? -1 : at + stop;
}

function lastStop(folded: string, at: number): number {
  for (let i = at - 1; i >= Math.max(0, at - 400); i--) if (/[。;!?)]/.test(folded[i] ?? '')) return i + 1;
  return Math.max(0, at - 400);
}

function bare(folded: string, annotations: readonly BoundAnnotation[]): boolean {
  let rest = '';
  let at = 0;
  for (const { outer } of annotations) {
    rest += folded.slice(at, outer[0]);
    at = outer[1];
  }
  return !/[^\s。;,.、]/.test(rest + folded.slice(at));
}

/** Folded text with the annotations blotted out, same length. */
export function withoutAnnotations(paragraph: AnnotatedParagraph): string {
  let text = '';
  let at = 0;
  for (const { outer } of paragraph.annotations) {
    text += paragraph.passage.folded.slice(at, outer[0]) + '。'.repeat(outer[1] - outer[0]);
    at = outer[1];
  }
  return text + paragraph.passage.folded.slice(at);
}
