/** The console's form of an amendment: up to ten changes in flat fields become the text of an amendment file. */
import { refuse } from '../../domain/errors.js';
import type { AmendmentFile } from '../../domain/life/amendment-file.js';
import { amendmentText } from '../../domain/life/amendment-file.js';

/** Changes in one form. */
export const FORM_CHANGES = 10;

type Values = Readonly<Record<string, string>>;
type Change = AmendmentFile['changes'][number];

/** The text that was pasted, else that of the fields `kind1`, `tasks1`, … @throws `field-invalid` when nothing was chosen. */
export function amendmentOfForm(values: Values): string {
  const { text } = values;
  if (text !== undefined && text.trim() !== '') return text;
  const changes = Array.from({ length: FORM_CHANGES }, (_, at) => changeOf(values, at + 1)).filter(
    (change) => change !== undefined,
  );
  if (changes.length === 0)
    throw refuse('field-invalid', { field: '调整', detail: '请至少选一种调整，或粘贴调整文件' });
  const { reason = '', approvedBy = '', document = '' } = values;
  return amendmentText({ reason: reason.trim(), approvedBy: approvedBy.trim(), document: document.trim(), changes });
}

function changeOf(values: Values, at: number): Change | undefined {
  const field = (name: string): string => (values[`${name}${at}`] ?? '').trim();
  const [first] = numbersIn(field('tasks'));
  const due = field('due');
  const targets = parts(field('targets'), /[\n；;]/);
  const fresh = parts(field('new'), /\n/).map(newTaskOf);
  switch (field('kind')) {
    case 'add':
      return { add: fresh[0] ?? {} };
    case 'drop':
      return { drop: first };
    case 'split':
      return { split: first, into: fresh };
    case 'merge':
      return { merge: numbersIn(field('tasks')), into: fresh[0] ?? {} };
    case 'move':
      return { move: first, from: field('from'), to: field('to') };
    case 'target':
      return { target: first, targets };
    case 'date':
      return { date: first, due };
    default:
      return undefined;
  }
}

/** `题目｜牵头单位｜配合单位｜时限｜目标`, what is not needed left empty. */
function newTaskOf(line: string): Change {
  const [title = '', lead = '', support = '', due = '', targets = ''] = line.split(/[|｜]/).map((part) => part.trim());
  return {
    title,
    lead: parts(lead, /[、,，]/),
    support: parts(support, /[、,，]/),
    ...(due === '' ? {} : { due }),
    ...(targets === '' ? {} : { targets: parts(targets, /[；;]/) }),
  };
}

const parts = (text: string, between: RegExp): string[] =>
  text
    .split(between)
    .map((part) => part.trim())
    .filter((part) => part !== '');

const numbersIn = (text: string): number[] => (text.match(/\d{1,6}/g) ?? []).map(Number);
