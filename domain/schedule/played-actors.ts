/** Who acts in a story. */
import { unitOf } from '../directory.js';
import type { Directory } from '../org.js';
import type { Actor } from '../task.js';
import type { PlayedAct } from './story.js';

/** The unit by its name, or the office. */
export function actorOf(played: PlayedAct, directory: Directory): Actor {
  const unit = played.unit === null ? undefined : unitOf(directory, played.unit);
  if (unit) return { name: unit.name, role: 'unit', unit: unit.id };
  return officeActor(directory);
}

/** The office as an actor, under its own name. */
export function officeActor(directory: Directory): Actor {
  return { name: directory.units.find((u) => u.kind === 'office')?.name ?? '办公室', role: 'office' };
}
