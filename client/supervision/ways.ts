/** How the office's acts reach a cycle: by its workflow in Temporal. */
import { WorkflowNotFoundError } from '@temporalio/client';
import { loadDirectory } from '../../activities/ledger/directory.js';
import { listCycles, loadCycle } from '../../activities/ledger/supervision/cycles.js';
import { startOf } from '../../activities/supervision.js';
import { dayOf } from '../../domain/day.js';
import { DubanError, refuse } from '../../domain/errors.js';
import { cycleWorkflowId } from '../../domain/ids.js';
import type { LetterDraft } from '../../domain/schedule/types.js';
import type { CycleAct, CycleState } from '../../domain/supervision/cycle.js';
import { cycleRefusal } from '../../domain/supervision/cycle-refusal.js';
import type { Actor } from '../../domain/task.js';
import { type CycleInput, cycleAct, mainQueue } from '../../workflows/messages.js';
import { cycleListed } from '../../workflows/search.js';
import { ask, type Desk, named, recordRefusal, startOnce } from '../desk.js';
import { launchLadder } from '../launch-ladder.js';
import { startRounds } from '../rounds.js';

export interface CycleWays {
  /** One act on a cycle; its state after it. @throws DubanError with the reason; a refusal is on record. */
  tell(cycle: string, act: CycleAct, actor: Actor): Promise<CycleState>;
  /** Starts the workflow of a cycle on record. @returns false when it runs. */
  run(input: CycleInput): Promise<boolean>;
  /** Sends letters that belong to no running case; `id` is used once. @returns false when it was used before. */
  post(id: string, letters: readonly LetterDraft[]): Promise<boolean>;
}

export interface CycleDesk extends Desk {
  readonly ways: CycleWays;
}

/** The ways of a running service. */
export function cycleWays(desk: Desk): CycleWays {
  return {
    tell: (cycle, act, actor) => tell(desk, cycle, act, actor),
    run: (input) => runCycle(desk, input),
    post: (id, letters) =>
      startOnce(desk, () =>
        desk.client.workflow.start('letters', {
          taskQueue: mainQueue,
          workflowId: id,
          workflowIdReusePolicy: 'REJECT_DUPLICATE',
          args: [letters],
          staticSummary: '重大问题专报',
        }),
      ),
  };
}

/** A cycle that is on record and does not run is started again first. */
async function tell(desk: Desk, id: string, act: CycleAct, actor: Actor): Promise<CycleState> {
  const call = (): Promise<CycleState> =>
    ask(desk, () =>
      desk.client.workflow.getHandle(cycleWorkflowId(id)).executeUpdate(cycleAct, { args: [act, actor] }),
    );
  try {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof WorkflowNotFoundError)) throw error;
      const { state, rules } = await mustCycle(desk, id);
      const refused = cycleRefusal(state, act, actor, dayOf(await desk.now()));
      if (refused) throw new DubanError([named(refused, await loadDirectory(desk.ledger))]);
      await runCycle(desk, startOf(state, rules));
      return await call();
    }
  } catch (error) {
    if (error instanceof DubanError && !error.retryable)
      throw await recordRefusal(desk, actor, act.kind, `cycle/${id}`, error);
    throw error;
  }
}

/** The cycle on record. @throws `cycle-unknown` naming those there are. */
export async function mustCycle(
  desk: Pick<Desk, 'ledger'>,
  id: string,
): Promise<NonNullable<Awaited<ReturnType<typeof loadCycle>>>> {
  const kept = await loadCycle(desk.ledger, id);
  if (kept) return kept;
  const known = (await listCycles(desk.ledger)).map((one) => one.id);
  throw refuse('cycle-unknown', { cycle: id, allowed: known.slice(0, 20).join('、') || '无' });
}

/** Starts the workflow of a cycle on record. @returns false when it runs. */
async function runCycle(desk: Desk, input: CycleInput): Promise<boolean> {
  const { state } = input;
  await ask(desk, async () =>
    startRounds(desk, state.office, state.leadership, await launchLadder(undefined, desk.testUnits)),
  );
  return startOnce(desk, () =>
    desk.client.workflow.start('supervisionCycle', {
      taskQueue: mainQueue,
      workflowId: cycleWorkflowId(state.id),
      args: [input],
      staticSummary: `${state.title} ${state.key}`,
      typedSearchAttributes: cycleListed(state),
    }),
  );
}
