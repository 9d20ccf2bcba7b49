/** `duban task …`: one verb an act on a task. A unit's own act is done on its behalf, with the reason on record. */
import type { Command } from 'commander';
import type { Act, TaskState } from '../../domain/task.js';
import type { Perform, TaskOptions } from './options.js';
import { day, integer } from './usage.js';

const number = integer('序号', 1, 9999);

/** Adds `task` with sign, progress, report, extend, accept, return, decide, transfer, amend, suspend, resume, cancel, show. */
export function addTaskVerbs(program: Command, perform: Perform): void {
  const task = program.command('task').description('办理一项任务：签收、报告、延期、销号、退回、转办……');

  const verb = (name: string, description: string): Command =>
    task
      .command(name)
      .argument('<任务>', '任务编号，如 wenchanghu-2023/2023/5')
      .option('--by <姓名>', '经办人，记入台账')
      .description(description);
  const unitVerb = (name: string, description: string): Command =>
    verb(name, `${description}（代单位办理，要写明原因）`)
      .requiredOption('--unit <单位>', '代哪个单位办理：编号或名称')
      .requiredOption('--why <原因>', '为什么由办公室代办，如“电话报告”');
  const act = async (
    command: Command,
    id: string,
    options: TaskOptions,
    make: (unit: string, task: TaskState) => Act,
  ) => perform(command, async (io) => (await import('./task.js')).actOnTask(id, options, make, io));

  verb('show', '一项任务的状态、经过和信件').action(async (id: string, _options: unknown, command: Command) =>
    perform(command, async (io) => (await import('./task.js')).showTask(id, io)),
  );
  unitVerb('sign', '签收').action(async (id: string, options: TaskOptions, command: Command) =>
    act(command, id, options, (unit) => ({ kind: 'sign', unit })),
  );
  unitVerb('progress', '报送进展')
    .requiredOption('--text <内容>', '进展情况')
    .action(async (id: string, options: TaskOptions & { readonly text: string }, command: Command) =>
      act(command, id, options, (unit) => ({ kind: 'progress', unit, text: options.text })),
    );
  unitVerb('report', '报告办结')
    .requiredOption('--text <内容>', '办结情况')
    .action(async (id: string, options: TaskOptions & { readonly text: string }, command: Command) =>
      act(command, id, options, (unit) => ({ kind: 'report', unit, text: options.text })),
    );
  unitVerb('extend', '申请延期')
    .requiredOption('--to <日期>', '延到哪天', day('延期日期'))
    .requiredOption('--reason <理由>', '延期的理由')
    .action(
      async (id: string, options: TaskOptions & { readonly to: string; readonly reason: string }, command: Command) =>
        act(command, id, options, (unit) => ({
          kind: 'requestExtension',
          unit,
          to: options.to,
          reason: options.reason,
        })),
    );

  addDecisions(verb, act);
}

function addDecisions(
  verb: (name: string, description: string) => Command,
  act: (
    command: Command,
    id: string,
    options: TaskOptions,
    make: (unit: string, task: TaskState) => Act,
  ) => Promise<void>,
): void {
  verb('accept', '同意办结，销号')
    .option('--no <序号>', '第几次报告，默认最近一次', number)
    .option('--note <说明>', '附言')
    .action(
      async (id: string, options: TaskOptions & { readonly no?: number; readonly note?: string }, command: Command) =>
        act(command, id, options, (_unit, task) => ({
          kind: 'accept',
          no: options.no ?? reportOf(task),
          ...(options.note === undefined ? {} : { note: options.note }),
        })),
    );
  verb('return', '退回报告')
    .option('--no <序号>', '第几次报告，默认最近一次', number)
    .requiredOption('--reason <理由>', '退回的理由')
    .action(
      async (id: string, options: TaskOptions & { readonly no?: number; readonly reason: string }, command: Command) =>
        act(command, id, options, (_unit, task) => ({
          kind: 'return',
          no: options.no ?? reportOf(task),
          reason: options.reason,
        })),
    );
  verb('decide', '批复延期申请')
    .option('--no <序号>', '第几次申请，默认最近一次', number)
    .option('--approve', '同意')
    .option('--refuse', '不同意')
    .option('--due <日期>', '同意延到哪天，默认按申请', day('延期日期'))
    .requiredOption('--reason <意见>', '批复意见')
    .action(async (id: string, options: TaskOptions & DecideOptions, command: Command) => {
      if ((options.approve === true) === (options.refuse === true)) {
        command.error("option '--approve' cannot be used with option '--refuse'", {
          code: 'duban.approveOrRefuse',
          exitCode: 2,
        });
      }
      return act(command, id, options, (_unit, task) => ({
        kind: 'decideExtension',
        no: options.no ?? task.extension?.no ?? Math.max(1, task.extensions),
        approve: options.approve === true,
        reason: options.reason,
        ...(options.due === undefined ? {} : { due: options.due }),
      }));
    });
  verb('transfer', '转办给另一个单位')
    .requiredOption('--from <单位>', '移出单位的编号')
    .requiredOption('--to <单位>', '移入单位的编号')
    .requiredOption('--reason <理由>', '转办的理由')
    .action(
      async (
        id: string,
        options: TaskOptions & { readonly from: string; readonly to: string; readonly reason: string },
        command: Command,
      ) =>
        act(command, id, options, () => ({
          kind: 'transfer',
          from: options.from,
          to: options.to,
          reason: options.reason,
        })),
    );
  verb('amend', '修改题目、时限或报告单位')
    .option('--title <题目>', '新题目')
    .option('--due <日期>', '新时限', day('时限'))
    .option('--reporter <单位>', '由哪个牵头单位统一报告（编号）')
    .requiredOption('--reason <理由>', '修改的理由')
    .action(async (id: string, options: TaskOptions & AmendOptions, command: Command) =>
      act(command, id, options, () => ({
        kind: 'amend',
        reason: options.reason,
        ...(options.title === undefined ? {} : { title: options.title }),
        ...(options.due === undefined ? {} : { due: options.due }),
        ...(options.reporter === undefined ? {} : { reporter: options.reporter }),
      })),
    );
  for (const [kind, words] of [
    ['suspend', '暂停任务，不再催办'],
    ['resume', '恢复任务'],
    ['cancel', '取消任务'],
  ] as const) {
    verb(kind, words)
      .requiredOption('--reason <理由>', '理由')
      .action(async (id: string, options: TaskOptions & { readonly reason: string }, command: Command) =>
        act(command, id, options, () => ({ kind, reason: options.reason })),
      );
  }
}

/** The report that waits, or the last one: the answer then says what became of it. */
function reportOf(task: TaskState): number {
  return task.report?.no ?? Math.max(1, task.returns);
}

interface DecideOptions {
  readonly no?: number;
  readonly approve?: boolean;
  readonly refuse?: boolean;
  readonly due?: string;
  readonly reason: string;
}

interface AmendOptions {
  readonly title?: string;
  readonly due?: string;
  readonly reporter?: string;
  readonly reason: string;
}
