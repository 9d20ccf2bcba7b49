/** Letters as they were read and found good: one file each; `UPDATE_GOLDEN=1` writes them anew. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@jest/globals';

const update = process.env['UPDATE_GOLDEN'] === '1';

/** Compares with the file of the folder; in CI a missing file is an error. */
export function expectGolden(folder: string, file: string, actual: string): void {
  const path = join(folder, file);
  if (update || !existsSync(path)) {
    if (process.env['CI'] !== undefined) throw new Error(`${path} is missing`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(path, actual);
  }
  expect(actual).toBe(readFileSync(path, 'utf8'));
}
