/** Verbs that need no running service, and the processes themselves. Only wiring: each action loads its module. */
import { type Command, Option } from 'commander';
import { rhythms } from '../../domain/supervision/rhythm.js';
import type { DrillOptions, Perform, RehearseOptions } from './options.js';
import { day, integer, taskNumbers } from './usage.js';
import { addCycleLocalVerbs } from './verbs-cycle-local.js';

const year = integer('年份', 2000, 2100);

/** Adds parse, notice, calendar, rehearse, drill, cycle plan, cycle dates, ladder check, units check, up, worker, serve and init. */
export function addLocalVerbs(program: Command, perform: Perform): void {
  program
    .command('parse')
    .argument('<文件>', '计划文本（UTF-8、UTF-16 或 GB18030）')
    .option('--units <文件>', '单位名录，默认 seeds/units.csv')
    .description('读一份计划，列出任务、责任单位、时限、指标和待定事项')
    .action(async (file: string, options: { readonly units?: string }, command: Command) =>
      perform(command, async (io) => (await import('./parse.js')).parse(file, options, io)),
    );

  program
    .command('notice')
    .argument('<文件>', '征求意见公告（文本、docx 或 html）')
    .description('读一份征求意见公告，核对起止日期、期限和渠道')
    .action(async (file: string, _options: unknown, command: Command) =>
      perform(command, async (io) => (await import('./notice.js')).notice(file, io)),
    );

  const calendar = program.command('calendar').description('工作日和法定期间的推算');
  calendar
    .command('add')
    .argument('<日期>', '起算的日期 YYYY-MM-DD', day('日期'))
    .argument('<天数>', '天数', integer('天数', -20_000, 20_000))
    .option('--workdays', '按工作日数；不加时按民法典的期间推算')
    .description('起算日之后第若干天：当日不算，末日遇休息日顺延')
    .action(async (from: string, days: number, options: { readonly workdays?: boolean }, command: Command) =>
      perform(command, async (io) => (await import('./calendar.js')).calendarAdd(from, days, options, io)),
    );
  calendar
    .command('check')
    .argument('<年份>', '年份', year)
    .description('一年有多少个工作日，有没有放假安排')
    .action(async (asked: number, _options: unknown, command: Command) =>
      perform(command, async (io) => (await import('./calendar.js')).calendarCheck(asked, io)),
    );

  addPlays(program, perform);
  addCycleLocalVerbs(program, perform);

  program
    .command('up')
    .description('启动全部：Temporal、台账、工作进程和网页（同 npm start）')
    .action(async (_options: unknown, command: Command) =>
      perform(command, async (io) => (await import('./up.js')).up(io)),
    );
  program
    .command('worker')
    .description('只启动工作进程（生产环境，可多个）')
    .action(async (_options: unknown, command: Command) =>
      perform(command, async (io) => (await import('./up.js')).runWorker(io)),
    );
  program
    .command('serve')
    .description('只启动网页和接口（生产环境，可多个）')
    .action(async (_options: unknown, command: Command) =>
      perform(command, async (io) => (await import('./up.js')).serve(io)),
    );
  program
    .command('init')
    .description('在生产环境登记 Temporal 的检索项和保存期，建好台账的表')
    .action(async (_options: unknown, command: Command) =>
      perform(command, async (io) => (await import('./up.js')).init(io)),
    );
}

function addPlays(program: Command, perform: Perform): void {
  program
    .command('rehearse')
    .argument('<计划>', '计划文件或计划编号')
    .option('--units <文件>', '单位名录，默认 seeds/units.csv')
    .option('--ladder <文件>', '催办规则，默认 seeds/ladder.yaml')
    .option('--year <年份>', '按哪一年推演；跨年度的计划只取当年到期和经常性的任务', year)
    .option('--years <年数>', '跨年度的计划连着推演几年', integer('年数', 1, 10))
    .option('--with <编号>', '另选的没有时限的任务，如 3,7（跨年度的计划）', taskNumbers)
    .option('--decisions <文件>', '决定文件（YAML），见 duban decisions')
    .option('--from <日期>', '从哪天启动', day('启动日期'))
    .option('--until <日期>', '推演到哪天', day('截止日期'))
    .option('--story <故事>', 'none（无人答复）、reference 或故事文件', 'none')
    .addOption(new Option('--supervise <节奏>', '同时定期督查：每季度、每月或每半年').choices([...rhythms]))
    .description('推演：不发一封信，先看到全年的每一封信')
    .action(async (plan: string, options: RehearseOptions, command: Command) =>
      perform(command, async (io) => (await import('./rehearse.js')).rehearse(plan, options, io)),
    );
  program
    .command('drill')
    .argument('<计划>', '计划文件')
    .option('--units <文件>', '单位名录，默认 seeds/units.csv')
    .option('--ladder <文件>', '催办规则，默认 seeds/ladder.yaml')
    .option('--year <年份>', '演练哪一年，默认明年', year)
    .option('--years <年数>', '连演几年；跨年度的计划在同一个环境里连着过', integer('年数', 1, 10))
    .option('--with <编号>', '另选的没有时限的任务，如 3,7（跨年度的计划）', taskNumbers)
    .option('--decisions <文件>', '决定文件（YAML），见 duban decisions')
    .option('--story <故事>', 'none、reference 或故事文件', 'reference')
    .description('演练：在可跳时的服务器上真实走完全年，与推演逐封比对')
    .action(async (plan: string, options: DrillOptions, command: Command) =>
      perform(command, async (io) => (await import('./drill.js')).drill(plan, options, io)),
    );
}
