/** A letter on record as pages and API show it. */
import type { LetterLine } from '../activities/ledger/letters.js';
import type { Directory } from '../domain/org.js';
import type { LetterAnswer, UnitName } from './http/answers.js';

/** Unit ids with their printed names. */
export function nameOf(directory: Directory): (unit: string) => UnitName {
  const names = new Map(directory.units.map((u) => [u.id, u.name]));
  return (id) => ({ id, name: names.get(id) ?? id });
}

/** One line of a list of letters; `tasks` are the tasks it carried. */
export function letterAnswer(line: LetterLine, directory: Directory, tasks: readonly string[]): LetterAnswer {
  return {
    key: line.key,
    kind: line.kind,
    unit: nameOf(directory)(line.unit),
    day: line.day,
    plannedAt: line.plannedAt,
    status: line.status,
    to: line.recipient,
    subject: line.subject,
    sentAt: line.sentAt,
    tasks,
    refused: line.refused,
    lastError: line.lastError,
    perhapsTwice: line.perhapsTwice,
  };
}
