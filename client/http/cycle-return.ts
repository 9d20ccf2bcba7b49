/** A return that the office enters for a unit, from a request of the API: its words or its sheet, and the evidence. */
import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { DubanError, type Fault, fault } from '../../domain/errors.js';
import type { Actor } from '../../domain/task.js';
import { judgeAttachment } from '../formats/attached.js';
import type { returnBody } from './cycle-bodies.js';
import type { Site } from './site.js';

/** What became of a return: with `doubts` and without a confirmation nothing was kept. */
export interface GivenReturn {
  readonly kept: boolean;
  /** Version on record; null when nothing was kept. */
  readonly version: number | null;
  readonly doubts: readonly string[];
}

/**
 * Enters a return. @throws every fault of the sheet and of the evidence at once; nothing is kept then.
 * @param unit the unit's id.
 */
export async function enterReturn(
  { office, cycles }: Site,
  cycle: string,
  unit: string,
  body: z.infer<typeof returnBody>,
  actor: Actor,
): Promise<GivenReturn> {
  const faults: Fault[] = [];
  const files = body.evidence.flatMap(({ name, bytes }) => {
    const read = Buffer.from(bytes, 'base64');
    const judged = judgeAttachment(name, read);
    if (!judged.ok) {
      faults.push(fault('attachment-refused', { name, why: judged.why }));
      return [];
    }
    const sha256 = createHash('sha256').update(read).digest('hex');
    return [{ name: judged.name, mediaType: judged.mediaType, size: read.length, sha256, bytes: read }];
  });
  const content =
    body.sheet === undefined
      ? body.content
      : await cycles.readSheet(cycle, unit, Buffer.from(body.sheet, 'base64')).catch((error: unknown) => {
          if (!(error instanceof DubanError)) throw error;
          faults.push(...error.faults);
          return undefined;
        });
  if (faults.length > 0 || content === undefined) throw new DubanError(faults);
  const given = await office.supervision.giveReturn(
    cycle,
    unit,
    {
      content,
      files,
      via: body.sheet === undefined ? 'console' : 'excel',
      confirmed: body.confirmed,
      onBehalf: body.onBehalf,
    },
    { ...actor, onBehalfOf: unit, why: body.onBehalf },
  );
  const kept = given.doubts.length === 0 || body.confirmed;
  return { kept, version: kept ? given.version : null, doubts: given.doubts };
}
