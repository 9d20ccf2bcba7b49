/** Business ids. Workflow ids, letter keys and spreads are made here and nowhere else. Workflow-safe. */

export const planWorkflowId = (plan: string): string => `plan/${plan}`;
export const taskId = (plan: string, year: number, number: number): string => `${plan}/${year}/${number}`;
export const taskWorkflowId = (task: string): string => `task/${task}`;
/** Workflow of a comment period; `period` is `{plan}/{round}`. */
export const commentWorkflowId = (period: string): string => `comment/${period}`;
/** Workflow that mails the receipts of a comment period. */
export const receiptsWorkflowId = (period: string): string => `receipts/${period}`;
/** Workflow of a supervision cycle; `cycle` is `{plan}/{key}`. */
export const cycleWorkflowId = (cycle: string): string => `cycle/${cycle}`;
/** Workflow that follows a plan's indicators. */
export const indicatorsWorkflowId = (plan: string): string => `indicators/${plan}`;
/** Workflow of a reorganisation of units. */
export const reorganisationWorkflowId = (id: string): string => `reorganisation/${id}`;
/** `shard` is left out while one rounds workflow serves the office. */
export const roundsWorkflowId = (office: string, shard = 0): string =>
  shard === 0 ? `rounds/${office}` : `rounds/${office}/${shard}`;

/** 32-bit FNV-1a over UTF-16 code units: equal on every host and after every replay. */
export function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/** A delay in [0, windowMs), always the same for one key: spreads what falls together (design section 4). */
export const spreadOf = (key: string, windowMs: number): number => (windowMs <= 0 ? 0 : fnv1a(key) % windowMs);
