/** The verbs of `duban cycle …` that need no running service. Only wiring: each action loads its module. */
import type { Command } from 'commander';
import { rhythms } from '../../domain/supervision/rhythm.js';
import type { CycleDatesOptions, CyclePlanOptions } from './cycle-plan.js';
import type { Perform } from './options.js';
import { integer, oneOf } from './usage.js';

const load = () => import('./cycle-plan.js');
const RULES = ['--rules <文件>', '督查规则，默认 seeds/supervision-rules.yaml'] as const;

/** The command `cycle`, made where it is not there yet: verbs that need the service stand under it too. */
export function cycleCommand(program: Command): Command {
  return (
    program.commands.find((one) => one.name() === 'cycle') ??
    program.command('cycle').description('定期督查：发通知、收报送、催报、印发通报')
  );
}

/** Adds `cycle plan` and `cycle dates`. */
export function addCycleLocalVerbs(program: Command, perform: Perform): void {
  const cycle = cycleCommand(program);
  cycle
    .command('plan')
    .argument('<计划>', '计划文件、计划文本或示例计划的编号')
    .argument('<周期>', '如 2023Q3（季度）、2023M09（月）、2023H1（半年）')
    .option('--units <文件>', '单位名录，默认 seeds/units.csv')
    .option(...RULES)
    .description('一个督查周期的各个日期和要报送的单位（不需要服务）')
    .action(async (plan: string, key: string, options: CyclePlanOptions, command: Command) =>
      perform(command, async (io) => (await load()).cyclePlan(plan, key, options, io)),
    );
  cycle
    .command('dates')
    .argument('<年份>', '年份', integer('年份', 2000, 2100))
    .option('--rhythm <周期>', `${rhythms.join('、')}，默认照规则`, oneOf('周期', rhythms))
    .option(...RULES)
    .description('一年里全部督查周期的日期（不需要服务）')
    .action(async (year: number, options: CycleDatesOptions, command: Command) =>
      perform(command, async (io) => (await load()).cycleYear(year, options, io)),
    );
}
