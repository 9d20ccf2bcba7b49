/** What the office gives when it opens a comment period. Plain JSON; read from YAML or forms by terms-file.ts. */
import type { Day } from '../day.js';

/** The parts of an interpretation (政策解读); all are asked for. */
export const interpretationParts = ['background', 'basis', 'process', 'goals', 'content', 'contact'] as const;
export type InterpretationPart = (typeof interpretationParts)[number];

export const interpretationWords: Readonly<Record<InterpretationPart, string>> = {
  background: '起草背景',
  basis: '制定依据',
  process: '起草过程',
  goals: '目标任务',
  content: '主要内容',
  contact: '解读单位和联系方式',
};

export interface Channels {
  /** The public page of this very service. */
  readonly web: boolean;
  readonly email?: string;
  readonly phone?: string;
  readonly post?: { readonly address: string /** To be written on the envelope. */; readonly mark: string };
}

export interface CommentTerms {
  /** Id of the plan, made from the file or given: lower case letters, digits, hyphens. */
  readonly plan: string;
  readonly title: string;
  /** Id of a kind in the rules. */
  readonly kind: string;
  /** The body that asks, as signed under the notice. */
  readonly issuer: string;
  readonly start: Day;
  /** Length as stated in the notice, one of the two. */
  readonly days?: number;
  readonly workdays?: number;
  /** Last day as written in the notice, where it writes one. */
  readonly end?: Day;
  /** Why the period is shorter than the minimum; stands in the notice (Order 713 Art. 15). */
  readonly reasonForShort?: string;
  /** Words of the notice; without them duban writes a plain one. */
  readonly notice?: string;
  /** The whole draft as text. */
  readonly draft: string;
  readonly interpretation: Readonly<Partial<Record<InterpretationPart, string>>>;
  readonly channels: Channels;
}

/** An item of the draft, as comments can name it. */
export interface DraftItem {
  readonly number: number;
  readonly title: string;
  /** Unit id of its lead (the first named); null while the directory knows none. */
  readonly lead: string | null;
}

/** A paragraph of the draft as the public page shows it; `item` where a numbered item begins. */
export interface DraftParagraph {
  readonly text: string;
  readonly kind: 'title' | 'chapter' | 'item' | 'text';
  readonly item?: number;
}
