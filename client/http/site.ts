/** What every area of the web server works with. */
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Logger } from 'pino';
import type { Config } from '../../worker/config.js';
import type { Office } from '../office.js';
import type { Records } from '../records.js';
import type { CommentRecords } from './comment-answers.js';
import type { CycleRecords } from './cycle-answers.js';
import type { IndicatorRecords } from './indicator-answers.js';
import type { ReplyRecords } from './reply-answers.js';

/** `ok`, or in English what is wrong. */
export interface Health {
  readonly temporal: string;
  readonly ledger: string;
}

/** A case that runs in Temporal, for the admin's page. */
export interface RunningCase {
  readonly id: string;
  readonly kind: string;
  /** Epoch ms. */
  readonly since: number;
  readonly state: string;
}

export interface ServerDeps {
  readonly office: Office;
  readonly records: Records;
  readonly comments: CommentRecords;
  readonly cycles: CycleRecords;
  readonly indicators: IndicatorRecords;
  readonly replies: ReplyRecords;
  readonly config: Pick<Config, 'publicUrl' | 'smtpUrl'> & Partial<Pick<Config, 'trustProxy' | 'fileLimits'>>;
  /** What the office logs in with, on pages and in the API. */
  readonly token: string;
  /** Signs links and sessions. */
  readonly secret: string;
  /** Folder of `.eml` letters when no SMTP server is set. */
  readonly mailbox: string;
  readonly health: () => Promise<Health>;
  readonly running?: () => Promise<readonly RunningCase[]>;
  readonly log?: Logger;
  /** `false` switches the limits of the public's pages off, for measurements; default true. */
  readonly limits?: boolean;
  /** Ms for which the public's pages may show what was read before; default 2 s. */
  readonly publicAge?: number;
  /** Epoch ms of the present; default the clock. */
  readonly now?: () => number;
}

/** What every area gets: the deps with the defaults filled in. */
export type Site = ServerDeps & { readonly now: () => number };
/** A fastify instance whose handlers see the types of their zod schemas. */
export type ZodWeb = ReturnType<typeof typed>;

/** Lets handlers see the types of their schemas. */
export const typed = (web: FastifyInstance) => web.withTypeProvider<ZodTypeProvider>();
