/** What the API answers about supervision cycles; also what pages show. Instants are epoch ms, days `YYYY-MM-DD`. */
import type { AttachedFile } from '../../domain/comment/comment.js';
import type { Day } from '../../domain/day.js';
import type { Bulletin, Burden } from '../../domain/supervision/bulletin.js';
import type { Contest, CycleStage, CycleState, CycleUnit } from '../../domain/supervision/cycle.js';
import type { CycleDates } from '../../domain/supervision/dates.js';
import type { ReturnContent, ReturnState, ReturnVersion } from '../../domain/supervision/return.js';
import type { LedgerEvent } from '../../domain/task.js';
import type { LetterAnswer, UnitName } from './answers.js';

export interface CycleAnswer {
  /** `{plan}/{key}` */
  readonly id: string;
  readonly plan: string;
  readonly planTitle: string;
  readonly key: string;
  /** `2023年第三季度` */
  readonly periodWords: string;
  readonly stage: CycleStage;
  readonly stageWords: string;
  /** Day on which the request went out: one started by hand has it before, one caught up after that of the rules. */
  readonly request: Day;
  readonly due: Day;
  readonly compile: Day;
  /** Units asked; of them those that answered, those that never did, and those whose return went back to them. */
  readonly units: number;
  readonly answered: number;
  readonly silent: number;
  readonly sentBack: number;
  /** Number of the newest approved bulletin. */
  readonly bulletinNumber: string | null;
  /** Last day to contest what is published, also while a correction of it is made. */
  readonly contestBy: Day | null;
}

/** A unit as a cycle sees it. */
export interface CycleUnitAnswer extends CycleUnit {
  readonly name: string;
  /** 待报送, 已报送, 退回重报; with 逾期 after its day. */
  readonly stateWords: string;
}

export interface ContestAnswer extends Contest {
  readonly unitName: string;
}

/** A bulletin as approved: it never changes. */
export interface KeptBulletin {
  readonly bulletin: Bulletin;
  /** 发文字号 */
  readonly number: string;
  readonly author: string;
  readonly approvedBy: string;
  readonly at: number;
  readonly sha256: string;
}

/** The newest approved bulletin, or what it would say now. `earlier`: numbers it follows, the oldest first. */
export type BulletinAnswer = (
  | ({ readonly draft: false } & KeptBulletin)
  | { readonly draft: true; readonly number: null; readonly bulletin: Bulletin }
) & {
  readonly cycle: string;
  readonly earlier: readonly string[];
  /** Names of the units in it, by id. */
  readonly names: Readonly<Record<string, string>>;
};

export interface CycleDetail extends CycleAnswer {
  readonly state: CycleState;
  readonly dates: CycleDates;
  readonly asked: readonly CycleUnitAnswer[];
  readonly contests: readonly ContestAnswer[];
  /** Null before the cycle reached its drafting. */
  readonly bulletin: BulletinAnswer | null;
  /** The newest first. */
  readonly history: readonly LedgerEvent[];
  readonly letters: readonly LetterAnswer[];
}

/** A target of a task with what was reported for it. */
export interface ReturnTargetAnswer {
  /** Place of the target in the task, from 0. */
  readonly target: number;
  readonly name: string;
  readonly aim: number;
  /** How the value is compared with the aim: `>=`, `about` … as in the plan. */
  readonly op: string;
  /** The target's unit: 万元, 个, %. */
  readonly measure: string;
  /** Null where none was given. */
  readonly value: number | null;
}

export interface ReturnTaskAnswer {
  readonly task: string;
  readonly number: number;
  readonly title: string;
  readonly state: ReturnState;
  readonly stateWords: string;
  readonly progress: string;
  readonly problems: string;
  readonly help: string;
  readonly targets: readonly ReturnTargetAnswer[];
}

export interface ReturnAnswer extends Omit<ReturnVersion, 'content'> {
  readonly unitName: string;
  readonly viaWords: string;
  readonly tasks: readonly ReturnTaskAnswer[];
  /** Numbers of all versions on record, the newest last. */
  readonly versions: readonly number[];
}

/** What would be, or would have been: nothing of it is on record. */
export interface CyclePlanAnswer {
  readonly id: string;
  readonly periodWords: string;
  readonly dates: CycleDates;
  readonly units: readonly (Pick<CycleUnit, 'unit' | 'leads' | 'supports'> & { readonly name: string })[];
}

/** What was asked of units between two days, both counted. */
export interface BurdenAnswer {
  readonly from: Day;
  readonly to: Day;
  readonly ceiling: number;
  /** The most asked first. */
  readonly units: readonly (Burden & { readonly name: string; readonly total: number })[];
}

export interface EvidenceFile extends Pick<AttachedFile, 'name' | 'mediaType'> {
  readonly bytes: Uint8Array;
}

/** A cycle that has not begun. */
export interface ComingCycle {
  readonly plan: string;
  readonly planTitle: string;
  readonly key: string;
  readonly periodWords: string;
  /** Day of the request by the rules. */
  readonly request: Day;
  /** `until` null: it is not held at all. */
  readonly putOff: { readonly until: Day | null; readonly reason: string } | null;
  /** Its day has come, but it would bring units over the ceiling: it waits for a named override. `since`: the day it was held back. */
  readonly held: {
    readonly since: Day;
    readonly ceiling: number;
    readonly units: readonly { readonly name: string; readonly count: number }[];
  } | null;
  /** Its day has come, but this cycle of the plan, by its id, is neither published nor skipped. */
  readonly waitsFor: string | null;
}

export interface CycleRecords {
  /** Cycles to come of the plans that run: the next two of each, those put off, held back or kept waiting by the one before. In order of their days. */
  coming(): Promise<readonly ComingCycle[]>;
  /** The newest first; `plan`: of one plan. */
  cycles(plan?: string): Promise<readonly CycleAnswer[]>;
  /** @throws `cycle-unknown`. */
  cycle(id: string): Promise<CycleDetail>;
  /** The newest return of each unit, in the order of the cycle's units. @throws `cycle-unknown`. */
  returns(cycle: string): Promise<readonly ReturnAnswer[]>;
  /** Of one unit, by default the newest. @throws `not-found` before its first. */
  return(cycle: string, unit: string, version?: number): Promise<ReturnAnswer>;
  /** The bulletin as it would be approved now. @throws `cycle-unknown`. */
  draft(cycle: string): Promise<Bulletin>;
  /** The approved ones, the newest last; empty before the first approval. */
  published(cycle: string): Promise<readonly KeptBulletin[]>;
  evidence(cycle: string, unit: string, version: number, sha256: string): Promise<EvidenceFile | undefined>;
  burden(from: Day, to: Day): Promise<BurdenAnswer>;
  /** Units by the name that pages and papers show. */
  unitNames(): Promise<readonly UnitName[]>;
  /** The unit's Excel sheet with what is on file filled in. @throws `cycle-other-unit`. */
  sheet(cycle: string, unit: string): Promise<EvidenceFile>;
  /** What a sheet that came back says. @throws every fault with the name of its cell. */
  readSheet(cycle: string, unit: string, bytes: Uint8Array): Promise<ReturnContent>;
}
