/** Reads a plan document: the whole way from decoded text to the JSON of `duban parse` (design sections 6 and 11). */
import { refuse } from '../errors.js';
import { type AnnotatedParagraph, annotate } from './annotated.js';
import type { Known } from './annotation-words.js';
import { dutiesOf, type Resolve } from './duties.js';
import { finding, type ReadingFinding } from './findings.js';
import { isTaskList, readFront } from './front-matter.js';
import { type IndicatorReading, indicatorsIn, withoutTables } from './indicators.js';
import { itemsOf } from './items.js';
import { type OutlineNode, outlineOf } from './outline.js';
import { type Noise, type Paragraph, paragraphsOf } from './paragraphs.js';
import { Passage, type Span } from './passage.js';
import type { ReadChapter, ReadDuty, ReadItem, Reading, ReadRider } from './reading.js';
import { ridersIn } from './riders.js';
import { type TaskTables, taskTablesIn } from './task-table.js';
import { isGroupWord } from './words.js';

export interface ReadOptions {
  /** Looks words up in the directory (domain/directory). */
  readonly resolve: Resolve;
  /** The year the tasks are for, where the title does not give one. */
  readonly year?: number;
}

/**
 * Reads the decoded text of a plan document (no byte order mark).
 * @throws DubanError `no-tasks` when nothing in it is a task or an indicator, `two-plans` when it holds two task plans.
 */
export function readPlan(text: string, options: ReadOptions): Reading {
  const resolve = remembered(options.resolve);
  const known: Known = (words) => resolve(words).kind !== 'unknown';
  const tables = indicatorsIn(text);
  const { paragraphs: plain, noise } = paragraphsOf(withoutTables(text, tables.spans));
  const paragraphs = plain.map((paragraph) => annotate(paragraph, known));
  const outline = outlineOf(paragraphs, isTaskList(plain));
  if (!paragraphs.some((paragraph) => paragraph.annotations.length > 0)) {
    const tasks = taskTablesIn(text, known);
    if (tasks.nodes.some((node) => node.kind === 'item'))
      return tableOfTasks(text, plain, tasks, tables, resolve, options);
  }
  if (!outline && tables.indicators.length > 0) return indicatorsOnly(plain, noise, tables);
  if (!outline) throw refuse('no-tasks', { paragraphs: plain.length });
  const front = readFront(plain, outline.start, outline.end);
  if (outline.second)
    throw refuse('two-plans', { first: lineOf(plain, front.planFrom), second: lineOf(plain, outline.end) });
  const year = options.year ?? singleYear(front.document.period);
  const body = new Body(text, resolve, year);
  for (const paragraph of paragraphs.slice(front.planFrom, outline.start)) body.ride(paragraph, null);
  for (const node of outline.nodes) body.take(node);
  const byYear = front.document.kind === 'key-tasks' && year !== null;
  return {
    document: front.document,
    chapters: body.chapters,
    items: byYear ? body.items.map((item) => withDefault(item, `${year}-12-31`)) : body.items,
    indicators: tables.indicators,
    riders: body.riders,
    findings: [...front.findings, ...noise.map(noiseFinding), ...body.findings, ...tables.findings],
  };
}

/** A plan printed as a table: what stands around the tables is its frame. */
function tableOfTasks(
  text: string,
  plain: readonly Paragraph[],
  tasks: TaskTables,
  tables: IndicatorReading,
  resolve: Resolve,
  options: ReadOptions,
): Reading {
  const from = tasks.spans[0]?.[0] ?? 0;
  const to = tasks.spans.at(-1)?.[1] ?? from;
  const around = plain.filter((paragraph) => paragraph.span[1] <= from || paragraph.span[0] >= to);
  const start = around.findIndex((paragraph) => paragraph.span[0] >= to);
  const at = start < 0 ? around.length : start;
  const front = readFront(around, at, at);
  const year = options.year ?? singleYear(front.document.period);
  const body = new Body(text, resolve, year);
  for (const node of tasks.nodes) body.take(node);
  const title = Math.min(around[front.planFrom]?.span[0] ?? from, from);
  const frame = front.document.parts.filter((part) => part.kind !== 'plan');
  const parts = [...frame, { kind: 'plan' as const, span: [title, to] as const }].sort((x, y) => x.span[0] - y.span[0]);
  const byYear = front.document.kind === 'key-tasks' && year !== null;
  return {
    document: { ...front.document, parts },
    chapters: body.chapters,
    items: byYear ? body.items.map((item) => withDefault(item, `${year}-12-31`)) : body.items,
    indicators: tables.indicators,
    riders: body.riders,
    findings: [...front.findings, ...body.findings, ...tables.findings],
  };
}

/** An outline with a table of indicators and no task: the whole text behind its title is the plan. */
function indicatorsOnly(plain: readonly Paragraph[], noise: readonly Noise[], tables: IndicatorReading): Reading {
  const body = plain.findIndex((paragraph) => paragraph.marker !== null || paragraph.passage.text.length > 80);
  const front = readFront(plain, body < 0 ? plain.length : body, plain.length);
  return {
    document: front.document,
    chapters: [],
    items: [],
    indicators: tables.indicators,
    riders: [],
    findings: [...front.findings, ...noise.map(noiseFinding), ...tables.findings],
  };
}

function lineOf(paragraphs: readonly Paragraph[], at: number): number {
  return paragraphs[at]?.passage.line ?? 1;
}

function singleYear(period: readonly [number, number] | null): number | null {
  return period && period[0] === period[1] ? period[0] : null;
}

/** The directory is asked once per name: plans repeat their units on every line. */
function remembered(resolve: Resolve): Resolve {
  const known = new Map<string, ReturnType<Resolve>>();
  return (words) => {
    const key = words.replace(/\s+/g, '');
    const found = known.get(key) ?? resolve(key);
    known.set(key, found);
    return found;
  };
}

/** A year's list of tasks gives each its last day, marked as default, unless the text names a date (design section 4). */
function withDefault(item: ReadItem, due: string): ReadItem {
  if (item.deadlines.some((one) => one.kind === 'date' && one.due !== null)) return item;
  return { ...item, deadlines: [...item.deadlines, { raw: '', kind: 'date', due, source: 'default' }] };
}

function noiseFinding({ kind, line }: Noise): ReadingFinding {
  const passage = new Passage([line]);
  return finding(kind === 'menu' ? 'page-menu' : 'page-number', passage, 0, passage.text.length);
}

/** Walks the plan in order, holding the open chapter and group and the riders in force. */
class Body {
  readonly chapters: ReadChapter[] = [];
  readonly items: ReadItem[] = [];
  readonly riders: ReadRider[] = [];
  readonly findings: ReadingFinding[] = [];
  readonly #source: string;
  readonly #resolve: Resolve;
  readonly #year: number | null;
  #groups: { title: string; duties: readonly ReadDuty[]; span: Span }[] = [];
  #chapter: string | null = null;
  #group: string | null = null;
  #firstIsLead: string | null = null;
  #added: ReadDuty[] = [];
  #last = 0;
  #seen = new Set<number>();

  constructor(source: string, resolve: Resolve, year: number | null) {
    this.#source = source;
    this.#resolve = resolve;
    this.#year = year;
  }

  take({ kind, paragraphs }: OutlineNode): void {
    const head = paragraphs[0];
    if (!head) return;
    if (kind === 'item') this.#item(paragraphs, head);
    else {
      for (const paragraph of paragraphs) this.ride(paragraph, null);
      if (kind === 'clause') this.#clause(paragraphs, head);
      else this.#heading(kind, paragraphs, head);
    }
  }

  /** Notes the riders of a paragraph; they hold from here on. */
  ride(paragraph: AnnotatedParagraph, fromItem: number | null): { once: string | null } {
    let once: string | null = null;
    for (const rider of ridersIn(paragraph.passage.folded)) {
      const span = paragraph.passage.span(rider.from, rider.to);
      const raw = paragraph.passage.text.slice(rider.from, rider.to);
      const party = rider.party === undefined ? {} : { party: rider.party };
      this.riders.push({ kind: rider.kind, raw, span, fromItem, ...party });
      if (rider.party !== undefined) this.#add(this.#partyOf(rider.party, raw, span));
      else if (rider.lasting) this.#firstIsLead = raw;
      else once = raw;
    }
    return { once };
  }

  /** A party counts once, however often its rider is printed. */
  #add(duty: ReadDuty): void {
    const twice = this.#added.some((one) => one.unit === duty.unit && one.group === duty.group);
    if (!twice && this.#added.length < 10) this.#added.push(duty);
  }

  #partyOf(party: string, raw: string, span: Span): ReadDuty {
    const found = this.#resolve(party);
    const unit = found.kind === 'unit' && !isGroupWord(party);
    const resolved =
      found.kind === 'unit'
        ? { id: found.unit.id, name: found.unit.name }
        : found.kind === 'group'
          ? { id: found.group.word, name: found.group.word, members: found.group.members }
          : null;
    return {
      role: 'responsible',
      ...(unit ? { unit: party } : { group: party }),
      resolved,
      open: !unit,
      raw,
      span,
      rider: raw,
    };
  }

  #heading(kind: 'chapter' | 'group', paragraphs: readonly AnnotatedParagraph[], head: AnnotatedParagraph): void {
    const title = headingTitle(head);
    const duties = this.#headingDuties(paragraphs);
    const span: Span = [head.span[0], paragraphs.at(-1)?.span[1] ?? head.span[1]];
    this.#group = null;
    if (kind === 'chapter' || !this.#chapter) {
      this.#groups = [];
      this.chapters.push({ title, duties, groups: this.#groups, span });
      this.#chapter = title;
    } else {
      this.#groups.push({ title, duties, span });
      this.#group = title;
    }
    this.#seen = new Set();
  }

  /** Duties printed on a heading stand with the heading; they are not copied into its items (design section 11). */
  #headingDuties(paragraphs: readonly AnnotatedParagraph[]): ReadDuty[] {
    const duties: ReadDuty[] = [];
    for (const paragraph of paragraphs) {
      for (const annotation of paragraph.annotations) {
        const read = dutiesOf(paragraph, annotation, {
          resolve: this.#resolve,
          source: this.#source,
          firstIsLead: this.#firstIsLead,
          scope: null,
        });
        duties.push(...read.duties);
        this.findings.push(finding('chapter-duty', paragraph.passage, ...annotation.outer), ...read.findings);
      }
    }
    return duties;
  }

  #clause(paragraphs: readonly AnnotatedParagraph[], head: AnnotatedParagraph): void {
    const title = head.passage.folded.slice(head.marker?.length ?? 0).search(/[。,:]/);
    const words = head.passage.text.slice(0, title < 0 ? 24 : (head.marker?.length ?? 0) + Math.min(title, 40));
    const one = finding('clause-without-duty', head.passage, 0, head.passage.text.length, { words });
    this.findings.push({ ...one, span: [head.span[0], paragraphs.at(-1)?.span[1] ?? head.span[1]] });
  }

  #item(paragraphs: readonly AnnotatedParagraph[], head: AnnotatedParagraph): void {
    const number = head.marker?.number ?? null;
    const before = [...this.#added];
    let once: string | null = null;
    for (const paragraph of paragraphs) once = this.ride(paragraph, number).once ?? once;
    const entries = itemsOf(paragraphs, {
      resolve: this.#resolve,
      source: this.#source,
      chapter: this.#chapter,
      group: this.#group,
      year: this.#year,
      firstIsLead: once ?? this.#firstIsLead,
      added: before,
    });
    const [first, ...subs] = entries;
    if (!first) return;
    this.items.push({ ...first, findings: [...this.#numberFindings(head, number), ...first.findings] }, ...subs);
  }

  /** Numbers run on through the plan or begin again at 1 in each chapter or group; anything else is reported. */
  #numberFindings(head: AnnotatedParagraph, number: number | null): ReadingFinding[] {
    if (number === null) return [];
    const found: ReadingFinding[] = [];
    const length = head.marker?.length ?? 0;
    const words = String(number);
    // Within a chapter each number comes once; behind a heading numbers go on or begin again at 1.
    const again = this.#seen.has(number) || (this.#seen.size === 0 && number > 1 && number <= this.#last);
    if (again) found.push(finding('number-duplicate', head.passage, 0, length, { words }));
    else if (number > this.#last + 1 && this.items.length > 0)
      found.push(finding('number-gap', head.passage, 0, length, { words, before: this.#last }));
    this.#seen.add(number);
    this.#last = number;
    return found;
  }
}

/** The heading's own words: up to its first full stop or annotation. */
function headingTitle({ passage, annotations }: AnnotatedParagraph): string {
  const limit = annotations[0]?.outer[0] ?? passage.text.length;
  const stop = passage.folded.slice(0, limit).indexOf('。');
  return passage.text.slice(0, stop < 0 ? Math.min(limit, 80) : stop).trim();
}
