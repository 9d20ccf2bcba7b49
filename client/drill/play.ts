/** Lives a rehearsed year for real: launch, then every cue at its instant, then the silence up to the end. */
import { loadCycle } from '../../activities/ledger/supervision/cycles.js';
import { listTasks } from '../../activities/ledger/tasks.js';
import type { Directory } from '../../domain/org.js';
import type { Plan } from '../../domain/plan.js';
import { actorOf, type Cue, officeActor, type Rehearsal } from '../../domain/schedule/rehearsal.js';
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
export async function playYear(
  stage: Stage,
  plan: Plan,
  directory: Directory,
  rehearsal: Rehearsal,
  say: (line: string) => void,
  supervision?: string,
): Promise<void> {
  const office = officeActor(directory);
  for (const scene of scenes(rehearsal.cues)) {
    const at = scene[0]?.at ?? 0;
    say(new Date(at).toISOString().slice(0, 10));
    await stage.until(scene.some((cue) => cue.kind === 'launch') ? at + AFTER_OPENING_MS : at);
    const tasks = new Map((await listTasks(stage.ledger, { plan: plan.id })).map((task) => [task.number, task]));
    const queue = [...scene];
    const worker = async (): Promise<void> => {
      for (let cue = queue.shift(); cue; cue = queue.shift()) {
        if (cue.kind !== 'act') {
          await playOffice(stage, plan, cue, office, supervision);
          continue;
        }
        const task = tasks.get(cue.played.task);
        if (task) await stage.office.act(task.id, actOf(cue.played, task), actorOf(cue.played, directory));
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
  }
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
