/** Files named on the command line. */
import { readFileSync } from 'node:fs';
import { DubanError, refuse } from '../../domain/errors.js';
import { decodeText } from '../../domain/parse/decode.js';
import { fromRoot } from '../../worker/root.js';

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
  try {
    return decodeText(readFileSync(file)).text;
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
