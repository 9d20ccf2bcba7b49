/** A bulletin (通报): what came back in a cycle, counted. Plain JSON; once approved it never changes. */
import type { Day } from '../day.js';
import type { ReturnState } from './return.js';

/** A count with its share; shares of one list add to 100.0 (largest remainder). */
export interface Share {
  readonly state: ReturnState | 'no-return';
  readonly count: number;
  /** In tenths of a percent: 333 is 33.3 %. */
  readonly permille: number;
}

export interface BulletinGroup {
  /** Chapter title, or unit id. */
  readonly name: string;
  readonly total: number;
  readonly shares: readonly Share[];
  /** Task ids behind the number, by state. */
  readonly tasks: Readonly<Partial<Record<Share['state'], readonly string[]>>>;
}

export interface BulletinTask {
  readonly task: string;
  readonly number: number;
  readonly title: string;
  readonly lead: string;
  readonly state: Share['state'];
  readonly progress: string;
  readonly problems: string;
  readonly help: string;
}

export interface OverdueTask {
  readonly task: string;
  readonly number: number;
  readonly title: string;
  readonly lead: string;
  readonly due: Day;
  readonly firstDue: Day;
  /** Days late on the bulletin's day by the current and by the first date. */
  readonly days: number;
  readonly daysFromFirst: number;
}

/** What was asked of a unit in the period. */
export interface Burden {
  readonly unit: string;
  readonly requests: number;
  readonly forms: number;
  readonly letters: number;
}

export interface Bulletin {
  readonly cycle: string;
  /** `2023年第三季度` */
  readonly period: string;
  readonly planTitle: string;
  /** Day the figures stand for. */
  readonly day: Day;
  /** Tasks counted: those open in the period. Each counts once, with its reporting unit. */
  readonly total: number;
  readonly shares: readonly Share[];
  readonly chapters: readonly BulletinGroup[];
  readonly units: readonly BulletinGroup[];
  readonly tasks: readonly BulletinTask[];
  readonly behind: readonly BulletinTask[];
  readonly overdue: readonly OverdueTask[];
  /** Units that did not answer in time, by id; and those whose return was sent back and not renewed. */
  readonly silent: readonly string[];
  readonly sentBack: readonly string[];
  readonly burden: readonly Burden[];
  /** Id of the bulletin this one corrects, with the reason. */
  readonly corrects?: { readonly number: string; readonly reason: string };
  /** Calendar days to contest a conclusion and to answer it, by the rules of the cycle. */
  readonly contest?: ContestDays;
}

export interface ContestDays {
  readonly within: number;
  readonly answer: number;
}

/** The days of a bulletin; one that says nothing of them was approved under those of the regulation (Art. 17). */
export const contestDays = ({ contest }: Pick<Bulletin, 'contest'>): ContestDays =>
  contest ?? { within: 30, answer: 30 };
