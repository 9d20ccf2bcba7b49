/** Looks up the names and tasks a template needs, and reads a draft's facts. */

import { isErrand } from '../../domain/comment/errand.js';
import { isDay } from '../../domain/day.js';
import { unitOf } from '../../domain/directory.js';
import { isValue } from '../../domain/indicators/value.js';
import { type LetterFacts, letterKindWords, oneLine } from '../../domain/letter-words.js';
import type { Directory, Unit } from '../../domain/org.js';
import type { LetterDraft, LetterKind } from '../../domain/schedule/types.js';
import { isReturn } from '../../domain/supervision/return.js';
import type { LetterContext, View } from './content.js';

/** The office a draft comes from: the unit with its id, else the directory's only unit of kind `office`. */
export function officeOf(directory: Directory, office: string): Unit | undefined {
  return unitOf(directory, office) ?? directory.units.find((unit) => unit.kind === 'office');
}

/** The printed name of a unit id; the id itself when the directory has none. */
export const nameIn =
  (directory: Directory) =>
  (id: string): string =>
    oneLine(unitOf(directory, id)?.name ?? id, 60);

/** The view of a draft. @throws Error when the context lacks a task of the draft: a fault of the caller. */
export function viewOf(draft: LetterDraft, context: LetterContext): View {
  const name = nameIn(context.directory);
  const office = officeOf(context.directory, draft.office);
  const address = office?.contacts.find((c) => c.role === 'liaison')?.address;
  return {
    draft: {
      ...draft,
      notices: draft.notices.filter(({ task }) => !isErrand(task) && !isReturn(task) && !isValue(task)),
    },
    errands: draft.notices
      .filter((notice) => isErrand(notice.task))
      .map((notice) => ({ notice, facts: context.errands?.get(notice.task) })),
    returns: draft.notices
      .filter((notice) => isReturn(notice.task))
      .map((notice) => ({ notice, facts: context.returns?.get(notice.task) })),
    values: draft.notices
      .filter((notice) => isValue(notice.task))
      .map((notice) => ({ notice, facts: context.values?.get(notice.task) })),
    context,
    facts: factsOf(draft.facts ?? {}),
    name,
    unitName: name(draft.unit),
    officeName: office === undefined ? '领导小组办公室' : oneLine(office.name, 60),
    ...(address === undefined ? {} : { officeAddress: address }),
    task: (notice) => {
      const task = context.tasks.get(notice.task);
      if (task === undefined) throw new Error(`letter ${draft.key}: no state given for task ${notice.task}`);
      return task;
    },
  };
}

type Raw = Readonly<Record<string, string | number | boolean>>;

function factsOf(raw: Raw): LetterFacts {
  const text = (key: keyof LetterFacts) => {
    const value = raw[key];
    return value === undefined || value === '' ? {} : { [key]: oneLine(String(value)) };
  };
  const day = (key: keyof LetterFacts) => {
    const value = raw[key];
    return typeof value === 'string' && isDay(value) ? { [key]: value } : {};
  };
  const typed = (key: keyof LetterFacts, type: 'number' | 'boolean') =>
    typeof raw[key] === type ? { [key]: raw[key] } : {};
  return {
    ...text('reason'),
    ...text('note'),
    ...typed('approve', 'boolean'),
    ...day('from'),
    ...day('due'),
    ...typed('letters', 'number'),
    ...text('units'),
    ...typed('waitingFormal', 'number'),
    ...text('letter'),
    ...text('unit'),
    ...text('refused'),
    ...typed('reached', 'boolean'),
    ...text('copyOf'),
  };
}

/** The kind of a letter from its key, which begins with it; undefined for a key of another form. */
export function kindOfKey(key: string): LetterKind | undefined {
  const [word = ''] = key.split('/');
  return isLetterKind(word) ? word : undefined;
}

const isLetterKind = (word: string): word is LetterKind => Object.hasOwn(letterKindWords, word);
