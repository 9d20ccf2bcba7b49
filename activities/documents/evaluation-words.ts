/** The words of an evaluation that document, page and terminal share. */
import { inChinese } from '../../domain/day.js';
import { type EvaluatedIndicator, type Evaluation, outcomeWords } from '../../domain/indicators/evaluation.js';
import { verdictWords } from '../../domain/indicators/judge.js';

/** The opening paragraph: what is judged, and that the two natures are never added up. */
export function openingWords({ title, from, to, year, day, binding, expected }: Evaluation): string {
  return `《${title}》规划期为${from}年至${to}年，主要指标中约束性${binding.rows.length}项、预期性${expected.rows.length}项。现按规划进度对${year}年的情况作出评价（数据截至${inChinese(day)}）。约束性指标必须完成，预期性指标主要依靠市场主体实现，两类指标分别评价，不合并计算。没有数值、等待上级分解数字或者由人判断而尚未判断的，列为待定，不计入达到进度。`;
}

/** One row of the table: number, name, unit, base, target, what should be, what is, judgement. */
export function cells(row: EvaluatedIndicator, name: (unit: string) => string): readonly string[] {
  const last = row.years.at(-1);
  return [
    String(row.no),
    `${row.name}（${row.measure}）`,
    name(row.unit),
    row.base,
    row.target,
    last?.expected ?? '—',
    last?.value == null ? '—' : String(last.value),
    judgementWords(row),
  ];
}

/** `达到进度（超前）`, `落后`, `待定`, with who judged where a person did. */
function judgementWords({ outcome, verdict, judgedBy }: EvaluatedIndicator): string {
  const ahead = verdict === 'ahead' ? `（${verdictWords.ahead}）` : '';
  return `${outcomeWords[outcome]}${ahead}${judgedBy === null ? '' : `（${judgedBy}判断）`}`;
}
