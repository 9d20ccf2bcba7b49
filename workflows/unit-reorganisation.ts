/**
 * A reorganisation of units, from its decision to its day and until every open duty lies with its successor.
 *
 *   start ─▶ wait for 00:00 of its day (at once when that has come) or its withdrawal (update)
 *     ─▶ directory, drafts and later years on record in one go; what stands against it by now blocks it,
 *         and the office hears of it at once
 *     ─▶ ┌─ open duties of the former units ─▶ each task gets its act (signal); none of its units is written to
 *        └─ looked for again after a minute, until none is left
 *     ─▶ the rounds put what waits for a former unit into its successor's letters ─▶ on record ─▶ end
 */
import {
  allHandlersFinished,
  condition,
  getExternalWorkflowHandle,
  log,
  setHandler,
  sleep,
} from '@temporalio/workflow';
import { instantOf } from '../domain/day.js';
import { fault } from '../domain/errors.js';
import { letterKindWords } from '../domain/letter-words.js';
import type { Reorganisation } from '../domain/reorganisation.js';
import { reorganisationEvent, reorganisationStageWords } from '../domain/reorganisation-event.js';
import { blockedLetter } from '../domain/reorganisation-letter.js';
import { type HandedOver, successionsOf } from '../domain/schedule/succeeded.js';
import type { Actor } from '../domain/task.js';
import {
  type ReorganisationInput,
  type ReorganisationStage,
  reorganisationStage,
  unitSucceeded,
  withdrawReorganisation,
} from './messages.js';
import { tellTasks } from './plan-tasks.js';
import { applyReorganisation, recordEvents, successionsLeft } from './proxies.js';
import { throwIf } from './refused.js';
import { send } from './send.js';

/** A task that does not answer in an hour is out of order, which its own page shows. */
const LOOKS = 60;

/** Runs until it is carried out, withdrawn or blocked; returns which. */
export async function unitReorganisation({
  change,
  names,
  decidedBy,
  rounds,
}: ReorganisationInput): Promise<ReorganisationStage> {
  let stage: ReorganisationStage = 'waiting';
  let withdrawn: { readonly reason: string; readonly actor: Actor } | undefined;
  const mayWithdraw = (): void => {
    const now = withdrawn === undefined ? stage : 'withdrawn';
    throwIf(
      now === 'waiting' ? null : fault('reorganisation-begun', { id: change.id, stage: reorganisationStageWords[now] }),
    );
  };
  setHandler(reorganisationStage, () => stage, { description: '是否生效' });
  setHandler(
    withdrawReorganisation,
    async (reason, actor) => {
      mayWithdraw();
      withdrawn = { reason, actor };
      await condition(() => stage === 'withdrawn');
    },
    { validator: (_reason: string, _actor: Actor) => mayWithdraw(), description: '生效之前撤回' },
  );

  await recordEvents([reorganisationEvent(change, 'decided', decidedBy, Date.now(), { change, names })]);
  const ahead = instantOf(change.on) - Date.now();
  if (ahead > 0) await condition(() => withdrawn !== undefined, ahead, { summary: `${change.on}生效` });
  if (withdrawn !== undefined) {
    const { reason, actor } = withdrawn;
    await recordEvents([reorganisationEvent(change, 'withdrawn', actor, Date.now(), { reason })]);
    stage = 'withdrawn';
    await condition(allHandlersFinished);
    return stage;
  }
  stage = 'under-way';
  const applied = await applyReorganisation(change, decidedBy, Date.now());
  if (applied !== true) {
    stage = 'blocked';
    const letter = blockedLetter(change, names, applied, Date.now());
    await send(letter, letterKindWords[letter.kind]);
    return stage;
  }
  const tasks = await handOver(change, decidedBy);
  for (const id of rounds)
    for (const succession of successionsOf(change, tasks))
      await getExternalWorkflowHandle(id)
        .signal(unitSucceeded, succession)
        .catch((error: unknown) => log.error('rounds not told', { rounds: id, error: String(error) }));
  await recordEvents([reorganisationEvent(change, 'done', decidedBy, Date.now(), { tasks })]);
  stage = 'done';
  return stage;
}

/** Looks once more than it finds something: a plan may have been launched while the directory changed. */
async function handOver(change: Reorganisation, actor: Actor): Promise<HandedOver> {
  const done = new Map<string, HandedOver[number]>();
  for (let look = 0; look < LOOKS; look++) {
    const left = await successionsLeft(change);
    if (left.length === 0 && look > 0) break;
    for (const { task, act } of left) done.set(`${task} ${act.from}`, { task, from: act.from, to: act.to });
    await tellTasks(left, actor);
    await sleep('1m', { summary: '核对职责是否全部承接' });
  }
  return [...done.values()];
}
