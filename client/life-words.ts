/** Words for entries of the record about a plan's life: what it did, and what was said with it. */
import { inChinese } from '../domain/day.js';
import { type PlanEvaluation, planEvaluationWords } from '../domain/life/life.js';
import type { LedgerEvent } from '../domain/task.js';

type Data = LedgerEvent['data'];

const text = (data: Data, field: string): string => (typeof data[field] === 'string' ? data[field] : '');

const wordsOf: Readonly<Record<string, (data: Data) => string>> = {
  'plan.issue': (data) =>
    `${data['former'] === undefined ? '印发' : '更正印发'}：${text(data, 'number')}，${inChinese(text(data, 'on'))}`,
  'plan.startYear': (data) =>
    `启动${String(data['year'])}年任务${listed(data['tasks'])}项${approvalOf(data['approval'])}${data['skip'] === true ? '，注明跳过或提前' : ''}`,
  'plan.amend': (data) =>
    `第${String(data['no'])}次调整，${listed(data['changes'])}处：${text(data, 'reason')}（${text(data, 'approvedBy')}批准${tail(text(data, 'document'))}）`,
  'plan.pause': (data) => `暂停计划：${text(data, 'reason')}`,
  'plan.resume': (data) => `恢复计划，时限${data['giveBack'] === true ? '顺延' : '不变'}：${text(data, 'reason')}`,
  'plan.evaluate': (data) =>
    `${data['correct'] === undefined ? '登记' : '更正'}${planEvaluationWords[data['evaluation'] as PlanEvaluation] ?? '评估'}：${text(data, 'document')}${tail(text(data, 'opinion'))}${data['correct'] === undefined ? '' : `（更正理由：${text(data, 'correct')}）`}`,
  'plan.evaluationDue': () => '计划期满，进入总结评估',
};

const listed = (value: unknown): string => (Array.isArray(value) ? String(value.length) : '');
const tail = (words: string): string => (words === '' ? '' : `，${words}`);

function approvalOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return '';
  const { by = '', on = '', document = '' } = value as Partial<Record<'by' | 'on' | 'document', string>>;
  return `（${by}${on}批准${tail(document)}）`;
}

/** True for the entries that are worded here. */
export const isLifeEvent = (kind: string): boolean => Object.hasOwn(wordsOf, kind);

/** What happened, in one line. */
export function lifeEventWords({ kind, data }: Pick<LedgerEvent, 'kind' | 'data'>): string {
  return wordsOf[kind]?.(data) ?? kind;
}
