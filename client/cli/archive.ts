/** `duban export --archive` and `duban verify FILE.zip`: the archive of a plan, and whether it is still what was written. */
import { createHash } from 'node:crypto';
import { closeSync, createWriteStream, openSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { clockOf } from '../../domain/day.js';
import { DubanError, refuse } from '../../domain/errors.js';
import { type ArchiveFault, type ArchiveFaultKind, checkArchive } from '../archive/check.js';
import { connectApi } from './api.js';
import { answer, type Io } from './io.js';
import type { ByOption } from './options.js';
import { plain } from './table.js';

export interface ArchiveExport extends ByOption {
  readonly out?: string;
  readonly contacts?: boolean;
}

/** Between two lines of progress (ms). */
const TELL_EVERY = 2_000;

const megabytes = (bytes: number): string => (bytes / 1_000_000).toFixed(1);

export interface WrittenArchive {
  readonly plan: string;
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** Writes the archive of a plan to a file and says so. */
export async function exportArchive(plan: string, options: ArchiveExport, io: Io): Promise<void> {
  const written = await saveArchive(plan, options, io);
  answer(io, written, archiveLines(written));
}

/** Where an archive was written, and how it is checked. */
export const archiveLines = ({ file, bytes, sha256 }: WrittenArchive): readonly string[] => [
  `档案已写到 ${file}（${megabytes(bytes)} MB）。核验：duban verify ${file}`,
  `文件指纹 ${sha256}，已记入台账。`,
];

/** Leaves nothing behind. @throws `file-unreadable` where no file can be written there. */
export function tryArchive(file: string): void {
  const part = `${file}.part`;
  try {
    if (statSync(file, { throwIfNoEntry: false })?.isDirectory() === true) throw new Error('这是一个目录');
    closeSync(openSync(part, 'w'));
    rmSync(part, { force: true });
  } catch (error) {
    throw refuse('archive-unwritable', { file, detail: whyNot(error) });
  }
}

const notWritten: Readonly<Record<string, string>> = {
  ENOENT: '没有这个目录',
  ENOTDIR: '没有这个目录',
  EACCES: '没有写的权限',
  EROFS: '没有写的权限',
  ENOSPC: '磁盘已满',
};

function whyNot(error: unknown): string {
  const { code = '', message = String(error) } = error as Partial<NodeJS.ErrnoException>;
  return notWritten[code] ?? message;
}

/** Writes the archive of a plan to a file, whole or not at all; default `PLAN.zip` in the working folder. */
export async function saveArchive(plan: string, options: ArchiveExport, io: Io): Promise<WrittenArchive> {
  const file = options.out ?? `${plan.replace(/[^\w-]/g, '_')}.zip`;
  const part = `${file}.part`;
  const query = { contacts: options.contacts === true ? '1' : undefined, by: options.by };
  const body = await connectApi().stream(`/api/plans/${encodeURIComponent(plan)}/archive`, query);
  let bytes = 0;
  const whole = createHash('sha256');
  const tell = teller((at) => `正在导出：已收到 ${megabytes(at)} MB`, io);
  async function* counted(): AsyncGenerator<Uint8Array> {
    try {
      for await (const piece of body) {
        bytes += piece.length;
        whole.update(piece);
        tell(bytes);
        yield piece;
      }
    } catch (error) {
      throw new DubanError(refuse('archive-interrupted', { bytes }).faults, { cause: error });
    }
  }
  try {
    await pipeline(counted(), createWriteStream(part));
    renameSync(part, file);
  } catch (error) {
    rmSync(part, { force: true });
    if (error instanceof DubanError) throw error;
    throw refuse('archive-unwritable', { file, detail: whyNot(error) });
  }
  return { plan, file, bytes, sha256: whole.digest('hex') };
}

const faultWords: Readonly<Record<ArchiveFaultKind, string>> = {
  'manifest-altered': '文件清单与它的指纹不符',
  'file-altered': '内容与清单不符',
  'file-missing': '清单中有，档案中没有',
  'file-added': '档案中有，清单中没有',
  'file-renamed': '被改名',
  'file-repeated': '在档案中重复出现',
  'files-reordered': '次序与清单不符',
  'file-damaged': '已损坏，解不开',
  'entry-altered': '台账记录的内容被改动',
  'entry-removed': '台账记录被删去',
  'entry-reordered': '台账记录的次序被调换',
  'chain-end': '台账的条数或末条指纹与清单不符',
  'letter-altered': '信件的内容与台账所记不符',
  'letter-without-entry': '台账没有这封信的发信记录',
  'entry-without-letter': '台账记有发信，档案中没有这封信',
  'record-altered': '内容与台账所记不符',
  'record-without-entry': '台账没有记录',
  'entry-without-record': '台账有记录，档案中没有',
  'evidence-missing': '台账记有这份附件，档案中没有',
};

function faultLine({ what, at, seq, other }: ArchiveFault): string {
  const place = seq === undefined ? '' : `第 ${seq} 条`;
  const name = plain(at);
  const where = place !== '' && name !== '' ? `${place}（${name}）` : place || name;
  return `${where}：${faultWords[what]}${other === undefined ? '' : `为 ${plain(other)}`}`;
}

/** Checks an archive file without any server. @returns 1 when anything was altered. */
export async function verifyArchive(file: string, io: Io): Promise<number> {
  const tell = teller((done, of) => `正在核验：${done}/${of} 个文件`, io);
  const check = await checkArchive(readBytes(file), file, tell);
  const lines = [
    `${plain(check.title)}（${plain(check.plan)}），${clockOf(check.madeAt)} 制作。`,
    ...(check.extract ? ['这是计划结束前的摘录，制作之后的情况不在其中。'] : []),
    ...check.faults.map(faultLine),
    `清单指纹 ${check.manifest}`,
    check.ok
      ? `档案完整：${check.files} 个文件、${check.letters} 封信核验无误；台账 ${check.entries} 条首尾相接，其中本计划 ${check.planEntries} 条内容相符。末条指纹 ${check.hash}`
      : `档案有 ${check.faults.length} 处不符，见上。`,
  ];
  answer(io, check, lines);
  return check.ok ? 0 : 1;
}

/** Says how far the work is, on standard error, once it takes longer than a moment. */
function teller<Args extends readonly number[]>(words: (...args: Args) => string, io: Io): (...args: Args) => void {
  let next = Date.now() + TELL_EVERY;
  return (...args) => {
    if (Date.now() < next) return;
    next = Date.now() + TELL_EVERY;
    io.err(`${words(...args)}\n`);
  };
}

function readBytes(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw refuse('file-missing', { file });
    throw refuse('file-unreadable', { file, detail: error instanceof Error ? error.message : String(error) });
  }
}
