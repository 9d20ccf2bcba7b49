/** The close-out (意见采纳情况反馈): what came in, what became of it, what changed. Plain JSON, kept as published. */
import type { Day } from '../day.js';
import type { CommentCounts, DispositionKind, DraftChange } from './comment.js';

/** One row of the table of opinions; comments that were merged share one. */
export interface CloseOutRow {
  /** Serial numbers of the comments it answers, the main one first. */
  readonly nos: readonly number[];
  /** Channels of these comments in words, each once. */
  readonly channels: readonly string[];
  readonly item: number | null;
  readonly itemTitle: string;
  /** The opinion in words without personal data. */
  readonly opinion: string;
  readonly result: DispositionKind;
  /** Why, where forwarded, or where it was changed. */
  readonly words: string;
}

export interface CloseOut {
  readonly period: string;
  readonly title: string;
  readonly issuer: string;
  readonly start: Day;
  readonly lastDay: Day;
  /** True when no valid comment came in: the zero notice. */
  readonly zero: boolean;
  readonly counts: CommentCounts;
  readonly rows: readonly CloseOutRow[];
  readonly changes: readonly (DraftChange & { readonly nos: readonly number[] })[];
}

/** What a close-out is made from, beside the comments. */
export interface CloseOutFrame {
  readonly period: string;
  readonly title: string;
  readonly issuer: string;
  readonly start: Day;
  readonly lastDay: Day;
  readonly items: readonly { readonly number: number; readonly title: string }[];
}

export interface PublishedCloseOut {
  readonly closeOut: CloseOut;
  readonly publishedAt: number;
  readonly publishedBy: string;
  /** Of the canonical JSON; stands in the chain. Hex. */
  readonly sha256: string;
}
