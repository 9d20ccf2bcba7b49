/** Holds plan/life.json of an archive against the entries of its chain. */
import { z } from 'zod';
import type { PlanLife } from '../../domain/life/life.js';
import { isAsRecorded, lifeKinds, type RecordedLife, recordedLife } from '../../domain/life/recorded.js';
import type { ArchiveFault } from './check.js';
import type { ArchivedEntry } from './check-chain.js';
import { LIFE_FILE } from './manifest.js';

/** Only what is read here; the rest of a life is nobody's decision. */
const lifeSchema = z.object({
  life: z.object({
    issued: z.object({ number: z.string(), on: z.string() }).optional(),
    years: z.array(z.looseObject({ year: z.number() })),
    amendments: z.number(),
    evaluations: z.array(z.looseObject({ kind: z.string() })),
    paused: z.object({ since: z.number(), reason: z.string(), by: z.string() }).optional(),
  }),
  recorded: z.looseObject({}),
});

/** @param text the file; undefined where the archive has none. */
export function checkLife(
  text: string | undefined,
  plan: string,
  entries: readonly ArchivedEntry[],
): readonly ArchiveFault[] {
  const kinds: ReadonlySet<string> = new Set(lifeKinds);
  const own = entries.filter(({ event }) => event.subject === plan && kinds.has(event.kind));
  const [first] = own;
  if (text === undefined)
    return first === undefined ? [] : [{ what: 'entry-without-record', at: first.event.id, seq: first.seq }];
  const altered: readonly ArchiveFault[] = [{ what: 'record-altered', at: LIFE_FILE }];
  const read = lifeSchema.safeParse(jsonOf(text));
  if (!read.success) return altered;
  const recorded = recordedLife(own.map(({ event }) => event));
  const same = isSame(read.data.recorded, recorded) && isAsRecorded(read.data.life as unknown as PlanLife, recorded);
  return same ? [] : altered;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Both were made by `recordedLife` from entries whose words are kept as they are: equal to the last character. */
const isSame = (one: unknown, other: RecordedLife): boolean => JSON.stringify(one) === JSON.stringify(other);
