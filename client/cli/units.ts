/** `duban units …`: checks a directory file, and changes the directory of the running service. */
import { checkDirectory, readDirectory } from '../../domain/directory.js';
import { DubanError } from '../../domain/errors.js';
import { contactRoleWords } from '../../domain/letter-words.js';
import type { UnitsAnswer } from '../http/answers.js';
import { connectApi } from './api.js';
import { readTextFile } from './files.js';
import { answer, type Io } from './io.js';
import type { ByOption } from './options.js';
import { table } from './table.js';

/** Checks a file without changing anything; faults refuse with exit 1. */
export async function unitsCheck(file: string, io: Io): Promise<void> {
  const directory = readDirectory(readTextFile(file));
  const faults = checkDirectory(directory);
  if (faults.length > 0) throw new DubanError(faults);
  const counts = { units: directory.units.length, groups: directory.groups.length };
  answer(io, { ...counts, faults }, `名录没有错误：${counts.units} 个单位，${counts.groups} 个统称。`);
}

/** Lists the directory in use. */
export async function unitsList(io: Io): Promise<void> {
  const found = await connectApi().get<UnitsAnswer>('/api/units');
  answer(
    io,
    found,
    table(
      ['编号', '名称', '联系地址', '代理'],
      found.units.map((u) => [
        u.id,
        u.ended === undefined ? u.name : `${u.name}（${u.ended.on}撤销）`,
        u.contacts.map((c) => `${contactRoleWords[c.role]} ${c.address}`).join('；'),
        u.standIns.map((s) => `${contactRoleWords[s.role]} ${s.address}（${s.from} 至 ${s.until}）`).join('；'),
      ]),
    ),
  );
}

/** Replaces the directory of the running service. */
export async function unitsImport(
  file: string,
  options: ByOption & { readonly restore?: boolean },
  io: Io,
): Promise<void> {
  const csv = readTextFile(file);
  const done = await connectApi().post<{ readonly units: number; readonly groups: number }>('/api/units/import', {
    csv,
    restore: options.restore === true,
    by: options.by,
  });
  answer(io, done, `已导入 ${done.units} 个单位、${done.groups} 个统称。`);
}

/** One change to one unit. */
export async function unitAct(
  verb: 'rename' | 'contact' | 'absence' | 'pause',
  body: Readonly<Record<string, unknown>> & { readonly unit: string },
  options: ByOption,
  io: Io,
): Promise<void> {
  await connectApi().post(`/api/units/${verb}`, { ...body, by: options.by });
  answer(io, { ...body, done: true }, `单位 ${body.unit} 已更新。`);
}
