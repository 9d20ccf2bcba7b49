/**
 * A plan's life from the first draft to the archive (design section 3), and the acts that change it. Pure and
 * workflow-safe.
 *
 *   drafting ──openComments──▶ commenting ──close-out published──▶ revising ──issue──▶ issued
 *      │  ▲                        └──withdrawn──▶ drafting            │ openComments (next round) ──▶ commenting
 *      │  └── a plan that was never put before the public is issued at once ──issue──▶ issued
 *   issued ──startYear──▶ executing ──startYear (next year), amend, pause / resume──▶ executing
 *   executing ──the time of the final evaluation has come──▶ evaluating ──evaluate──▶ evaluating
 *   issued ──issue (number or day put right)──▶ issued
 *   executing or evaluating ──close──▶ closed, and drafting, revising or issued too, where the plan is withdrawn;
 *   a plan of one year closes with its last task
 */
import type { TaskSeed } from '../assign.js';
import type { Day } from '../day.js';
import type { Ladder } from '../schedule/types.js';
import type { Act, Actor, LedgerEvent } from '../task.js';
import type { AmendChange } from './amendment.js';
import type { LifeRules } from './rules.js';

export const lifeStages = [
  'drafting',
  'commenting',
  'revising',
  'issued',
  'executing',
  'evaluating',
  'closed',
] as const;
export type LifeStage = (typeof lifeStages)[number];

export const lifeStageWords: Readonly<Record<LifeStage, string>> = {
  drafting: '起草',
  commenting: '公开征求意见',
  revising: '修改',
  issued: '已印发',
  executing: '执行中',
  evaluating: '总结评估',
  closed: '已结束',
};

export type PlanEvaluation = 'mid-term' | 'final';
export const planEvaluationWords: Readonly<Record<PlanEvaluation, string>> = {
  'mid-term': '中期评估',
  final: '终期评估',
};

/** Approval of a year's key-task list: who, when, by what document. */
export interface ListApproval {
  readonly by: string;
  readonly on: Day;
  readonly document: string;
}

/** One year of the plan in execution. */
export interface YearRun {
  readonly year: number;
  readonly launchedAt: number;
  readonly approval?: ListApproval;
  readonly tasks: number;
  readonly accepted: number;
  readonly cancelled: number;
}

export interface PlanLife {
  readonly plan: string;
  readonly title: string;
  readonly office: string;
  readonly leadership: string;
  /** First and last year of the plan; equal for a plan of one year. */
  readonly from: number;
  readonly to: number;
  readonly stage: LifeStage;
  /** The plan's indicators are followed by a workflow of their own, whose evaluations are the plan's. */
  readonly indicators: boolean;
  readonly rules: LifeRules;
  /** Comment periods by id, newest last. */
  readonly comments: readonly string[];
  readonly issued?: { readonly number: string; readonly on: Day };
  readonly years: readonly YearRun[];
  /** Amendments so far; the next gets the number after it. */
  readonly amendments: number;
  readonly paused?: { readonly since: number; readonly reason: string; readonly by: string };
  readonly evaluations: readonly {
    readonly kind: PlanEvaluation;
    readonly document: string;
    readonly opinion: string;
    readonly on: Day;
    readonly by: string;
  }[];
  /** Grows with every change; the ledger keeps the newest. */
  readonly seq: number;
}

/** An amendment as it travels to the plan: what was asked, and what it means for tasks (domain/life/amend.ts makes it). */
export interface Amendment {
  readonly year: number;
  readonly changes: readonly AmendChange[];
  /** Acts on running tasks, in order. */
  readonly acts: readonly { readonly task: string; readonly act: Act }[];
  /** Tasks that begin with it. */
  readonly add: readonly TaskSeed[];
  readonly reason: string;
  readonly approvedBy: string;
  readonly document: string;
}

export type LifeAct =
  | {
      readonly kind: 'issue';
      readonly number: string;
      readonly on: Day;
      /** What the document is now; absent: what it was when the life began. */
      readonly document?: Pick<PlanLife, 'title' | 'from' | 'to' | 'indicators'>;
    }
  | {
      readonly kind: 'startYear';
      readonly year: number;
      readonly tasks: readonly TaskSeed[];
      readonly approval?: ListApproval;
      /** Rules of the reminders from now on; absent: those the plan has. */
      readonly ladder?: Ladder;
      /** The office means it: years before it are left out, or it begins before its list is asked for. */
      readonly skip?: true;
    }
  | { readonly kind: 'amend'; readonly amendment: Amendment }
  | { readonly kind: 'pause'; readonly reason: string }
  /** `giveBack`: every deadline moves by the days of the pause. */
  | { readonly kind: 'resume'; readonly reason: string; readonly giveBack: boolean }
  | {
      readonly kind: 'evaluate';
      readonly evaluation: PlanEvaluation;
      readonly document: string;
      readonly opinion: string;
      /** Why the one on record is replaced. */
      readonly correct?: string;
    };

/** What only the plan itself does: a comment period began or ended, the final evaluation's time came, a task ended, the end. */
export type LifeTurn =
  | { readonly kind: 'commentsOpened'; readonly period: string }
  | { readonly kind: 'commentsEnded'; readonly period: string; readonly published: boolean }
  | { readonly kind: 'evaluationDue' }
  | { readonly kind: 'taskEnded'; readonly year: number; readonly accepted: boolean }
  | { readonly kind: 'closed' };

export const lifeActWords: Readonly<Record<LifeAct['kind'], string>> = {
  issue: '印发',
  startYear: '启动年度任务',
  amend: '调整计划',
  pause: '暂停',
  resume: '恢复',
  evaluate: '登记评估',
};

/** The life with which a plan begins; `stage` is `drafting`, or `issued` for a plan that was issued before. */
export function beginLife(
  start: Pick<PlanLife, 'plan' | 'title' | 'office' | 'leadership' | 'from' | 'to' | 'stage' | 'indicators' | 'rules'>,
): PlanLife {
  return { ...start, comments: [], years: [], amendments: 0, evaluations: [], seq: 1 };
}

/** True for a plan of more than one year: it outlives its last task. */
export function isLong(life: Pick<PlanLife, 'from' | 'to'>): boolean {
  return life.to > life.from;
}

/** The year in which a plan is evaluated in mid-term: of five the third, of three the second. */
export function middleYear({ from, to }: Pick<PlanLife, 'from' | 'to'>): number {
  return from + Math.floor((to - from) / 2);
}

/** The evaluations with one more; it takes the place of an earlier one of its kind. */
export function withEvaluation(
  made: PlanLife['evaluations'],
  entry: PlanLife['evaluations'][number],
): PlanLife['evaluations'] {
  return [...made.filter(({ kind }) => kind !== entry.kind), entry];
}

/** The life after an act that nothing stands against, and the entry for the chain. `now` in epoch ms, `today` its day. */
export function applyLifeAct(
  life: PlanLife,
  act: LifeAct,
  actor: Actor,
  now: number,
  today: Day,
): { readonly life: PlanLife; readonly event: LedgerEvent } {
  const seq = life.seq + 1;
  const done = (
    change: Partial<PlanLife>,
    data: LedgerEvent['data'],
  ): { readonly life: PlanLife; readonly event: LedgerEvent } => ({
    life: { ...life, ...change, seq },
    event: { id: `life/${life.plan}#${seq}`, at: now, actor, kind: `plan.${act.kind}`, subject: life.plan, data },
  });
  switch (act.kind) {
    case 'issue':
      return done(
        { ...act.document, stage: 'issued', issued: { number: act.number, on: act.on } },
        {
          ...{ number: act.number, on: act.on, title: act.document?.title ?? life.title },
          ...(life.issued === undefined ? {} : { former: life.issued }),
        },
      );
    case 'startYear': {
      const { year, tasks, approval, skip } = act;
      const run: YearRun = {
        ...{ year, launchedAt: now, tasks: tasks.length, accepted: 0, cancelled: 0 },
        ...(approval === undefined ? {} : { approval }),
      };
      return done(
        { stage: 'executing', years: [...life.years, run] },
        {
          ...{ year, tasks: tasks.map((seed) => seed.number) },
          ...(approval === undefined ? {} : { approval }),
          ...(skip === undefined ? {} : { skip }),
        },
      );
    }
    case 'amend': {
      const no = life.amendments + 1;
      const { year, changes, reason, approvedBy, document, add } = act.amendment;
      const years = life.years.map((run) => (run.year === year ? { ...run, tasks: run.tasks + add.length } : run));
      return done({ amendments: no, years }, { no, year, changes, reason, approvedBy, document });
    }
    case 'pause':
      return done({ paused: { since: now, reason: act.reason, by: actor.name } }, { reason: act.reason });
    case 'resume': {
      const outcome = done({}, { reason: act.reason, giveBack: act.giveBack, since: life.paused?.since });
      const { paused: _p, ...rest } = outcome.life;
      return { ...outcome, life: rest };
    }
    case 'evaluate': {
      const { evaluation: kind, document, opinion, correct } = act;
      const entry = { kind, document, opinion, on: today, by: actor.name };
      return done(
        { evaluations: withEvaluation(life.evaluations, entry) },
        { evaluation: kind, document, opinion, ...(correct === undefined ? {} : { correct }) },
      );
    }
    default:
      throw new Error(`unknown act ${JSON.stringify(act satisfies never)}`);
  }
}

/** The life after what happened by itself. Ended tasks leave no entry of their own: the tasks did. */
export function turnLife(
  life: PlanLife,
  turn: LifeTurn,
  actor: Actor,
  now: number,
): { readonly life: PlanLife; readonly event?: LedgerEvent } {
  const seq = life.seq + 1;
  const event = (kind: string, data: LedgerEvent['data']): LedgerEvent => ({
    ...{ id: `life/${life.plan}#${seq}`, at: now, actor, kind: `plan.${kind}`, subject: life.plan, data },
  });
  switch (turn.kind) {
    case 'commentsOpened': {
      const comments = [...life.comments, turn.period];
      return {
        life: { ...life, stage: 'commenting', comments, seq },
        event: event('commenting', { period: turn.period }),
      };
    }
    case 'commentsEnded': {
      const stage = turn.published ? 'revising' : 'drafting';
      const { period, published } = turn;
      return { life: { ...life, stage, seq }, event: event('commentsEnded', { period, published }) };
    }
    case 'evaluationDue':
      return { life: { ...life, stage: 'evaluating', seq }, event: event('evaluationDue', {}) };
    case 'taskEnded': {
      const ended = turn.accepted ? 'accepted' : 'cancelled';
      const years = life.years.map((run) => (run.year === turn.year ? { ...run, [ended]: run[ended] + 1 } : run));
      return { life: { ...life, years, seq } };
    }
    case 'closed':
      return { life: { ...life, stage: 'closed', seq } };
    default:
      throw new Error(`unknown turn ${JSON.stringify(turn satisfies never)}`);
  }
}

/** The act in one line, for the plan's timeline. */
export function lifeActLine(act: LifeAct): string {
  switch (act.kind) {
    case 'issue':
      return `印发：${act.number}，${act.on}`;
    case 'startYear':
      return `启动${act.year}年任务 ${act.tasks.length} 项`;
    case 'amend':
      return `调整计划 ${act.amendment.changes.length} 处：${act.amendment.reason}`;
    case 'pause':
      return `暂停：${act.reason}`;
    case 'resume':
      return `恢复${act.giveBack ? '，时限顺延' : ''}：${act.reason}`;
    case 'evaluate':
      return `${act.correct === undefined ? '' : '更正'}${planEvaluationWords[act.evaluation]}：${act.document}`;
    default:
      throw new Error(`unknown act ${JSON.stringify(act satisfies never)}`);
  }
}
