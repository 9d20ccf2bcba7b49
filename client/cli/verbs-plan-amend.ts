/** `duban plan amend`, `amendments`: a running plan changed. Only wiring: each action loads its module. */
import type { Command } from 'commander';
import type { Perform } from './options.js';
import type { AmendOptions } from './plan-amend.js';
import { integer } from './usage.js';

const load = () => import('./plan-amend.js');

/** Adds amend and amendments to `plan`. */
export function addAmendVerbs(plan: Command, perform: Perform): void {
  plan
    .command('amend')
    .argument('<计划>', '计划编号')
    .argument('<文件>', '调整文件（YAML），写法见 seeds/amendments/sample.yaml')
    .option('--preview', '只看结果：告知哪些单位、以后的信有哪些不同；什么也不改')
    .option('--nth <次>', '预览时是第几次调整：其间有了别的调整就不办', integer('调整的次数', 1, 9999))
    .option('--by <姓名>', '经办人，记入台账')
    .description('调整执行中的计划：新增、取消、拆分、合并、转办、调整目标、调整时限')
    .action(async (id: string, file: string, options: AmendOptions, command: Command) =>
      perform(command, async (io) => (await load()).amendPlan(id, file, options, io)),
    );
  plan
    .command('amendments')
    .argument('<计划>', '计划编号')
    .description('这份计划历次的调整：内容、理由、批准人')
    .action(async (id: string, _options: unknown, command: Command) =>
      perform(command, async (io) => (await load()).listAmendments(id, io)),
    );
}
