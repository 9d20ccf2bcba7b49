/** `duban reply …`: letters answered by mail. Only wiring: each action loads its module. */
import type { Command } from 'commander';
import { unitActs } from '../../domain/roles.js';
import type { ByOption, Perform } from './options.js';
import type { CarryOptions } from './reply.js';
import { day, integer, oneOf } from './usage.js';

const BY = ['--by <姓名>', '经办人，记入台账'] as const;
const load = () => import('./reply.js');

/** Adds list, show, carry and dismiss to `reply`. */
export function addReplyVerbs(program: Command, perform: Perform): void {
  const reply = program.command('reply').description('单位以邮件答复的来信：等办公室处理的、已经办理的');
  const number = ['<号>', '回信的号，见 duban reply list', integer('回信的号', 1, 2_147_483_647)] as const;
  reply
    .command('list')
    .option('--all', '包括已经办理、了结的')
    .description('等办公室处理的回信')
    .action(async (options: { readonly all?: boolean }, command: Command) =>
      perform(command, async (io) => (await load()).listReplies(options.all === true, io)),
    );
  reply
    .command('show')
    .argument(...number)
    .description('一封回信的全文、读出了什么、为什么等办公室')
    .action(async (no: number, _options: unknown, command: Command) =>
      perform(command, async (io) => (await load()).showReply(no, io)),
    );
  reply
    .command('carry')
    .argument(...number)
    .requiredOption('--why <理由>', '为什么由办公室代办，如“已电话核实”')
    .option('--task <任务>', '没有读出事项时写明任务，如 wenchanghu-2023/2023/5')
    .option(
      '--act <事项>',
      'sign 签收、progress 进展、report 报告办结、requestExtension 申请延期',
      oneOf('事项', unitActs),
    )
    .option('--text <文字>', '办结或进展情况，延期的理由')
    .option('--to <日期>', '延期至', day('日期'))
    .option(...BY)
    .description('代单位办理一封等办公室处理的回信')
    .action(async (no: number, options: CarryOptions, command: Command) =>
      perform(command, async (io) => (await load()).carryReply(no, options, io)),
    );
  reply
    .command('dismiss')
    .argument(...number)
    .requiredOption('--why <理由>', '为什么不需要办理')
    .option(...BY)
    .description('了结一封等办公室处理的回信')
    .action(async (no: number, options: ByOption & { readonly why: string }, command: Command) =>
      perform(command, async (io) => (await load()).dismissReply(no, options, io)),
    );
}
