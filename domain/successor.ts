/** Who stands for a unit that a reorganisation ended. Pure and workflow-safe. */
import type { Day } from './day.js';
import type { Directory, Unit } from './org.js';

/**
 * The unit and, from the day it ended, everyone who followed it, the nearest first. An id the directory does not know
 * stands alone.
 */
export function lineOf(directory: Directory, id: string, day: Day): readonly string[] {
  const line = [id];
  for (const one of line) {
    const ended = directory.units.find((unit) => unit.id === one)?.ended;
    if (ended === undefined || ended.on > day) continue;
    for (const next of ended.successors) if (!line.includes(next)) line.push(next);
  }
  return line;
}

/** The unit itself while it stands, afterwards its first successor that does; undefined when the directory has none. */
export function standingUnit(directory: Directory, id: string, day: Day): Unit | undefined {
  const line = lineOf(directory, id, day);
  const units = line.flatMap((one) => directory.units.find((unit) => unit.id === one) ?? []);
  return units.find(({ ended }) => ended === undefined || ended.on > day) ?? units[0];
}

/** Whom of the holders a unit stands for on a day: itself, else the nearest of its successors; undefined for none of them. */
export function holderOf(directory: Directory, id: string, holders: readonly string[], day: Day): string | undefined {
  return lineOf(directory, id, day).find((one) => holders.includes(one));
}
