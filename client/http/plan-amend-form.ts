/** The console's form of an amendment: up to ten entries in flat fields become the text of an amendment file. */
import { DubanError, type Fault, fault, refuse } from '../../domain/errors.js';
import { amendKindWords } from '../../domain/life/amend-words.js';
import type { AmendChange } from '../../domain/life/amendment.js';
import type { AmendmentFile } from '../../domain/life/amendment-file.js';
import { amendmentText } from '../../domain/life/amendment-file.js';

/** Entries in one form. */
export const FORM_CHANGES = 10;

type Values = Readonly<Record<string, string>>;
type Change = AmendmentFile['changes'][number];
type Kind = AmendChange['kind'];

/** Fields of an entry as the page calls them. */
export const amendFieldWords = {
  tasks: '任务序号',
  new: '新任务（新增、拆分、合并）',
  from: '转出单位（转办）',
  to: '转入单位（转办）',
  targets: '调整后的目标',
  due: '调整后的时限',
} as const;
type Field = keyof typeof amendFieldWords;
const fields = Object.keys(amendFieldWords) as Field[];

/** What each kind needs; nothing else may be filled in, so that nothing typed is lost. */
const needed: Readonly<Record<Kind, readonly Field[]>> = {
  add: ['new'],
  drop: ['tasks'],
  split: ['tasks', 'new'],
  merge: ['tasks', 'new'],
  move: ['tasks', 'from', 'to'],
  target: ['tasks', 'targets'],
  date: ['tasks', 'due'],
};

/**
 * The text that was pasted, else that of the fields `kind1`, `tasks1`, …: one change for each task number, one new task
 * for each line. @throws `field-invalid` for everything missing or left over, at once.
 */
export function amendmentOfForm(values: Values): string {
  const { text } = values;
  if (text !== undefined && text.trim() !== '') return text;
  const entries = Array.from({ length: FORM_CHANGES }, (_, at) => at + 1);
  const faults = entries.flatMap((at) => entryFaults(values, at));
  if (faults.length > 0) throw new DubanError(faults);
  const changes = entries.flatMap((at) => changesOf(values, at));
  if (changes.length === 0)
    throw refuse('field-invalid', { field: '调整', detail: '请至少选一种调整，或粘贴调整文件' });
  const { reason = '', approvedBy = '', document = '' } = values;
  return amendmentText({ reason: reason.trim(), approvedBy: approvedBy.trim(), document: document.trim(), changes });
}

const typed = (values: Values, name: Field | 'kind', at: number): string => (values[`${name}${at}`] ?? '').trim();

/** The kind that was chosen, or undefined. */
function kindOf(values: Values, at: number): Kind | undefined {
  const chosen = typed(values, 'kind', at);
  return Object.hasOwn(needed, chosen) ? (chosen as Kind) : undefined;
}

function entryFaults(values: Values, at: number): Fault[] {
  const kind = kindOf(values, at);
  const no = (field: string, detail: string): Fault =>
    fault('field-invalid', { field: `第${at}处调整的${field}`, detail });
  const filled = fields.filter((name) => typed(values, name, at) !== '');
  if (kind === undefined) return filled.length === 0 ? [] : [no('种类', '填了内容，请选怎样调整')];
  const words = amendKindWords[kind];
  const numbers = typed(values, 'tasks', at);
  const lines = parts(typed(values, 'new', at), /\n/).length;
  return [
    ...needed[kind]
      .filter((name) => !filled.includes(name))
      .map((name) => no(amendFieldWords[name], `${words}要填这一栏`)),
    ...filled
      .filter((name) => !needed[kind].includes(name))
      .map((name) => no(amendFieldWords[name], `${words}不填这一栏`)),
    ...(numbers === '' || /^\d{1,6}(?:[\s、,，]+\d{1,6})*$/.test(numbers)
      ? []
      : [no(amendFieldWords.tasks, `“${numbers}”不是任务序号，应写作 3 或 3,4`)]),
    ...(kind === 'split' && numbersIn(numbers).length > 1 ? [no(amendFieldWords.tasks, '拆分一次只写一项')] : []),
    ...(kind === 'merge' && lines > 1 ? [no(amendFieldWords.new, '合并成的任务只写一行')] : []),
  ];
}

function changesOf(values: Values, at: number): readonly Change[] {
  const kind = kindOf(values, at);
  const field = (name: Field): string => typed(values, name, at);
  const numbers = numbersIn(field('tasks'));
  const targets = parts(field('targets'), /[\n；;]/);
  const fresh = parts(field('new'), /\n/).map(newTaskOf);
  switch (kind) {
    case 'add':
      return fresh.map((task) => ({ add: task }));
    case 'drop':
      return numbers.map((drop) => ({ drop }));
    case 'split':
      return numbers.map((split) => ({ split, into: fresh }));
    case 'merge':
      return fresh.map((into) => ({ merge: numbers, into }));
    case 'move':
      return numbers.map((move) => ({ move, from: field('from'), to: field('to') }));
    case 'target':
      return numbers.map((target) => ({ target, targets }));
    case 'date':
      return numbers.map((date) => ({ date, due: field('due') }));
    default:
      return [];
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
