/** What the API answers about letters that were answered by mail; also what pages show. Instants are epoch ms. */
import type { AnswerStatus, ReplyStatus } from '../../activities/ledger/replies-schema.js';
import type { ReplyAct, WaitCode } from '../../domain/reply/reply.js';
import type { UnitName } from './answers.js';

export interface ReplyActAnswer extends ReplyAct {
  readonly number: number;
  readonly words: string;
}

export interface ReplyAnswer {
  readonly no: number;
  readonly status: ReplyStatus;
  readonly statusWords: string;
  /** Why it waits, or waited; null: it never did. */
  readonly why: WaitCode | null;
  readonly whyWords: string | null;
  /** The letter it answers, or that came back. */
  readonly letter: string | null;
  readonly unit: UnitName | null;
  readonly from: string | null;
  /** Whom the directory knew the sender as; null: as nobody of the unit. */
  readonly senderWords: string | null;
  readonly subject: string;
  readonly text: string;
  /** Names of attached files; they stay in the mailbox. */
  readonly files: readonly string[];
  readonly arrivedAt: number;
  readonly acts: readonly ReplyActAnswer[];
  readonly settled: { readonly reason: string; readonly at: number; readonly by: string } | null;
  /** The mail that told the sender. */
  readonly answer: AnswerStatus;
}

/** One mail, with the tasks of the letter it answers. */
export interface ReplyDetail extends ReplyAnswer {
  readonly tasks: readonly { readonly id: string; readonly number: number; readonly title: string }[];
}

export interface ReplyRecords {
  /** Those that wait for the office, the longest first; `all`: every one, the newest first, at most 200. */
  replies(all: boolean): Promise<readonly ReplyAnswer[]>;
  /** How many wait for the office. */
  waiting(): Promise<number>;
  /** @throws `reply-unknown`. */
  reply(no: number): Promise<ReplyDetail>;
}
