/** The letter about a reorganisation that could not take effect on its day. Pure and workflow-safe. */
import { dayOf, inChinese, isDay } from './day.js';
import type { Reorganisation } from './reorganisation.js';
import type { LetterDraft } from './schedule/types.js';

/** What a letter of kind `reorganisation-blocked` says; flat, because drafts carry plain values. */
export interface BlockedFacts {
  readonly reorganisation: string;
  readonly words: string;
  readonly document: string;
  readonly why: string;
}

/** What stood against a reorganisation on its day, and whom it concerns. */
export interface Blocked {
  /** Id of the office's unit. */
  readonly office: string;
  /** In words for people. */
  readonly why: readonly string[];
}

/** `区文化局、区旅游局合并为区文化和旅游局，2027年6月1日起`. */
export function reorganisationLine(change: Reorganisation, name: (id: string) => string): string {
  const list = (ids: readonly string[]): string => ids.map(name).join('、');
  const units = list(change.units);
  const on = `，${isDay(change.on) ? inChinese(change.on) : change.on}起`;
  switch (change.kind) {
    case 'rename':
      return `${units}更名为${change.name ?? ''}${on}`;
    case 'merge':
      return `${units}合并为${list(change.successors)}${on}`;
    case 'split':
      return `${units}拆分为${list(change.successors)}${on}`;
    case 'dissolve':
      return `${units}撤销，职责由${list(change.successors)}承接${on}`;
    default:
      throw new Error(`unknown kind ${JSON.stringify(change.kind satisfies never)}`);
  }
}

/**
 * To the office at once: nothing was changed, and what to do.
 * @param names of its units by id, as they were when it was decided. @param at epoch ms.
 */
export function blockedLetter(
  change: Reorganisation,
  names: Readonly<Record<string, string>>,
  { office, why }: Blocked,
  at: number,
): LetterDraft {
  const facts: BlockedFacts = {
    reorganisation: change.id,
    words: reorganisationLine(change, (id) => names[id] ?? id),
    document: change.document,
    why: why.join('；'),
  };
  return {
    ...{ key: `reorganisation-blocked/${change.id}`, kind: 'reorganisation-blocked', office, unit: office },
    ...{ role: 'liaison', day: dayOf(at), at, notices: [], facts: { ...facts } },
  };
}
