/** Notices that wait for the next letter of their receiver, and how they merge. Pure and workflow-safe. */
import type { Notice, NoticeKind } from './types.js';

/** Channels that carry at most one letter per receiver and slot. */
export type Channel = 'digest' | 'head-digest' | 'unsigned-report';

/** By `channel|unit`. */
export type Held = Map<string, readonly Notice[]>;

/** The graver word wins when several notices about one task meet in one letter. */
const gravity: readonly NoticeKind[] = [
  'report-told',
  'resumed',
  'reminder',
  'sign-chase',
  'target-changed',
  'date-changed',
  'transferred',
  'cancelled',
  'assignment',
  'chase',
  'head-chase',
  'unsigned-report',
  'opinion-report',
  'return-report',
  'supervision-letter',
  'leadership-report',
];

/** Puts a notice with those that wait for its receiver's next letter; what speaks of one task becomes one notice. */
export function hold(held: Held, channel: Channel, notice: Notice): void {
  const key = `${channel}|${notice.unit}`;
  const list = held.get(key) ?? [];
  const same = list.findIndex((n) => n.task === notice.task && mergeable(n, notice));
  if (same < 0) {
    held.set(key, [...list, notice]);
    return;
  }
  const old = list[same] as Notice;
  const graver = gravity.indexOf(notice.kind) >= gravity.indexOf(old.kind) ? notice : old;
  const lateFrom = [old.lateFrom, notice.lateFrom].filter((d) => d !== undefined).sort()[0];
  const byPlan = old.byPlan === true || notice.byPlan === true;
  const merged: Notice = {
    task: old.task,
    unit: old.unit,
    audience: graver.audience,
    kind: graver.kind,
    rungs: [...new Set([...old.rungs, ...notice.rungs])],
    ...(lateFrom === undefined ? {} : { lateFrom }),
    ...(graver.byPlan === true ? { byPlan: true } : {}),
    ...(byPlan && old.arose !== undefined && old.arose === notice.arose ? { arose: old.arose } : {}),
  };
  held.set(key, list.with(same, merged));
}

/** A call to sign stands beside a deadline notice, and so do other targets; everything else about one task is one notice. */
function mergeable(a: Notice, b: Notice): boolean {
  return (['sign-chase', 'target-changed'] as const).every((kind) => (a.kind === kind) === (b.kind === kind));
}

/** Notices that say what has happened stay true whatever comes after. */
const toldAnyhow: ReadonlySet<NoticeKind> = new Set(['report-told', 'transferred', 'cancelled']);

/** True while a notice rests with its suspended task; it leaves after the task is resumed. */
export function waitsForResume(notice: Notice, task: { readonly suspended: boolean } | undefined): boolean {
  return task?.suspended === true && !toldAnyhow.has(notice.kind);
}

/** False when a waiting notice has been overtaken: the task is closed (`undefined`) or signed for. */
export function stillTrue(notice: Notice, task: { readonly unsigned: readonly string[] } | undefined): boolean {
  if (toldAnyhow.has(notice.kind)) return true;
  if (!task) return false;
  if (notice.kind === 'sign-chase') return task.unsigned.includes(notice.unit);
  if (notice.kind === 'unsigned-report') return task.unsigned.length > 0;
  return true;
}

/** By task number, then kind. */
export function sortNotices(notices: readonly Notice[]): readonly Notice[] {
  // Plain comparison of padded numbers: no locale data, so that replay sorts the same everywhere.
  const rank = (n: Notice): string => `${n.task.replace(/\d+/g, (digits) => digits.padStart(6, '0'))} ${n.kind}`;
  return [...notices].sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
}
