/** Message ids and threads, all derived from business ids: the same letter has the same id on every try. */
import { createHash } from 'node:crypto';
import { isErrand, periodOfErrand } from '../../domain/comment/errand.js';
import { readValueId } from '../../domain/indicators/value.js';
import type { LetterDraft } from '../../domain/schedule/types.js';
import { readReturnId } from '../../domain/supervision/return-id.js';

/** Host part of message ids and calendar UIDs. @throws TypeError when `publicUrl` is no URL. */
export function mailHost(publicUrl: string): string {
  return new URL(publicUrl).hostname;
}

/** `<sha256 of the letter key@host>`: a receiver or a person recognises a letter that came twice (RFC 5322 3.6.4). */
export function messageIdOf(key: string, publicUrl: string): string {
  return `<${createHash('sha256').update(key, 'utf8').digest('hex')}@${mailHost(publicUrl)}>`;
}

const ofOneTask: ReadonlySet<string> = new Set(['accepted', 'returned', 'extension-decided']);

/**
 * Ids that a letter refers to, so that mail programs show it in its thread (design section 5): letters about one act
 * thread per task, every other letter per unit and plan (an errand, a comment period, a return or a cycle: its plan), letters
 * about no task per unit. No mail with these ids was ever sent; programs group by the reference alone.
 */
export function threadRoots(draft: LetterDraft, planOf: (task: string) => string, publicUrl: string): string[] {
  const plan = (id: string) =>
    isErrand(id) ? planOfPeriod(periodOfErrand(id)) : (readReturnId(id)?.plan ?? readValueId(id)?.plan ?? planOf(id));
  const period = draft.facts?.['period'] ?? draft.facts?.['cycle'];
  const names = ofOneTask.has(draft.kind)
    ? draft.notices.map((notice) => `task/${notice.task}`)
    : [
        ...draft.notices.map((notice) => `${draft.unit}/${plan(notice.task)}`),
        ...(typeof period === 'string' ? [`${draft.unit}/${planOfPeriod(period)}`] : []),
      ];
  const distinct = names.length === 0 ? [draft.unit] : [...new Set(names)].sort();
  return distinct.map((name) => messageIdOf(`thread/${name}`, publicUrl));
}

/** `{plan}/{round}` or `{plan}/{2023Q3}` → plan. */
const planOfPeriod = (period: string): string => period.slice(0, period.lastIndexOf('/'));
