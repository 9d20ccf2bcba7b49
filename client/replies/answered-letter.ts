/** Which letter a mail answers, and what that letter asked for. */

import type { Ledger } from '../../activities/ledger/connect.js';
import { loadDirectory } from '../../activities/ledger/directory.js';
import { tasksOfLetter } from '../../activities/ledger/letters.js';
import { type AnsweredRow, lettersWithTokens, letterWithId } from '../../activities/ledger/replies.js';
import { loadTask } from '../../activities/ledger/tasks.js';
import { replyToken } from '../../activities/mail/reply-token.js';
import { unitOf } from '../../domain/directory.js';
import type { Directory } from '../../domain/org.js';
import type { AnsweredLetter } from '../../domain/reply/read.js';
import type { WaitCode } from '../../domain/reply/reply.js';
import { tokensIn } from '../../domain/reply/token.js';
import type { TaskState } from '../../domain/task.js';
import type { ReadMail } from '../inbox/read-mail.js';

/**
 * The letter that a mail answers: by the reference that mail programs keep, else by the token in its subject, else in its text.
 * @returns undefined when it names none; `several-letters` when its text quotes several.
 */
export async function answeredBy(
  ledger: Ledger,
  secret: string,
  mail: Pick<ReadMail, 'answers' | 'subject' | 'whole'>,
): Promise<AnsweredRow | { readonly why: WaitCode } | undefined> {
  const referred = await letterWithId(ledger, mail.answers);
  if (referred !== undefined) return referred;
  for (const text of [mail.subject, mail.whole]) {
    const tokens = tokensIn(text).slice(0, 20);
    const found = await lettersWithTokens(ledger, tokens);
    // Signed: a row that somebody wrote into the ledger counts for nothing.
    const own = found.filter(({ key }) => tokens.includes(replyToken(secret, key)));
    const [only] = own;
    if (own.length > 1) return { why: 'several-letters' };
    if (only !== undefined) return only;
  }
  return undefined;
}

/** What a letter asked of its unit, as an answer can speak of it, with the tasks as they stand now. */
export async function askedIn(
  ledger: Ledger,
  { key, unit }: Pick<AnsweredRow, 'key' | 'unit'>,
): Promise<{
  readonly asked: AnsweredLetter;
  readonly tasks: ReadonlyMap<string, TaskState>;
  readonly directory: Directory;
}> {
  const [directory, ids] = await Promise.all([loadDirectory(ledger), tasksOfLetter(ledger, key)]);
  const found = await Promise.all(ids.map((id) => loadTask(ledger, id)));
  const tasks = found.flatMap((task) => (task === undefined ? [] : [task]));
  const held = unitOf(directory, unit);
  return {
    asked: {
      unit,
      names: held === undefined ? [] : [held.name, ...held.aliases],
      tasks: tasks.map(({ id, number }) => ({ id, number })),
    },
    tasks: new Map(tasks.map((task) => [task.id, task])),
    directory,
  };
}
