/** A plan's way from its draft to the issue: what the office can do, and where the draft stands. */
import { loadCloseOut } from '../../activities/ledger/comments/close-out.js';
import { listPeriods } from '../../activities/ledger/comments/periods.js';
import { eventsOf } from '../../activities/ledger/figures.js';
import { loadPlan } from '../../activities/ledger/plans.js';
import { type PeriodStage, periodStageWords } from '../../domain/comment/period.js';
import type { PlacedChange } from '../../domain/comment/revised.js';
import type { DraftParagraph } from '../../domain/comment/terms.js';
import type { Day } from '../../domain/day.js';
import { type Fault, refuse } from '../../domain/errors.js';
import { type LifeStage, lifeStageWords, type PlanLife } from '../../domain/life/life.js';
import type { Actor } from '../../domain/task.js';
import type { Imported } from '../acts.js';
import type { Desk } from '../desk.js';
import { issuePlan } from './issue.js';
import { revisePlan } from './revise.js';

/** The draft with the adopted changes in it. */
export interface Revised {
  readonly plan: string;
  /** The period whose close-out was carried out. */
  readonly period: string;
  readonly changes: readonly PlacedChange[];
  /** Changes that do not fit; only a preview has any. */
  readonly faults: readonly Fault[];
  readonly text: string;
  readonly paragraphs: readonly DraftParagraph[];
  /** What came of taking it in; null for a preview. */
  readonly imported: Imported | null;
}

/** A comment period of the draft. */
export interface DraftRound {
  readonly id: string;
  readonly stage: PeriodStage;
  readonly stageWords: string;
  readonly lastDay: Day;
  /** Changes that its close-out says were made; null before it is published. */
  readonly adopted: number | null;
  /** They were carried into the draft. */
  readonly revised: boolean;
}

/** Where a plan stands on its way to the issue. */
export interface DraftStanding {
  readonly plan: string;
  readonly title: string;
  readonly stage: LifeStage;
  readonly stageWords: string;
  /** Newest first. */
  readonly rounds: readonly DraftRound[];
  readonly issued: { readonly number: string; readonly on: Day } | null;
  readonly next: 'comments' | 'close-out' | 'revise' | 'issue' | 'launch' | null;
}

/** Acts on a plan before it runs. */
export interface DraftOffice {
  /** Changes nothing. @throws `plan-unknown`. */
  standing(plan: string): Promise<DraftStanding>;
  /** Carries the adopted changes of a close-out (`{plan}/{round}`; default the newest) into the draft and takes it in; `preview` shows them only. */
  revise(
    plan: string,
    options: { readonly period?: string; readonly preview: boolean },
    actor: Actor,
  ): Promise<Revised>;
  /** Number and day of the issue. */
  issue(plan: string, issue: { readonly number: string; readonly on: Day }, actor: Actor): Promise<PlanLife>;
}

/** The acts over one desk. */
export function createDraftOffice(desk: Desk): DraftOffice {
  return {
    standing: (plan) => standingOf(desk, plan),
    revise: (plan, options, actor) => revisePlan(desk, plan, options, actor),
    issue: (plan, issue, actor) => issuePlan(desk, plan, issue, actor),
  };
}

async function standingOf({ ledger }: Desk, id: string): Promise<DraftStanding> {
  const row = await loadPlan(ledger, id);
  if (row === undefined) throw refuse('plan-unknown', { plan: id, allowed: '见 duban status' });
  const done = await eventsOf(ledger, { subject: id, kind: 'plan.revised' });
  const carried = new Set(done.map((event) => event.data['period']));
  const rounds = await Promise.all(
    (await listPeriods(ledger, { plan: id })).map(async ({ id: period, stage, state }): Promise<DraftRound> => {
      const closeOut = stage === 'published' ? await loadCloseOut(ledger, period) : undefined;
      return {
        ...{ id: period, stage, stageWords: periodStageWords[stage], lastDay: state.lastDay },
        ...{ adopted: closeOut?.closeOut.changes.length ?? null, revised: carried.has(period) },
      };
    }),
  );
  // A plan that was launched before lives were kept has none.
  const stage = row.life?.stage ?? (row.status === 'draft' ? 'drafting' : row.status);
  return {
    ...{ plan: id, title: row.title, stage, stageWords: lifeStageWords[stage], rounds },
    issued: row.life?.issued ?? null,
    next: nextOf(stage, rounds),
  };
}

function nextOf(stage: LifeStage, rounds: readonly DraftRound[]): DraftStanding['next'] {
  const [newest] = rounds;
  if (stage === 'issued') return 'launch';
  if (stage !== 'drafting' && stage !== 'commenting' && stage !== 'revising') return null;
  if (newest === undefined || newest.stage === 'withdrawn') return 'comments';
  if (newest.stage !== 'published') return 'close-out';
  return newest.revised || newest.adopted === 0 ? 'issue' : 'revise';
}
