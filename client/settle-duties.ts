/** Decisions of the office on a draft, with the units by id or by any name the directory knows. */
import type { z } from 'zod';
import { resolve } from '../domain/directory.js';
import { DubanError, type Fault, fault } from '../domain/errors.js';
import type { Directory } from '../domain/org.js';
import type { DutyRole } from '../domain/plan.js';
import type { decision } from './http/bodies.js';

type Decision = z.infer<typeof decision>;

/** Puts unit ids in place of names; a group word becomes its members. @throws `unit-unknown` for all names nobody bears. */
export function resolveDuties(decisions: readonly Decision[], directory: Directory): Decision[] {
  const faults: Fault[] = [];
  const idsOf = (words: string): readonly string[] => {
    if (directory.units.some((u) => u.id === words)) return [words];
    const found = resolve(directory, words);
    if (found.kind === 'unit') return [found.unit.id];
    if (found.kind === 'group') return found.group.members;
    faults.push(fault('unit-unknown', { words, nearest: found.nearest.join('、') || '没有相近的名称' }));
    return [];
  };
  const settled = decisions.map((one): Decision => {
    if (!('duties' in one)) return one;
    const duties = one.duties.flatMap((d): { unit: string; role: DutyRole }[] =>
      idsOf(d.unit).map((unit) => ({ unit, role: d.role })),
    );
    return {
      ...one,
      duties: duties.filter((d, at) => duties.findIndex((o) => o.unit === d.unit && o.role === d.role) === at),
    };
  });
  if (faults.length > 0) throw new DubanError(faults);
  return settled;
}
