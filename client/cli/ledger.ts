/** `duban verify`, `export`, `calendar load`: the record of the running service. */
import { writeFileSync } from 'node:fs';
import type { ChainCheck } from '../../activities/ledger/verify.js';
import { refuse } from '../../domain/errors.js';
import { connectApi } from './api.js';
import { readTextFile } from './files.js';
import { answer, type Io } from './io.js';
import type { ByOption } from './options.js';

const faultWords: Readonly<Record<ChainCheck['faults'][number]['what'], string>> = {
  altered: '内容被改动',
  removed: '记录被删去',
  reordered: '次序被调换',
  'head-altered': '末尾与登记的不符',
  'anchor-altered': '与另处登记的不符',
  'letter-without-entry': '信件标为已发，台账却没有记录',
  'entry-without-letter': '台账记有发信，信件却不在',
  'letter-altered': '已发信件的内容被改动',
  'comment-altered': '公众意见的内容被改动',
  'comment-without-entry': '意见在册，台账却没有收到的记录',
  'entry-without-comment': '台账记有收到，意见却不在',
  'close-out-altered': '公布的采纳情况与台账不符',
  'return-altered': '单位报送的内容被改动',
  'return-without-entry': '报送在册，台账却没有收到的记录',
  'entry-without-return': '台账记有报送，报送却不在',
  'evidence-altered': '佐证材料与收到时不符',
  'bulletin-altered': '印发的通报与台账不符',
  'value-altered': '指标数值与台账不符',
  'evaluation-altered': '审签的指标评估与台账不符',
  'life-altered': '计划的印发、年度、调整、评估或暂停与台账不符',
};

/** Checks the hash chain. @returns 1 when anything was altered. */
export async function verify(io: Io): Promise<number> {
  const check = await connectApi().get<ChainCheck>('/api/verify');
  answer(io, check, [
    ...check.faults.map((f) => `第 ${f.seq} 条（${f.id}）：${faultWords[f.what]}`),
    check.ok
      ? `台账完整：${check.entries} 条记录、${check.lettersChecked} 封信核验无误。末条指纹 ${check.hash}`
      : `台账有 ${check.faults.length} 处不符，见上。`,
  ]);
  return check.ok ? 0 : 1;
}

/** Writes everything on record about a plan. */
export async function exportPlan(plan: string, options: { readonly out?: string }, io: Io): Promise<void> {
  const record = await connectApi().get<unknown>(`/api/plans/${encodeURIComponent(plan)}/export`);
  if (options.out === undefined) {
    io.out(`${JSON.stringify(record, null, 2)}\n`);
    return;
  }
  try {
    writeFileSync(options.out, `${JSON.stringify(record, null, 2)}\n`);
  } catch (error) {
    throw refuse('file-unreadable', {
      file: options.out,
      detail: error instanceof Error ? error.message : String(error),
    });
  }
  answer(io, { plan, file: options.out }, `已导出到 ${options.out}。`);
}

/** Loads a year of holidays. */
export async function loadCalendar(file: string, options: ByOption, io: Io): Promise<void> {
  const loaded = await connectApi().post<{ readonly year: number; readonly workdays: number }>('/api/calendar', {
    text: readTextFile(file),
    by: options.by,
  });
  answer(io, loaded, `已载入${loaded.year}年的放假安排，全年 ${loaded.workdays} 个工作日。`);
}
