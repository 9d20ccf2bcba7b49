/**
 * An errand: the comments of one morning about the items of one lead unit, with an inner deadline. Rounds treat it as
 * they treat a task, which is how it shares the unit's one routine letter a day. Pure and workflow-safe.
 */
import type { Day } from '../day.js';

export interface Errand {
  /** `opinion/{plan}/{round}/{unit}/{yyyymmdd}` */
  readonly id: string;
  readonly period: string;
  readonly unit: string;
  /** Working day it was handed on. */
  readonly day: Day;
  readonly due: Day;
  /** Serial numbers of its comments. */
  readonly comments: readonly number[];
  /** True while one of them waits for the unit's opinion. */
  readonly open: boolean;
  readonly seq: number;
}

export const errandId = (period: string, unit: string, day: Day): string =>
  `opinion/${period}/${unit}/${day.replaceAll('-', '')}`;

/** True for the id of an errand; tasks are named `plan/year/number`. */
export const isErrand = (id: string): boolean => id.startsWith('opinion/');

/** The period an errand belongs to. */
export const periodOfErrand = (id: string): string => id.split('/').slice(1, 3).join('/');
