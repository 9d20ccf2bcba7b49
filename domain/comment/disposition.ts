/** What a disposition must say. Pure and workflow-safe. */
import { type Fault, fault } from '../errors.js';
import { type DispositionInput, type DispositionKind, dispositionKinds, dispositionWords } from './comment.js';

/** Characters that each field of a disposition or opinion may have. */
const DISPOSITION_LIMIT = 2000;

type Field = 'where' | 'before' | 'after' | 'reason' | 'forwardedTo' | 'summary';

const fieldWords: Readonly<Record<Field, string>> = {
  where: '修改之处',
  before: '修改前的文字',
  after: '修改后的文字',
  reason: '理由',
  forwardedTo: '转交给谁',
  summary: '意见摘要',
};

const change = ['where', 'before', 'after'] as const;
/** What must stand in each kind. A deletion is written as such (“删去”), so no field of a change is ever empty. */
const needed: Readonly<Record<DispositionKind, readonly Field[]>> = {
  adopted: change,
  partly: [...change, 'reason'],
  'not-adopted': ['reason'],
  outside: ['forwardedTo'],
};

const lengthOf = (text: string): number => [...text].length;

function fieldsOf(input: DispositionInput): Readonly<Record<Field, string>> {
  const { change: changed, reason, forwardedTo, summary } = input;
  return {
    where: (changed?.where ?? '').trim(),
    before: (changed?.before ?? '').trim(),
    after: (changed?.after ?? '').trim(),
    reason: (reason ?? '').trim(),
    forwardedTo: (forwardedTo ?? '').trim(),
    summary: (summary ?? '').trim(),
  };
}

/** True for one of the four kinds; the word may come from anywhere. */
const isDispositionKind = (value: string): value is DispositionKind =>
  (dispositionKinds as readonly string[]).includes(value);

/** `disposition-kind` for a word that is none of the four. */
function kindFaults(value: string): Fault[] {
  if (isDispositionKind(value)) return [];
  const allowed = dispositionKinds.map((kind) => `${kind}（${dispositionWords[kind]}）`).join('、');
  return [fault('disposition-kind', { value, allowed })];
}

/** Everything that is wrong with a disposition, all at once; empty when nothing is. */
export function dispositionFaults(input: DispositionInput): Fault[] {
  const unknown = kindFaults(input.kind);
  if (unknown.length > 0) return unknown;
  const fields = fieldsOf(input);
  const result = dispositionWords[input.kind];
  const asked = needed[input.kind];
  const faults = asked
    .filter((field) => fields[field] === '')
    .map((field) => fault('disposition-missing', { result, field: fieldWords[field] }));
  if (asked.includes('after') && fields.after !== '' && fields.before === fields.after)
    faults.push(fault('disposition-no-change', { result }));
  for (const field of Object.keys(fieldWords) as Field[]) {
    const length = lengthOf(fields[field]);
    if (length > DISPOSITION_LIMIT)
      faults.push(fault('text-too-long', { field: fieldWords[field], length, allowed: DISPOSITION_LIMIT }));
  }
  return faults;
}

/** Everything that is wrong with a unit's opinion: words are asked for unless it advises to adopt. */
export function opinionFaults(kind: string, words: string): Fault[] {
  const faults = kindFaults(kind);
  const length = lengthOf(words.trim());
  if (length === 0 && kind !== 'adopted') faults.push(fault('text-missing', { field: '处理建议的理由' }));
  if (length > DISPOSITION_LIMIT)
    faults.push(fault('text-too-long', { field: '处理建议的理由', length, allowed: DISPOSITION_LIMIT }));
  return faults;
}

/** A disposition as it is kept: without blanks at the ends and without what its kind does not say. */
export function keptDisposition(input: DispositionInput): DispositionInput {
  const { where, before, after, reason, forwardedTo, summary } = fieldsOf(input);
  const changes = input.kind === 'adopted' || input.kind === 'partly';
  return {
    kind: input.kind,
    ...(changes ? { change: { where, before, after } } : {}),
    ...(reason === '' ? {} : { reason }),
    ...(input.kind === 'outside' ? { forwardedTo } : {}),
    ...(summary === '' ? {} : { summary }),
  };
}

/** True when two say the same, whoever decided and when. */
export function sameDisposition(one: DispositionInput, other: DispositionInput): boolean {
  const said = (input: DispositionInput): string => JSON.stringify([input.kind, fieldsOf(keptDisposition(input))]);
  return said(one) === said(other);
}
