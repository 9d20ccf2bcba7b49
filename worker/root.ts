/** Where this installation of duban lies: the same answer from the sources (tests) and from `dist` (commands). */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

function findRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error(`no package.json above ${import.meta.url}`);
    folder = parent;
  }
  return folder;
}

/** Absolute path of the folder that holds package.json. */
export const packageRoot: string = findRoot();

/** Absolute path of a file that ships with duban, such as `fromRoot('seeds', 'units.csv')`. */
export function fromRoot(...parts: readonly string[]): string {
  return join(packageRoot, ...parts);
}
