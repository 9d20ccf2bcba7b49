/** Verbs that act on or read from the running service. Only wiring: each action loads its module. */
import type { Command } from 'commander';
import { contactRoles } from '../../domain/org.js';
import type { ByOption, CloseOptions, ExportOptions, ImportOptions, LaunchOptions, Perform } from './options.js';
import { day, integer, taskNumbers } from './usage.js';
import { addCommentVerbs } from './verbs-comment.js';
import { addCycleVerbs } from './verbs-cycle.js';
import { addIndicatorVerbs } from './verbs-indicator.js';
import { addPlanGroup } from './verbs-plan.js';
import { addReplyVerbs } from './verbs-reply.js';
import { addTaskVerbs } from './verbs-task.js';
import { addUnitVerbs } from './verbs-unit.js';

const BY = ['--by <姓名>', '经办人，记入台账'] as const;

/** Adds import, settle, launch, close, task …, comment …, cycle …, indicator …, reply …, status, letters, letter, formal, units, ladder, calendar load, verify, export, resend. */
export function addOfficeVerbs(program: Command, perform: Perform): void {
  addPlanVerbs(program, perform);
  addPlanGroup(program, perform);
  addTaskVerbs(program, perform);
  addCommentVerbs(program, perform);
  addCycleVerbs(program, perform);
  addIndicatorVerbs(program, perform);
  addReplyVerbs(program, perform);
  addReadingVerbs(program, perform);
  addUnitVerbs(program, perform, contactRoles);
  addRuleVerbs(program, perform);
}

function addPlanVerbs(program: Command, perform: Perform): void {
  program
    .command('import')
    .argument('<文件>', '计划文本，或已整理好的计划（YAML）')
    .option(...BY)
    .option('--mandate <文件>', '督查授权和立项批准（YAML：appointment、approval）')
    .option(
      '--year <年份>',
      '跨年度的计划取哪一年；其他计划移到另一年试用，日期、授权和批准一并移动',
      integer('年份', 2000, 2100),
    )
    .option('--with <编号>', '另选的没有时限的任务，如 3,7（跨年度的计划）', taskNumbers)
    .option('--decisions <文件>', '决定文件（YAML）：此前对待定事项的决定，见 duban decisions')
    .option('--plan <计划>', '这份文件属于哪个计划；默认按文件名')
    .option('--out <文件>', '计划正在执行时：把差别写成调整文件，供 duban plan amend 使用')
    .option('--parent <计划>', '上级计划：这份文件是哪个多年计划的年度清单；none 为去掉上级计划（草稿）')
    .description('导入计划为草稿，列出待定事项；计划已在执行的，只列出修订前后的差别')
    .action(async (file: string, options: ImportOptions, command: Command) =>
      perform(command, async (io) => (await import('./plans.js')).importPlan(file, options, io)),
    );
  program
    .command('decisions')
    .argument('<计划>', '计划编号')
    .description('输出办公室对一份计划的全部决定（YAML），供 duban import --decisions 使用')
    .action(async (plan: string, _options: unknown, command: Command) =>
      perform(command, async (io) => (await import('./plans.js')).decisions(plan, io)),
    );
  program
    .command('settle')
    .argument('<计划>', '计划编号')
    .argument(
      '[处理意见...]',
      '“56=区经济发展局” 定任务56的牵头单位（可写 牵头:甲、配合:乙），“#3=已核对” 了结第3条待定事项',
    )
    .option('--note <说明>', '记入台账的说明')
    .option('--mandate <文件>', '督查授权和立项批准（YAML：appointment、approval）')
    .option(...BY)
    .description('处理待定事项；不写处理意见时列出待定事项')
    .action(
      async (plan: string, decisions: string[], options: ByOption & { readonly note?: string }, command: Command) =>
        perform(command, async (io) => (await import('./plans.js')).settle(plan, decisions, options, io)),
    );
  program
    .command('launch')
    .argument('<计划>', '计划编号')
    .option('--ladder <文件>', '催办规则，默认 seeds/ladder.yaml')
    .option(
      '--supervise <节奏>',
      '定期督查：quarterly 每季度、monthly 每月、half-yearly 每半年，或规则文件；不加则不督查',
    )
    .option('--year <年份>', '跨年度的计划启动哪一年', integer('年份', 2000, 2100))
    .option('--with <编号>', '另选的没有时限的任务，如 3,7（跨年度的计划）', taskNumbers)
    .option('--approved-by <批准人>', '以后各年：任务清单由谁批准，如 局务会')
    .option('--approved-on <日期>', '以后各年：任务清单的批准日期', day('日期'))
    .option('--document <文号>', '以后各年：批准任务清单的文件')
    .option('--skip-years', '确要跳过还没有启动的年度，或者提前启动下一年度')
    .option(...BY)
    .description('启动计划：交办任务，开始发信；跨年度计划的以后各年先看 duban plan year')
    .action(async (plan: string, options: LaunchOptions, command: Command) =>
      perform(command, async (io) => (await import('./plans.js')).launch(plan, options, io)),
    );
  program
    .command('close')
    .argument('<计划>', '计划编号')
    .requiredOption('--reason <原因>', '结束的原因')
    .option('--cancel-open', '取消未办结的任务；不加时有未办结任务就不结束')
    .option('--early', '提前结束：多年计划没有登记终期评估也结束')
    .option('--archive <文件>', '结束后把档案（ZIP）写到这个文件')
    .option(...BY)
    .description('结束计划；没有启动的，撤回')
    .action(async (plan: string, options: CloseOptions, command: Command) =>
      perform(command, async (io) => (await import('./plans.js')).closePlan(plan, options, io)),
    );
}

function addReadingVerbs(program: Command, perform: Perform): void {
  program
    .command('status')
    .argument('[计划]', '计划编号；不写时列出全部计划')
    .description('计划、任务的状态和红黄绿灯，下一步是什么、在什么时候')
    .action(async (plan: string | undefined, _options: unknown, command: Command) =>
      perform(command, async (io) => (await import('./status.js')).status(plan, io)),
    );
  program
    .command('letters')
    .option('--plan <计划>', '只看一个计划')
    .option('--task <任务>', '只看一项任务，如 wenchanghu-2023/2023/5')
    .option('--unit <单位>', '只看一个单位')
    .option('--status <状态>', '只看一种状态，如 sent、undeliverable')
    .description('全部信件')
    .action(async (options: Readonly<Record<string, string>>, command: Command) =>
      perform(command, async (io) => (await import('./letters.js')).letters(options, io)),
    );
  const letter = program.command('letter').description('一封信件');
  letter
    .command('show')
    .argument('<信件>', '信件编号')
    .description('显示信件全文')
    .action(async (key: string, _options: unknown, command: Command) =>
      perform(command, async (io) => (await import('./letters.js')).showLetter(key, io)),
    );
  letter
    .command('resend')
    .argument('<信件>', '信件编号')
    .option(...BY)
    .description('重发没有送达的信件')
    .action(async (key: string, options: ByOption, command: Command) =>
      perform(command, async (io) => (await import('./letters.js')).resend(key, options, io)),
    );
  program
    .command('verify')
    .argument('[文件]', '档案文件（ZIP），见 duban export --archive；不写时核验运行中的台账')
    .description('核验台账或档案：有没有被改动、删去或调换的记录；核验档案不需要服务')
    .action(async (file: string | undefined, _options: unknown, command: Command) =>
      perform(command, async (io) =>
        file === undefined
          ? (await import('./ledger.js')).verify(io)
          : (await import('./archive.js')).verifyArchive(file, io),
      ),
    );
  program
    .command('export')
    .argument('<计划>', '计划编号')
    .option('--archive', '导出档案（ZIP）：计划、信件、督办函、征求意见、督查、通报、台账摘录')
    .option('--contacts', '档案中包括公众意见的姓名、联系方式、回执编号和附件；不加则略去')
    .option('--out <文件>', '写到文件；不写时 JSON 输出到屏幕，档案写到“计划编号.zip”')
    .option(BY[0], '导出档案的人，连同档案的指纹记入台账')
    .description('导出一个计划的全部记录（JSON），或档案（ZIP）')
    .action(async (plan: string, options: ExportOptions, command: Command) =>
      perform(command, async (io) =>
        options.archive === true
          ? (await import('./archive.js')).exportArchive(plan, options, io)
          : (await import('./ledger.js')).exportPlan(plan, options, io),
      ),
    );
}

function addRuleVerbs(program: Command, perform: Perform): void {
  const formal = program.command('formal').description('督办函');
  formal
    .command('list')
    .description('等待签发和已经签发的督办函')
    .action(async (_options: unknown, command: Command) =>
      perform(command, async (io) => (await import('./formal.js')).formalList(io)),
    );
  formal
    .command('approve')
    .argument('<督办函>', '编号，见 duban formal list')
    .option(...BY)
    .description('签发：编文号并发出')
    .action(async (id: string, options: ByOption, command: Command) =>
      perform(command, async (io) => (await import('./formal.js')).formalApprove(id, options, io)),
    );

  const ladder = program.command('ladder').description('催办规则');
  ladder
    .command('check')
    .argument('<文件>', '催办规则（YAML）')
    .description('检查催办规则，一次列出全部错误')
    .action(async (file: string, _options: unknown, command: Command) =>
      perform(command, async (io) => (await import('./ladder.js')).ladderCheck(file, io)),
    );
  ladder
    .command('apply')
    .argument('<计划>', '计划编号')
    .argument('<文件>', '催办规则（YAML）')
    .option('--preview', '只显示哪些任务的哪些日子会变，不改动')
    .option(...BY)
    .description('给运行中的计划换一套催办规则')
    .action(async (plan: string, file: string, options: ByOption & { readonly preview?: boolean }, command: Command) =>
      perform(command, async (io) => (await import('./ladder.js')).ladderApply(plan, file, options, io)),
    );

  const calendar = program.commands.find((command) => command.name() === 'calendar') ?? program.command('calendar');
  calendar
    .command('load')
    .argument('<文件>', '放假安排（YAML：year、notice、off、work）')
    .option(...BY)
    .description('把一年的放假安排载入运行中的服务')
    .action(async (file: string, options: ByOption, command: Command) =>
      perform(command, async (io) => (await import('./ledger.js')).loadCalendar(file, options, io)),
    );
}
