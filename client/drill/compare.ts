/** Rehearsed letters against letters sent, one by one, to the word. */
import type { LetterRow } from '../../activities/ledger/letters.js';
import { composeLetter } from '../../activities/mail/compose.js';
import { dayOf } from '../../domain/day.js';
import { recipients } from '../../domain/directory.js';
import type { Plan } from '../../domain/plan.js';
import type { RehearsedLetter } from '../../domain/schedule/rehearsal.js';
import { standingUnit } from '../../domain/successor.js';
import { cycleContext } from './cycle-words.js';

export interface Difference {
  readonly key: string;
  readonly what: 'missing' | 'stray' | 'day' | 'receiver' | 'tasks' | 'subject' | 'words' | 'mail';
  readonly rehearsed?: string;
  readonly sent?: string;
}

/** What arrived at the mail server, by Message-ID. */
export type Arrivals = ReadonlyMap<string, number>;

/** Every difference; empty when rehearsed and sent are equal. */
export function compareLetters(
  rehearsed: readonly RehearsedLetter[],
  sent: readonly LetterRow[],
  arrivals: Arrivals,
  world: { readonly plan: Plan; readonly publicUrl: string },
): readonly Difference[] {
  const rows = new Map(sent.map((row) => [row.key, row]));
  const differences: Difference[] = [];
  for (const letter of rehearsed) {
    const { key } = letter.draft;
    const row = rows.get(key);
    rows.delete(key);
    if (!row || row.status !== (letter.to === null ? 'undeliverable' : 'sent')) {
      differences.push({ key, what: 'missing', sent: row?.status ?? 'nothing' });
      continue;
    }
    differences.push(...fieldDifferences(letter, row, world));
    const copies = row.messageId === null ? 0 : (arrivals.get(row.messageId) ?? 0);
    if (copies !== (letter.to === null ? 0 : 1))
      differences.push({ key, what: 'mail', rehearsed: '1', sent: String(copies) });
  }
  for (const key of rows.keys()) differences.push({ key, what: 'stray' });
  const known = new Set(sent.map((row) => row.messageId));
  for (const id of arrivals.keys())
    if (!known.has(id)) differences.push({ key: id, what: 'stray', sent: 'mail without a letter' });
  return differences;
}

function fieldDifferences(
  letter: RehearsedLetter,
  row: LetterRow,
  world: Parameters<typeof compareLetters>[3],
): readonly Difference[] {
  const { draft } = letter;
  const differences: Difference[] = [];
  const check = (what: Difference['what'], rehearsed: string, sent: string): void => {
    if (rehearsed !== sent) differences.push({ key: draft.key, what, ...firstDifference(rehearsed, sent) });
  };
  const tasks = (d: typeof draft): string =>
    d.notices.map((n) => `${n.task}:${n.kind}:${n.audience}:${n.rungs.join(',')}:${n.lateFrom ?? ''}`).join(' ');
  check('day', `${draft.day} ${dayOf(draft.at)}`, `${row.day} ${dayOf(row.plannedAt)}`);
  check('receiver', letter.to ?? '', row.recipient ?? '');
  check('tasks', tasks(draft), tasks(row.draft));
  if (letter.to === null) return differences;
  const unit = standingUnit(letter.directory, draft.unit, draft.day);
  const reached = unit ? recipients(unit, draft.role, draft.day, () => false)[0] : undefined;
  const words = composeLetter(draft, {
    tasks: letter.tasks,
    ...cycleContext(letter, world.plan),
    plans: new Map([[world.plan.id, world.plan]]),
    directory: letter.directory,
    publicUrl: world.publicUrl,
    link: () => `${world.publicUrl}/r/rehearsed`,
    ...(reached ? { reached } : {}),
  });
  check('subject', neutral(words.subject), neutral(row.subject ?? ''));
  check('words', neutral(words.text), neutral(row.text ?? ''));
  return differences;
}

/** Signed links and the serial of a 督办函 are only known when a letter leaves. */
function neutral(text: string): string {
  return text.replace(/https?:\/\/\S+/g, '<link>').replace(/〔(\d{4})〕\d*号/g, '〔$1〕号');
}

function firstDifference(rehearsed: string, sent: string): { readonly rehearsed: string; readonly sent: string } {
  let at = 0;
  while (at < rehearsed.length && rehearsed[at] === sent[at]) at++;
  const around = (text: string): string => text.slice(Math.max(0, at - 20), at + 60);
  return { rehearsed: around(rehearsed), sent: around(sent) };
}
