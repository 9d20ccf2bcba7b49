/** What the office does to a rehearsed plan itself, and what follows for its tasks, letters and units. Pure. */
import { DubanError, type Fault, fault } from '../errors.js';
import { amendmentOf } from '../life/amend.js';
import { amendPlan } from '../life/amend-plan.js';
import type { AmendmentRequest } from '../life/amendment.js';
import { type LifeAct, lifeActWords } from '../life/life.js';
import type { LifePlay } from '../life/rehearse.js';
import type { Directory } from '../org.js';
import type { Plan } from '../plan.js';
import { directoryAfter, planAfter, type Reorganisation, successionActs } from '../reorganisation.js';
import { reorganisationOf } from '../reorganisation-request.js';
import { isOpen } from '../task.js';
import type { OfficeScene } from './office-scenes.js';
import { officeActor } from './played-actors.js';
import type { RehearsedTasks } from './rehearsed-tasks.js';

/** The plan and its units as they stand, changed by what the office does. */
export interface RehearsedWorld {
  plan: Plan;
  directory: Directory;
  readonly tasks: RehearsedTasks;
  /** Of a plan of several years. */
  readonly life?: LifePlay;
  readonly waiting: Reorganisation[];
}

/** The scene as a drill plays it, units by ids. */
export type OfficeCue = { readonly at: number } & (
  | ({ readonly kind: 'evaluate' } & Omit<Extract<LifeAct, { kind: 'evaluate' }>, 'kind'>)
  | { readonly kind: 'amend'; readonly year: number; readonly request: AmendmentRequest }
  | { readonly kind: 'reorganise'; readonly request: Extract<OfficeScene, { kind: 'reorganise' }>['request'] }
);

/** Carries a scene out, or says what stands against it. */
export function performScene(world: RehearsedWorld, scene: OfficeScene): OfficeCue | readonly Fault[] {
  try {
    return cueOf(world, scene);
  } catch (error) {
    if (!(error instanceof DubanError)) throw error;
    const act = scene.kind === 'reorganise' ? '机构变更' : lifeActWords[scene.kind];
    return error.faults.map(({ message }) => fault('story-scene', { day: scene.day, act, detail: message }));
  }
}

function cueOf(world: RehearsedWorld, scene: OfficeScene): OfficeCue {
  const { at, year, day: today } = scene;
  const { directory, tasks, plan } = world;
  switch (scene.kind) {
    case 'evaluate': {
      const { evaluation, document } = scene;
      const made = { evaluation, document, opinion: '（演练）总体按计划推进' };
      actOnLife(world, { kind: 'evaluate', ...made }, at);
      return { at, kind: 'evaluate', ...made };
    }
    case 'amend': {
      const request = scene.read(directory);
      const states = [...tasks.states().values()];
      const amendment = amendmentOf(request, { plan, year, tasks: states, directory, today });
      actOnLife(world, { kind: 'amend', amendment }, at);
      for (const { task, act } of amendment.acts) follow(world, task, act, at);
      tasks.assign(plan.id, year, amendment.add, at);
      world.plan = amendPlan(plan, amendment);
      return { at, kind: 'amend', year, request };
    }
    case 'reorganise': {
      const { request } = scene;
      const standing = { directory, duties: dutiesOf(world), waiting: world.waiting, today };
      world.waiting.push(reorganisationOf(request, standing));
      return { at, kind: 'reorganise', request };
    }
    default:
      throw new Error(`unknown scene ${JSON.stringify(scene satisfies never)}`);
  }
}

/** The day of a reorganisation has come: its units, the plan, the open tasks and the rounds follow. */
export function reorganise(world: RehearsedWorld, change: Reorganisation, now: number): void {
  world.waiting.splice(world.waiting.indexOf(change), 1);
  world.directory = directoryAfter(world.directory, change);
  world.plan = planAfter(world.plan, change);
  const { tasks } = world;
  const handed = [...tasks.states().values()].filter(isOpen).flatMap((task) =>
    successionActs(change, task).map((act) => {
      follow(world, task.id, act, now);
      return { task: task.id, from: act.from, to: act.to };
    }),
  );
  tasks.succeed(change, handed);
}

/** What follows from the plan for a task; what no longer fits it is left out. */
function follow(world: RehearsedWorld, id: string, act: Parameters<RehearsedTasks['act']>[1], now: number): void {
  const { tasks, life } = world;
  const outcome = tasks.act(id, act, officeActor(world.directory), now);
  if (!('state' in outcome)) tasks.leave(id);
  else if (!isOpen(outcome.state)) life?.taskEnded(outcome.state.year, false, now);
}

function actOnLife({ life, plan, directory }: RehearsedWorld, act: LifeAct, now: number): void {
  if (life === undefined) throw new DubanError([fault('plan-not-executing', { plan: plan.id })]);
  const refused = life.act(act, officeActor(directory), now);
  if (refused) throw new DubanError([refused]);
}

/** Duties open or still to come. */
function dutiesOf({ plan, tasks }: RehearsedWorld): Parameters<typeof reorganisationOf>[1]['duties'] {
  const open = [...tasks.states().values()].filter(isOpen);
  const named = [...plan.tasks, ...open].flatMap(({ number, duties }) =>
    duties.flatMap(({ unit }) => (unit === null ? [] : [{ plan: plan.id, number, unit }])),
  );
  return [...new Map(named.map((duty) => [`${duty.number} ${duty.unit}`, duty])).values()];
}
