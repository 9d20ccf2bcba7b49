/** Small pieces that the office's pages of supervision cycles share. */
import type { VNode } from 'preact';
import { type Day, inChinese } from '../../domain/day.js';
import type { CycleStage } from '../../domain/supervision/cycle.js';
import type { CycleAnswer } from '../http/cycle-answers.js';

/** The office's page of a cycle by its id `{plan}/{key}`. */
export const cycleHref = (id: string): string => `/cycles/${id.split('/').map(encodeURIComponent).join('/')}`;
/** The page of what one unit returned in it. */
export const returnHref = (id: string, unit: string): string => `${cycleHref(id)}/units/${encodeURIComponent(unit)}`;
export const taskHref = (id: string): string => `/tasks/${id.split('/').map(encodeURIComponent).join('/')}`;
/** All letters to a unit. */
export const lettersHref = (unit: string): string => `/letters?unit=${encodeURIComponent(unit)}`;

/** True until the bulletin is out or the cycle was given up. */
export const isRunning = ({ stage }: Pick<CycleAnswer, 'stage'>): boolean =>
  stage !== 'published' && stage !== 'skipped';

const stageColours: Readonly<Record<CycleStage, string>> = {
  requested: 'green',
  collecting: 'green',
  due: 'yellow',
  chasing: 'yellow',
  compiling: 'yellow',
  approved: 'yellow',
  published: 'done',
  skipped: 'grey',
};

/** The stage as a coloured word. */
export function CycleStageMark({ cycle }: { readonly cycle: Pick<CycleAnswer, 'stage' | 'stageWords'> }): VNode {
  return <span class={`light ${stageColours[cycle.stage]}`}>{cycle.stageWords}</span>;
}

interface NextAct {
  readonly words: string;
  readonly href: string;
}

/**
 * What the office has to do next with a cycle, and where; null where nothing is left.
 * @param waiting contests without an answer.
 */
export function nextCycleAct(cycle: CycleAnswer, today: Day, waiting: number): NextAct | null {
  const here = cycleHref(cycle.id);
  const { stage, due, compile, silent, sentBack } = cycle;
  const open = silent + sentBack;
  if (stage === 'skipped') return null;
  if (stage === 'compiling') return { words: '核对通报草稿，由另一人审签', href: `${here}/bulletin` };
  if (stage === 'approved') return { words: '印发通报', href: `${here}/bulletin` };
  if (stage === 'published') return waiting === 0 ? null : { words: `答复${waiting}件异议`, href: `${here}#contests` };
  if (open === 0) return { words: '各单位均已报送，起草通报', href: here };
  if (today <= due) return { words: `等待${open}个单位报送，${inChinese(due)}到期`, href: here };
  return { words: `催报${open}个单位，${inChinese(compile)}起草通报`, href: here };
}

/** Numbers at the end of task ids: `1、2、5`. */
export const taskNumbers = (ids: readonly string[]): string => ids.map((id) => id.split('/').at(-1)).join('、');
