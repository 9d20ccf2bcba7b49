/** Files named on the command line. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { DubanError, refuse } from '../../domain/errors.js';
import { fromRoot } from '../../worker/root.js';
import { isPlanFile } from '../formats/plan-file.js';
import { plainTextOf, textOf } from '../formats/text-of.js';

const reasons: Readonly<Record<string, string>> = {
  EISDIR: '这是一个目录',
  EACCES: '没有读取权限',
  EPERM: '没有读取权限',
};

/**
 * Reads a text file in UTF-8, UTF-16 or GB18030.
 * @throws DubanError `file-missing`, `file-unreadable`, or what the decoder refuses, each naming the file.
 */
export function readTextFile(file: string): string {
  return opened(file, (bytes) => plainTextOf(bytes));
}

/**
 * Reads a plan: the text of a document in any format (client/formats), or a plan settled as YAML or JSON as it stands.
 * @throws DubanError `file-missing`, `file-unreadable`, or one sentence on a file that holds no plan, naming the file.
 */
export function readPlanText(file: string): string {
  if (isPlanFile(file)) return readTextFile(file);
  return opened(file, (bytes) => textOf(bytes, basename(file)).text);
}

function opened(file: string, read: (bytes: Uint8Array) => string): string {
  try {
    return read(readFileSync(file));
  } catch (error) {
    if (error instanceof DubanError) {
      throw new DubanError(
        error.faults.map((f) => ({ ...f, message: `${file}：${f.message}`, values: { ...f.values, file } })),
      );
    }
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (code === 'ENOENT' || code === 'ENOTDIR') throw refuse('file-missing', { file });
    throw refuse('file-unreadable', { file, detail: reasons[code] ?? String(error) });
  }
}

/** The directory that comes with the samples, used where no other is named. */
export const sampleUnits: string = fromRoot('seeds', 'units.csv');
