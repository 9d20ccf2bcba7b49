/** Which letters follow at once from an act on a cycle, and the instants at which a contest's time runs out. Pure. */
import type { Day } from '../day.js';
import type { LetterDraft } from '../schedule/types.js';
import { type CycleAct, type CycleState, silentUnits } from './cycle.js';
import { bulletinLetters, contestLetters, cycleOfficeLetter, sentBackLetter } from './cycle-letters.js';

/** A contest whose answer is nearly or already due. */
export interface Clock {
  /** Epoch ms. */
  readonly at: number;
  /** A reason of the letter to the office: `contest-2-7`, `contest-2-overdue`. */
  readonly why: string;
  /** Number of the contest. */
  readonly no: number;
}

/** @param state after the act. */
export function actLetters(state: CycleState, act: CycleAct, day: Day, at: number): readonly LetterDraft[] {
  switch (act.kind) {
    case 'sendBack':
      return [sentBackLetter(state, act.unit, act.version, act.reason, day, at)];
    case 'compile':
      return [
        cycleOfficeLetter(state, [silentUnits(state).length === 0 ? 'returned' : 'compile', 'approval'], day, at),
      ];
    case 'publish':
      return bulletinLetters(state, day, at);
    case 'contest':
      return contestLetters(state, state.contests.length, day, at);
    case 'answerContest':
      return contestLetters(state, act.no, day, at);
    default:
      return [];
  }
}
