/** `duban plan show`, `pause`, `resume`, `evaluate`: a plan as a whole. Only wiring: each action loads its module. */
import type { Command } from 'commander';
import type { ByOption, Perform } from './options.js';
import type { EvaluateOptions, ResumeOptions } from './plan-life.js';
import { oneOf } from './usage.js';

const BY = ['--by <姓名>', '经办人，记入台账'] as const;
const evaluations = ['mid-term', 'final'] as const;
const load = () => import('./plan-life.js');

/** Adds show, pause, resume and evaluate to `plan`. */
export function addLifeVerbs(plan: Command, perform: Perform): void {
  const verb = (name: string, description: string): Command =>
    plan.command(name).argument('<计划>', '计划编号').description(description);
  verb('show', '计划所处阶段、各年任务、评估、调整、经过，以及接下来办什么、在什么时候').action(
    async (id: string, _options: unknown, command: Command) =>
      perform(command, async (io) => (await load()).showLife(id, io)),
  );
  verb('pause', '暂停整个计划：各项任务停止计时，不发提醒，不开始督查')
    .requiredOption('--reason <理由>', '理由')
    .option(...BY)
    .action(async (id: string, options: ByOption & { readonly reason: string }, command: Command) =>
      perform(command, async (io) => (await load()).pausePlan(id, options, io)),
    );
  verb('resume', '恢复暂停的计划')
    .requiredOption('--reason <理由>', '理由')
    .option('--give-back', '各项时限按暂停的天数顺延')
    .option('--keep-dates', '各项时限不变')
    .option(...BY)
    .action(async (id: string, options: ResumeOptions, command: Command) => {
      if ((options.giveBack === true) === (options.keepDates === true))
        command.error('--give-back 和 --keep-dates 要写一个，也只能写一个', { code: 'duban.choice', exitCode: 2 });
      return perform(command, async (io) => (await load()).resumePlan(id, options, io));
    });
  verb('evaluate', '登记中期或终期评估')
    .argument('<评估>', 'mid-term 中期、final 终期', oneOf('评估', evaluations))
    .requiredOption('--document <文号>', '评估文件的文号')
    .requiredOption('--opinion <结论>', '评估结论')
    .option('--correct <理由>', '更正登记过的评估，写明理由')
    .option(...BY)
    .action(async (id: string, evaluation: (typeof evaluations)[number], options: EvaluateOptions, command: Command) =>
      perform(command, async (io) => (await load()).evaluatePlan(id, evaluation, options, io)),
    );
}
