/** `duban ladder …`: checks rules, and changes those of a running plan. */
import { readLadder } from '../../domain/schedule/ladder.js';
import type { RulesDifference } from '../office.js';
import { connectApi } from './api.js';
import { readTextFile } from './files.js';
import { answer, type Io } from './io.js';
import type { ByOption } from './options.js';

/** Checks a file; every fault with its line refuses with exit 1. */
export async function ladderCheck(file: string, io: Io): Promise<void> {
  const ladder = readLadder(readTextFile(file));
  const rungs = ladder.sign.length + ladder.before.length + ladder.after.length;
  answer(io, { ok: true, rungs, ladder }, `催办规则没有错误：${rungs} 级。`);
}

/** Shows which days change for which tasks, and without `--preview` applies the rules. */
export async function ladderApply(
  plan: string,
  file: string,
  options: ByOption & { readonly preview?: boolean },
  io: Io,
): Promise<void> {
  const preview = options.preview === true;
  const { differences } = await connectApi().post<{ readonly differences: readonly RulesDifference[] }>(
    `/api/plans/${encodeURIComponent(plan)}/rules`,
    { ladder: readTextFile(file), preview, by: options.by },
  );
  const steps = (list: RulesDifference['added']) => list.map((s) => `${s.day}（${s.rung}）`).join('、') || '无';
  answer(io, { plan, applied: !preview, differences }, [
    ...differences.map((d) => `${d.task}：增加 ${steps(d.added)}；去掉 ${steps(d.removed)}`),
    differences.length === 0
      ? '没有日子会变。'
      : preview
        ? `${differences.length} 项任务的日子会变。这是预览，没有改动；去掉 --preview 即生效。`
        : `已生效，${differences.length} 项任务的日子有变。`,
  ]);
}
