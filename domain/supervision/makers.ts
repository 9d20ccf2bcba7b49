/** Who made the bulletins of a cycle. Pure and workflow-safe. */
import type { CycleBulletin, CycleState } from './cycle.js';

/** Who had a part in a bulletin: those step aside when it is contested (supervision regulation Art. 17). */
export interface Maker {
  readonly name: string;
  readonly part: 'drafted' | 'approved';
}

/** People who drafted or approved any bulletin of the cycle; what the service drafts by itself is nobody's part. */
export function makersOf({ makers = [], bulletin }: Pick<CycleState, 'makers' | 'bulletin'>): readonly Maker[] {
  const all = [...makers, ...makersOfOne(bulletin)].filter(({ name }) => name !== 'duban');
  return all.filter((one, at) => all.findIndex(({ name, part }) => name === one.name && part === one.part) === at);
}

function makersOfOne(bulletin: CycleBulletin | undefined): readonly Maker[] {
  if (bulletin === undefined) return [];
  const { author, approvedBy } = bulletin;
  return [
    { name: author, part: 'drafted' },
    ...(approvedBy === undefined ? [] : [{ name: approvedBy, part: 'approved' } as const]),
  ];
}
