/** What is refused because a reorganisation ended a unit. Pure. */
import { unitOf } from './directory.js';
import { type Fault, fault } from './errors.js';
import type { Directory, Unit } from './org.js';

/** How an ended unit's end reads in a fault. */
export function endWords(unit: Unit, directory: Directory): { readonly on: string; readonly successors: string } {
  const names = unit.ended?.successors.map((id) => unitOf(directory, id)?.name ?? id) ?? [];
  return { on: unit.ended?.on ?? '', successors: names.join('、') };
}

/** Why a unit cannot be given anything: the directory does not know its id, or it ended. `act`: what it would have to do. */
export function unitFaults(directory: Directory, id: string, act: string): readonly Fault[] {
  const unit = unitOf(directory, id);
  if (unit === undefined) return [fault('unit-unknown', { words: id, nearest: '无' })];
  return unit.ended === undefined ? [] : [fault('unit-ended', { unit: unit.name, ...endWords(unit, directory), act })];
}
