/** `duban plan year`: the key-task list of one year. Only wiring: the action loads its module. */
import type { Command } from 'commander';
import type { ByOption, Perform } from './options.js';
import { integer, taskNumbers } from './usage.js';

/** What `duban plan year` can be given. */
export interface YearOptions extends ByOption {
  readonly answers?: string;
  readonly with?: readonly number[];
  readonly out?: string;
}

/** Adds year to `plan`. */
export function addYearVerbs(plan: Command, perform: Perform): void {
  plan
    .command('year')
    .argument('<计划>', '计划编号')
    .argument('<年份>', '计划期内的一年', integer('年份', 2000, 2100))
    .option('--answers <文件>', '交回填好的答复文件（YAML）：各目标在这一年的数值、撤销单位的承接单位、另选的任务')
    .option('--with <编号>', '另选的没有时限的任务，如 3,7', taskNumbers)
    .option('--out <文件>', '把待定事项写成答复文件，填好后用 --answers 交回')
    .option('--by <姓名>', '经办人，记入台账')
    .description('一年的任务清单：列入的、上年未办结继续办的、不列入的和理由、启动前要办公室确定的事项')
    .action(async (id: string, year: number, options: YearOptions, command: Command) =>
      perform(command, async (io) => (await import('./plan-year.js')).planYear(id, year, options, io)),
    );
}
