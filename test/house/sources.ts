/** The program's source files, for tests about all of them. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fromRoot } from '../../worker/root.js';

export interface Source {
  /** Path below the root, such as `domain/day.ts`. */
  readonly path: string;
  readonly text: string;
}

export const layers = ['domain', 'workflows', 'activities', 'worker', 'client'] as const;

/** Every TypeScript file of some folders. */
export function sourcesIn(folders: readonly string[]): readonly Source[] {
  return folders.flatMap((folder) =>
    readdirSync(fromRoot(folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name))
      .sort()
      .map((name) => ({ path: join(folder, name), text: readFileSync(fromRoot(folder, name), 'utf8') })),
  );
}
