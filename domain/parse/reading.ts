/** What the reader gives: the JSON of `duban parse` (design section 11). Spans are UTF-16 offsets, end exclusive. */
import type { Day } from '../day.js';
import type { DutyRole } from '../plan.js';
import type { DeadlineKind } from './deadlines.js';
import type { ReadingFinding } from './findings.js';
import type { ReadIndicator } from './indicators.js';
import type { Span } from './passage.js';
import type { Operator } from './targets.js';

export interface ReadDuty {
  readonly role: DutyRole;
  /** Words as printed, line breaks repaired; exactly one of `unit` and `group` is there. */
  readonly unit?: string;
  readonly group?: string;
  /** The directory's unit or group, null when it has none. */
  readonly resolved: { readonly id: string; readonly name: string; readonly members?: readonly string[] } | null;
  /** The list it stands in carries 等, or the word is a group word. */
  readonly open: boolean;
  /** The exact source words, line breaks included. */
  readonly raw: string;
  readonly span: Span;
  /** The text this annotation is bound to, where an item has several annotations. */
  readonly scope?: Span;
  /** The rider that made or changed this duty. */
  readonly rider?: string;
}

export interface ReadDeadline {
  readonly raw: string;
  readonly kind: DeadlineKind;
  readonly due: Day | null;
  readonly source: 'text' | 'default';
  readonly span?: Span;
}

export interface ReadTarget {
  readonly raw: string;
  readonly metric: string;
  readonly op: Operator;
  readonly value: number;
  readonly unit: string;
  /** The year the words set it for, where they do. */
  readonly year?: number;
  readonly span: Span;
}

export interface ReadItem {
  /** As printed; null for an item without a number. */
  readonly number: number | null;
  readonly group: string | null;
  readonly chapter: string | null;
  readonly title: string;
  /** Title of a sub-paragraph that has an annotation of its own. */
  readonly sub?: string;
  readonly duties: readonly ReadDuty[];
  readonly deadlines: readonly ReadDeadline[];
  readonly targets: readonly ReadTarget[];
  readonly findings: readonly ReadingFinding[];
  readonly span: Span;
  readonly line: number;
}

export interface ReadChapter {
  readonly title: string;
  readonly duties: readonly ReadDuty[];
  readonly groups: readonly { readonly title: string; readonly duties: readonly ReadDuty[]; readonly span: Span }[];
  /** The heading with its introduction, without groups and items. */
  readonly span: Span;
}

export type PartKind = 'page' | 'news' | 'notice' | 'plan' | 'interpretation' | 'close-out';
export type DocumentKind = 'key-tasks' | 'action-plan' | 'implementation-plan' | 'outline' | 'plan';

export interface ReadDocument {
  readonly title: string;
  readonly number: string | null;
  readonly issuer: string | null;
  readonly issued: Day | null;
  readonly kind: DocumentKind;
  readonly draft: boolean;
  /** First and last year; null when the title names none. */
  readonly period: readonly [number, number] | null;
  readonly parts: readonly { readonly kind: PartKind; readonly span: Span }[];
}

export interface ReadRider {
  readonly kind: 'first-is-lead' | 'hidden-party';
  readonly raw: string;
  readonly span: Span;
  readonly fromItem: number | null;
  readonly party?: string;
}

export type { ReadIndicator };

export interface Reading {
  readonly document: ReadDocument;
  readonly chapters: readonly ReadChapter[];
  readonly items: readonly ReadItem[];
  readonly indicators: readonly ReadIndicator[];
  readonly riders: readonly ReadRider[];
  readonly findings: readonly ReadingFinding[];
}
