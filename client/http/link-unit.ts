/**
 * Whom a signed link acts for today. A unit that a reorganisation ended is stood for by whoever took its duty over: its
 * old links go on working, and what is done by them counts for the successor.
 */
import type { LinkClaims } from '../../activities/links.js';
import { dayOf } from '../../domain/day.js';
import { unitOf } from '../../domain/directory.js';
import { holderOf, standingUnit } from '../../domain/successor.js';
import type { Actor, TaskState } from '../../domain/task.js';
import type { Site } from './site.js';

/** The unit that acts on a task by the link: its own while it has a duty in it, else its successor that has one. */
export async function actingOn(
  site: Pick<Site, 'records' | 'now'>,
  claims: Pick<LinkClaims, 'unit'>,
  task: Pick<TaskState, 'duties'>,
): Promise<string> {
  const directory = await site.records.directory();
  const duties = task.duties.map((duty) => duty.unit);
  return holderOf(directory, claims.unit, duties, dayOf(site.now())) ?? claims.unit;
}

/** True when the link is the asked unit's own, or its successor's. */
export async function mayAnswer(
  site: Pick<Site, 'records' | 'now'>,
  claims: Pick<LinkClaims, 'unit'>,
  asked: string,
): Promise<boolean> {
  if (asked === claims.unit) return true;
  const directory = await site.records.directory();
  return holderOf(directory, asked, [claims.unit], dayOf(site.now())) !== undefined;
}

/** The unit whose act it is when a request to `asked` is answered: its successor's once it has ended. */
export async function answeringFor(site: Pick<Site, 'records' | 'now'>, asked: string): Promise<string> {
  return standingUnit(await site.records.directory(), asked, dayOf(site.now()))?.id ?? asked;
}

/** Who acts by a link as `unit`, under the name of the unit that stands for it today. */
export async function linkActor(site: Pick<Site, 'records' | 'now'>, unit: string, by: string): Promise<Actor> {
  const directory = await site.records.directory();
  const stands = standingUnit(directory, unit, dayOf(site.now())) ?? unitOf(directory, unit);
  const name = stands?.name ?? unit;
  return { name: by === '' ? name : `${name} ${by}`, role: 'unit', unit };
}
