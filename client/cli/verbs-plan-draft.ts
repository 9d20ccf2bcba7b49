/** `duban plan draft`, `revise`, `issue`: a plan on its way to the issue. Only wiring: each action loads its module. */
import { type Command, InvalidArgumentError } from 'commander';
import type { ByOption, Perform } from './options.js';
import type { ReviseOptions } from './plan-draft.js';
import { day } from './usage.js';

const BY = ['--by <姓名>', '经办人，记入台账'] as const;
const load = () => import('./plan-draft.js');

function paper(file: string): string {
  if (!/\.(?:txt|docx)$/i.test(file)) throw new InvalidArgumentError(`“${file}”不能作文件名，应以 .txt 或 .docx 结尾`);
  return file;
}

/** Adds draft, revise and issue to `plan`. */
export function addDraftVerbs(plan: Command, perform: Perform): void {
  const verb = (name: string, description: string): Command =>
    plan.command(name).argument('<计划>', '计划编号').description(description);
  verb('draft', '印发之前走到了哪一步：征求意见、修改、印发').action(
    async (id: string, _options: unknown, command: Command) =>
      perform(command, async (io) => (await load()).showDraft(id, io)),
  );
  verb('revise', '把公布的采纳情况改进草案，并按改后的草案导入')
    .option('--period <轮次>', '哪一轮征求意见，如 wenchanghu-2023/1；不写为最近一轮')
    .option('--out <文件>', '把改后的草案写成 txt 或 docx 文件', paper)
    .option('--preview', '只列出改动，不导入')
    .option(...BY)
    .action(async (id: string, options: ReviseOptions, command: Command) =>
      perform(command, async (io) => (await load()).revisePlan(id, options, io)),
    );
  verb('issue', '登记印发：文号和日期；印发之后才能启动')
    .requiredOption('--number <文号>', '如 聊政字〔2027〕5号')
    .requiredOption('--on <日期>', '文件上的印发日期', day('日期'))
    .option(...BY)
    .action(
      async (id: string, options: ByOption & { readonly number: string; readonly on: string }, command: Command) =>
        perform(command, async (io) => (await load()).issuePlan(id, options, io)),
    );
}
