/** What the chain holds of a reorganisation: decided, withdrawn, in force, carried out or blocked. Pure and workflow-safe. */
import type { Reorganisation } from './reorganisation.js';
import type { Actor, LedgerEvent } from './task.js';

/** Entries in the order of its life; each comes at most once. */
export const reorganisationSteps = ['decided', 'withdrawn', 'applied', 'done', 'blocked'] as const;
export type ReorganisationStep = (typeof reorganisationSteps)[number];

export const reorganisationStageWords = {
  waiting: '等待生效',
  'under-way': '已生效，正在承接',
  done: '已生效',
  withdrawn: '已撤回',
  blocked: '未能生效',
} as const;

/** Subject of all its entries. */
export const reorganisationSubject = (id: string): string => `reorganisation/${id}`;

/** Its entry of a step; the same step again has the same id. */
export function reorganisationEvent(
  { id }: Pick<Reorganisation, 'id'>,
  step: ReorganisationStep,
  actor: Actor,
  at: number,
  data: LedgerEvent['data'],
): LedgerEvent {
  return {
    ...{ id: `reorganisation.${step}/${id}`, at, actor },
    kind: `reorganisation.${step}`,
    subject: reorganisationSubject(id),
    data,
  };
}
