/** One item's paragraphs to its entries: title, duties, deadlines, targets, findings; sub-paragraphs apart. */
import type { AnnotatedParagraph } from './annotated.js';
import { withoutAnnotations } from './annotated.js';
import { deadlinesIn } from './deadlines.js';
import { dutiesOf, type Resolve } from './duties.js';
import { finding, type ReadingFinding } from './findings.js';
import type { Span } from './passage.js';
import type { ReadDeadline, ReadDuty, ReadItem, ReadTarget } from './reading.js';
import { targetsIn } from './targets.js';

export interface ItemContext {
  readonly resolve: Resolve;
  readonly source: string;
  readonly chapter: string | null;
  readonly group: string | null;
  /** The plan's own year for 年内; null for a plan of several years. */
  readonly year: number | null;
  readonly firstIsLead: string | null;
  /** Duties that a rider adds to every item. */
  readonly added: readonly ReadDuty[];
}

/** The item itself and, behind it, its sub-paragraphs with an annotation of their own. */
export function itemsOf(paragraphs: readonly AnnotatedParagraph[], context: ItemContext): ReadItem[] {
  const entries = entriesOf(paragraphs);
  const number = paragraphs[0]?.marker?.number ?? null;
  return entries.map((entry, i) => readEntry(entry, number, i > 0, entries.length > 1, context));
}

/** Cuts sub-paragraphs off: a title or number of their own, an annotation of their own, and not the only annotation. */
function entriesOf(paragraphs: readonly AnnotatedParagraph[]): AnnotatedParagraph[][] {
  const own = (p: AnnotatedParagraph): boolean => p.annotations.length > 0 && !p.onlyAnnotation;
  const candidates = paragraphs.slice(1).filter((p) => own(p) && (p.marker || titleOf(p).closed)).length;
  const headAnnotated = (paragraphs[0]?.annotations.length ?? 0) > 0;
  const entries: AnnotatedParagraph[][] = [];
  for (const paragraph of paragraphs) {
    const sub =
      own(paragraph) && (paragraph.marker !== null || titleOf(paragraph).closed) && (headAnnotated || candidates > 1);
    if (entries.length === 0 || sub) entries.push([paragraph]);
    else entries.at(-1)?.push(paragraph);
  }
  return entries;
}

interface Title {
  readonly from: number;
  readonly to: number;
  /** Ends with a full stop or a line of its own. */
  readonly closed: boolean;
}

const LONGEST_TITLE = 36;

/** The title: the first sentence, or its first clause where no full stop ends it in time. */
function titleOf(paragraph: AnnotatedParagraph): Title {
  const { folded } = paragraph.passage;
  const from = paragraph.marker?.length ?? 0;
  const limit = paragraph.annotations[0]?.outer[0] ?? folded.length;
  const sentence = folded.slice(from, Math.min(limit, from + 200));
  const stop = /[。:!?]/.exec(sentence)?.index ?? -1;
  const comma = /[,;]/.exec(sentence)?.index ?? -1;
  const end = stop < 0 ? sentence.length : stop;
  const alone = from + end >= folded.length && folded.length === limit;
  // Where the annotation and not a full stop ends the words, the title is what stands before the first comma.
  if (end <= (comma >= 0 && comma < end ? (stop < 0 ? 0 : 24) : LONGEST_TITLE))
    return { from, to: from + end, closed: stop >= 0 || alone };
  if (comma > 0) return { from, to: from + Math.min(comma, 60), closed: false };
  return { from, to: from + Math.min(end, 60), closed: false };
}

function readEntry(
  paragraphs: readonly AnnotatedParagraph[],
  number: number | null,
  sub: boolean,
  hasSubs: boolean,
  context: ItemContext,
): ReadItem {
  const head = paragraphs[0] as AnnotatedParagraph;
  const findings: ReadingFinding[] = [];
  const span = titleOf(head);
  const title = head.passage.text.slice(span.from, span.to).trim();
  if (title === '') findings.push(finding('title-missing', head.passage, 0, Math.min(12, head.passage.text.length)));
  else if (!span.closed && !sub && !endsAtAnnotation(head, span.to))
    findings.push(finding('title-open', head.passage, span.from, span.to));
  if (number === null && !sub) findings.push(finding('number-none', head.passage, span.from, span.to));
  const duties = readDuties(paragraphs, context, findings);
  if (duties.length === 0 && !(hasSubs && !sub)) findings.push(finding('no-unit', head.passage, 0, span.to));
  const deadlines: ReadDeadline[] = [];
  const targets: ReadTarget[] = [];
  for (const paragraph of paragraphs) {
    readDeadlines(paragraph, context, deadlines, findings);
    readTargets(paragraph, targets, findings);
    for (const [from, to] of paragraph.plain) findings.push(finding('bracket-plain', paragraph.passage, from, to));
  }
  const last = paragraphs.at(-1) ?? head;
  return {
    number,
    group: context.group,
    chapter: context.chapter,
    title,
    ...(sub ? { sub: title } : {}),
    duties: [...duties, ...context.added],
    deadlines,
    targets,
    findings,
    span: [head.span[0], last.span[1]],
    line: head.passage.line,
  };
}

function endsAtAnnotation(head: AnnotatedParagraph, to: number): boolean {
  return head.annotations.some(({ outer }) => outer[0] === to);
}

function readDuties(
  paragraphs: readonly AnnotatedParagraph[],
  context: ItemContext,
  findings: ReadingFinding[],
): ReadDuty[] {
  const duties: ReadDuty[] = [];
  const several = paragraphs.reduce((sum, p) => sum + p.annotations.length, 0) > 1;
  let begun: number | null = null;
  for (const paragraph of paragraphs) {
    const { passage } = paragraph;
    begun ??= passage.span(paragraph.marker?.length ?? 0)[0];
    for (const annotation of paragraph.annotations) {
      const [from, to] = annotation.outer;
      const scope: Span | null = several ? [begun, passage.span(from, to)[0]] : null;
      const read = dutiesOf(paragraph, annotation, {
        resolve: context.resolve,
        source: context.source,
        firstIsLead: context.firstIsLead,
        scope,
      });
      duties.push(...read.duties);
      findings.push(...read.findings);
      begun = passage.span(0, to)[1];
    }
  }
  return duties;
}

function readDeadlines(
  paragraph: AnnotatedParagraph,
  context: ItemContext,
  deadlines: ReadDeadline[],
  findings: ReadingFinding[],
): void {
  const { passage } = paragraph;
  for (const match of deadlinesIn(passage.folded, context.year)) {
    const span = passage.span(match.from, match.to);
    deadlines.push({
      raw: passage.text.slice(match.from, match.to),
      kind: match.kind,
      due: match.due,
      source: 'text',
      span,
    });
    if (match.kind === 'date' && match.due === null)
      findings.push(finding('deadline-ambiguous', passage, match.from, match.to));
  }
}

function readTargets(paragraph: AnnotatedParagraph, targets: ReadTarget[], findings: ReadingFinding[]): void {
  const { passage } = paragraph;
  // The item's own number is no part of what it counts.
  const marker = paragraph.marker?.length ?? 0;
  const found = targetsIn('。'.repeat(marker) + withoutAnnotations(paragraph).slice(marker));
  for (const { from, to, ...target } of found.targets) {
    targets.push({ raw: passage.text.slice(from, to), ...target, span: passage.span(from, to) });
  }
  for (const { from, to } of found.undecided) findings.push(finding('value-undecided', passage, from, to));
}
