/** Lives rehearsed years for real: launch, then every cue at its instant, then the silence up to the end. */

import { loadCycle } from '../../activities/ledger/supervision/cycles.js';
import { loadTask } from '../../activities/ledger/tasks.js';
import { dayOf } from '../../domain/day.js';
import type { Plan } from '../../domain/plan.js';
import { playedApproval } from '../../domain/schedule/later-years.js';
import { officeActor } from '../../domain/schedule/played-actors.js';
import type { Cue, Rehearsal, RehearsalInput } from '../../domain/schedule/rehearsal.js';
import { actOf } from '../../domain/schedule/story.js';
import { type CycleCue, playedReturn } from '../../domain/supervision/rehearse.js';
import type { Actor } from '../../domain/task.js';
import type { Stage } from './stage.js';

/** Acts under way at once: those of one hour come from many units. */
const AT_ONCE = 16;
/** The launch follows the opening of the office by a moment. */
const AFTER_OPENING_MS = 1000;

/**
 * @param say told what is being played, for a waiting person.
 * @param supervision rules of the cycles to be held (YAML text); without them none are held.
 */
export async function playYears(
  stage: Stage,
  { plan, directory }: Pick<RehearsalInput, 'plan' | 'directory'>,
  rehearsal: Rehearsal,
  say: (line: string) => void,
  supervision?: string,
): Promise<void> {
  const office = officeActor(directory);
  for (const scene of scenes(rehearsal.cues)) {
    const at = scene[0]?.at ?? 0;
    say(new Date(at).toISOString().slice(0, 10));
    await stage.until(scene.some((cue) => cue.kind === 'launch') ? at + AFTER_OPENING_MS : at);
    const queue = [...scene];
    const worker = async (): Promise<void> => {
      for (let cue = queue.shift(); cue; cue = queue.shift()) {
        if (cue.kind !== 'act') {
          await playOffice(stage, plan, cue, office, supervision);
          continue;
        }
        const task = await loadTask(stage.ledger, cue.played.id);
        if (task) await stage.office.act(task.id, actOf(cue.played, task), cue.actor);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
  }
  await stage.until(rehearsal.endAt);
}

async function playOffice(
  stage: Stage,
  plan: Plan,
  cue: Exclude<Cue, { readonly kind: 'act' }>,
  office: Actor,
  supervision: string | undefined,
): Promise<void> {
  switch (cue.kind) {
    case 'launch':
      await stage.office.importPlan(plan, office);
      await stage.office.launch(plan.id, supervision === undefined ? {} : { supervision }, office);
      return;
    case 'start-year':
      await startYear(stage, plan.id, cue, office);
      return;
    case 'evaluate': {
      const { evaluation, document, opinion } = cue;
      await stage.office.life.evaluate(plan.id, { evaluation, document, opinion }, office);
      return;
    }
    case 'amend':
      await stage.office.amendments.amend(plan.id, cue.request, office);
      return;
    case 'reorganise':
      await stage.office.reorganisations.decide(cue.request, office);
      return;
    case 'approve':
      await stage.office.approveFormal(cue.id, office);
      return;
    case 'open-comment':
      await stage.office.comments.open(cue.played.terms, office);
      return;
    case 'cycle':
      await playCycle(stage, cue);
      return;
    case 'publish-close-out':
      await stage.office.comments.act(cue.period, { kind: 'publish' }, office);
      return;
    default:
      throw new Error(`unknown cue ${JSON.stringify(cue satisfies never)}`);
  }
}

/** A further year, its questions answered before. */
async function startYear(
  stage: Stage,
  plan: string,
  { year, answers }: Extract<Cue, { readonly kind: 'start-year' }>,
  office: Actor,
): Promise<void> {
  if (answers.length > 0) await stage.office.answerYear(plan, year, { answers: [...answers] }, office);
  const approval = { ...playedApproval, on: dayOf(await stage.now()) };
  await stage.office.launch(plan, { year, approval }, office);
}

/** A cycle's act: returns carry words, everything else is an act of its own. */
async function playCycle(stage: Stage, { cycle, act, actor }: CycleCue): Promise<void> {
  const { supervision } = stage.office;
  if (act.kind !== 'return') {
    await supervision.act(cycle, act, actor);
    return;
  }
  const kept = await loadCycle(stage.ledger, cycle);
  const leads = kept?.state.units.find((one) => one.unit === act.unit)?.leads ?? [];
  const behalf = actor.why === undefined ? {} : { onBehalf: actor.why };
  const content = playedReturn(leads);
  await supervision.giveReturn(
    cycle,
    act.unit,
    { content, files: [], via: 'console', confirmed: true, ...behalf },
    actor,
  );
}

/** Cues of one instant together. */
function scenes(cues: readonly Cue[]): readonly (readonly Cue[])[] {
  const groups = new Map<number, Cue[]>();
  for (const cue of cues) groups.set(cue.at, [...(groups.get(cue.at) ?? []), cue]);
  return [...groups.values()];
}
