/** `duban drill`: the year lived for real on the time-skipping server, compared with its rehearsal. */
import { periodStageWords } from '../../domain/comment/period.js';
import { dayOf, yearOf } from '../../domain/day.js';
import { readConfig } from '../../worker/config.js';
import { silentRuntime } from '../../worker/observe.js';
import type { DrillResult } from '../drill/drill.js';
import { rehearsalSource, type SourceOptions } from '../rehearsal-source.js';
import { answer, type Io } from './io.js';

/** @returns 0 when rehearsed and sent letters are equal in every year, else 1. */
export async function drill(
  plan: string,
  options: SourceOptions & { readonly years?: number },
  io: Io,
): Promise<number> {
  const first = options.year ?? yearOf(dayOf(Date.now())) + 1;
  const config = readConfig();
  const { drillYear } = await import('../drill/drill.js');
  const letRuntimeGo = silentRuntime();
  const results: DrillResult[] = [];
  try {
    for (let year = first; year < first + (options.years ?? 1); year++) {
      const input = rehearsalSource(plan, { story: 'reference', ...options, year });
      io.err(`演练 ${year} 年，剧本 ${input.story.name}，任务 ${input.plan.tasks.length} 项……\n`);
      results.push(await drillYear(input, config, (line) => io.err(`  ${line}\n`)));
    }
  } finally {
    await letRuntimeGo();
  }
  const [only] = results;
  answer(
    io,
    results.length === 1 ? only : { years: results, equal: results.every((r) => r.equal) },
    results.flatMap(lines),
  );
  return results.every((r) => r.equal) ? 0 : 1;
}

function lines(r: DrillResult): string[] {
  const cost = (name: string, c: DrillResult['costs']['plan']): string =>
    `  ${name}：事件 ${c.events}；动作 ${Object.entries(c.actions)
      .map(([cause, n]) => `${cause} ${n}`)
      .join('，')}`;
  return [
    `${r.year} 年 ${r.story}：推演 ${r.rehearsed} 封，实发 ${r.sent} 封，${r.equal ? '完全一致' : `不一致 ${r.differences.length} 处`}；用时 ${r.seconds} 秒`,
    `  信件：${Object.entries(r.letters.byKind)
      .map(([kind, n]) => `${kind} ${n}`)
      .join('，')}（例行 ${r.letters.routine}）`,
    `  历史事件 ${r.events}，计费动作 ${r.actions}`,
    cost('planLifecycle', r.costs.plan),
    cost('rounds', r.costs.rounds),
    cost('keyTask', r.costs.tasks),
    ...(r.costs.comment === undefined ? [] : [cost('commentPeriod', r.costs.comment)]),
    ...(r.comment === undefined
      ? []
      : [`  征求意见 ${r.comment.period}：${periodStageWords[r.comment.stage]}，收到意见 ${r.comment.received} 条`]),
    `  台账链 ${r.chain.entries} 条，${r.chain.ok ? '完好' : '有误'}；期末未办结 ${r.openAtEnd.join('、') || '无'}`,
    ...r.findings.map((message) => `  注意：${message}`),
    ...r.differences
      .slice(0, 20)
      .map(
        (d) =>
          `  差异：${d.what} ${d.key}${d.rehearsed === undefined ? '' : `\n    推演：${d.rehearsed}`}${d.sent === undefined ? '' : `\n    实发：${d.sent}`}`,
      ),
  ];
}
