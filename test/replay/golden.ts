/** The golden histories: what running cases of each released version look like, and what their workflows commanded. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fromRoot } from '../../worker/root.js';
import type { Recording } from './audit.js';

/** One folder a version; those of released versions are never recorded again. */
export const histories = fromRoot('test', 'histories');
/** The folder that record.ts writes. */
export const currentVersion = 'v2';

export interface Golden extends Recording {
  /** Such as `v1/rounds-2`. */
  readonly name: string;
}

/** All recordings of all versions, by name. */
export function goldenHistories(): readonly Golden[] {
  return readdirSync(histories)
    .sort()
    .flatMap((version) =>
      readdirSync(join(histories, version))
        .sort()
        .map((file) => ({
          name: `${version}/${file.replace(/\.json$/, '')}`,
          ...(JSON.parse(readFileSync(join(histories, version, file), 'utf8')) as Recording),
        })),
    );
}
