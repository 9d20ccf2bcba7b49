/** `duban drill`: the year lived for real on the time-skipping server, compared with its rehearsal. */
import { periodStageWords } from '../../domain/comment/period.js';
import { dayOf, yearOf } from '../../domain/day.js';
import { readConfig } from '../../worker/config.js';
import { silentRuntime } from '../../worker/observe.js';
import type { DrilledYear, DrillResult } from '../drill/drill.js';
import { rehearsalSource, type SourceOptions } from '../rehearsal-source.js';
import { answer, type Io } from './io.js';

/**
 * Several years of a plan of several years are lived one after the other on one stage; of a plan of one year each on a
 * stage of its own, moved to that year.
 * @returns 0 when rehearsed and sent letters are equal in every year, else 1.
 */
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
  const live = async (year: number, years: number): Promise<DrillResult> => {
    const input = rehearsalSource(plan, { story: 'reference', ...options, year, years });
    const span = input.later === undefined ? `${year} 年` : `${year} 年至 ${year + years - 1} 年`;
    io.err(`演练 ${span}，剧本 ${input.story.name}，任务 ${input.plan.tasks.length} 项……\n`);
    const result = await drillYear(input, config, (line) => io.err(`  ${line}\n`));
    results.push(result);
    return result;
  };
  try {
    const { years } = await live(first, options.years ?? 1);
    if (years === undefined)
      for (let year = first + 1; year < first + (options.years ?? 1); year++) await live(year, 1);
  } finally {
    await letRuntimeGo();
  }
  const [only] = results;
  const equal = results.every((r) => r.equal);
  answer(io, results.length === 1 ? only : { years: results, equal }, results.flatMap(lines));
  return equal ? 0 : 1;
}

function yearLine(r: DrilledYear): string {
  return `${r.year} 年 ${r.story}：${comparison(r)}`;
}

function comparison({ rehearsed, sent, equal, differences }: DrilledYear): string {
  return `推演 ${rehearsed} 封，实发 ${sent} 封，${equal ? '完全一致' : `不一致 ${differences.length} 处`}`;
}

function lines(r: DrillResult): string[] {
  const cost = (name: string, c: DrillResult['costs']['plan']): string =>
    `  ${name}：事件 ${c.events}；动作 ${Object.entries(c.actions)
      .map(([cause, n]) => `${cause} ${n}`)
      .join('，')}`;
  return [
    ...(r.years ?? []).map(yearLine),
    `${r.years === undefined ? yearLine(r) : `合计${comparison(r)}`}；用时 ${r.seconds} 秒`,
    `  信件：${Object.entries(r.letters.byKind)
      .map(([kind, n]) => `${kind} ${n}`)
      .join('，')}（例行 ${r.letters.routine}）`,
    `  历史事件 ${r.events}，计费动作 ${r.actions}，最长的一份历史 ${r.largest} 个事件`,
    cost('planLifecycle', r.costs.plan),
    cost('rounds', r.costs.rounds),
    cost('keyTask', r.costs.tasks),
    ...(r.costs.comment === undefined ? [] : [cost('commentPeriod', r.costs.comment)]),
    ...(r.costs.cycles === undefined ? [] : [cost('supervisionCycle', r.costs.cycles)]),
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
