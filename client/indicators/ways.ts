/** How the office's acts reach a plan's indicators: by their workflow in Temporal. */
import { WorkflowNotFoundError } from '@temporalio/client';
import { loadDirectory } from '../../activities/ledger/directory.js';
import { type KeptWatch, loadWatch } from '../../activities/ledger/indicators/watches.js';
import { dayOf } from '../../domain/day.js';
import { DubanError, refuse } from '../../domain/errors.js';
import { indicatorsWorkflowId, roundsWorkflowId } from '../../domain/ids.js';
import { type WatchAct, type WatchState, watchRefusal } from '../../domain/indicators/watch.js';
import type { Actor } from '../../domain/task.js';
import { mainQueue, watchAct } from '../../workflows/messages.js';
import { kindKey, planKey } from '../../workflows/search.js';
import { ask, type Desk, named, recordRefusal, startOnce } from '../desk.js';
import { launchLadder } from '../launch-ladder.js';
import { startRounds } from '../rounds.js';

export interface WatchWays {
  /** One act on a plan's indicators; their state after it. @throws DubanError with the reason; a refusal is on record. */
  tell(plan: string, act: WatchAct, actor: Actor): Promise<WatchState>;
  /** Starts the workflow of a case on record. @returns false when it runs. */
  run(kept: KeptWatch): Promise<boolean>;
}

export interface WatchDesk extends Desk {
  readonly ways: WatchWays;
}

/** The ways of a running service. */
export function watchWays(desk: Desk): WatchWays {
  return { tell: (plan, act, actor) => tell(desk, plan, act, actor), run: (kept) => run(desk, kept) };
}

/** The case on record. @throws `indicator-not-watching`. */
export async function mustWatch(desk: Pick<Desk, 'ledger'>, plan: string): Promise<KeptWatch> {
  const kept = await loadWatch(desk.ledger, plan);
  if (!kept) throw refuse('indicator-not-watching', { plan });
  return kept;
}

/** A case that is on record and does not run is started again first. */
async function tell(desk: Desk, plan: string, act: WatchAct, actor: Actor): Promise<WatchState> {
  const call = (): Promise<WatchState> =>
    ask(desk, () =>
      desk.client.workflow.getHandle(indicatorsWorkflowId(plan)).executeUpdate(watchAct, { args: [act, actor] }),
    );
  try {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof WorkflowNotFoundError)) throw error;
      const kept = await mustWatch(desk, plan);
      const refused = watchRefusal(kept.state, act, actor, dayOf(await desk.now()), kept.rules);
      if (refused) throw new DubanError([named(refused, await loadDirectory(desk.ledger))]);
      await run(desk, kept);
      return await call();
    }
  } catch (error) {
    if (error instanceof DubanError && !error.retryable)
      throw await recordRefusal(desk, actor, act.kind, `indicators/${plan}`, error);
    throw error;
  }
}

async function run(desk: Desk, { state, rules }: KeptWatch): Promise<boolean> {
  await ask(desk, async () =>
    startRounds(desk, state.office, state.leadership, await launchLadder(undefined, desk.testUnits)),
  );
  return startOnce(desk, () =>
    desk.client.workflow.start('indicatorWatch', {
      taskQueue: mainQueue,
      workflowId: indicatorsWorkflowId(state.plan),
      args: [{ state, rules, rounds: [roundsWorkflowId(state.office)] }],
      staticSummary: `${state.title} 指标`,
      typedSearchAttributes: [
        { key: planKey, value: state.plan },
        { key: kindKey, value: 'indicators' },
      ],
    }),
  );
}
