/** `duban comment …`: a comment period from its terms to the published close-out. Only wiring: each action loads its module. */
import type { Command } from 'commander';
import type { PeriodAct } from '../../domain/comment/period.js';
import type { CommentsOptions } from './comment.js';
import type { StartOption } from './comment-open.js';
import type { ExportOptions } from './comment-reports.js';
import type { ByOption, Perform } from './options.js';
import { day, integer } from './usage.js';
import { addDispositionVerbs, type PeriodVerb } from './verbs-disposition.js';

const BY = ['--by <姓名>', '经办人，记入台账'] as const;
const START = [
  '--start <日期>',
  '改从这一天开始：期限不变，写明的截止日期不用，重新推算（试用示例、再次征求意见时用）',
  day('起始日期'),
] as const;
const itemNumber = integer('条目编号', 1, 9999);
const commentNumber = integer('意见编号', 1, 10_000_000);
const loadReads = () => import('./comment.js');
const loadReports = () => import('./comment-reports.js');
const loadActs = () => import('./comment-acts.js');

/** Adds `comment` with check, open, list, show, comments, add, dispose, merge, set-aside, judge, item, extend, suspend, resume, withdraw, close-out, publish, export, redact, mails, assign-mail, dismiss-mail. */
export function addCommentVerbs(program: Command, perform: Perform): void {
  const comment = program.command('comment').description('公开征求意见：开始、登记和办理意见、公布采纳情况');
  const verb = (name: string, description: string): Command =>
    comment
      .command(name)
      .argument('<征求意见>', '计划/轮次，如 wenchanghu-2023/1；只写计划时取最近一轮')
      .description(description);
  addStart(comment, perform);
  addReads(comment, verb, perform);
  addDispositionVerbs(verb, perform);
  addPeriodActs(verb, perform);
  addMails(comment, perform);
}

function addStart(comment: Command, perform: Perform): void {
  comment
    .command('check')
    .argument('<文件>', '征求意见的文件（YAML），见 docs/comments.md')
    .option('--units <文件>', '不问服务，按这份单位名录和随附的放假安排检查')
    .option(...START)
    .description('检查能否开始：截止日的三种算法、缺什么、条目归哪个单位（没有服务也能用）')
    .action(async (file: string, options: StartOption & { readonly units?: string }, command: Command) =>
      perform(command, async (io) => (await import('./comment-open.js')).checkPeriod(file, options, io)),
    );
  comment
    .command('open')
    .argument('<文件>', '征求意见的文件（YAML），见 docs/comments.md')
    .option(...START)
    .option(...BY)
    .description('开始公开征求意见')
    .action(async (file: string, options: ByOption & StartOption, command: Command) =>
      perform(command, async (io) => (await import('./comment-open.js')).openPeriod(file, options, io)),
    );
}

function addReads(comment: Command, verb: PeriodVerb, perform: Perform): void {
  comment
    .command('list')
    .description('全部公开征求意见')
    .action(async (_options: unknown, command: Command) =>
      perform(command, async (io) => (await loadReads()).listPeriods(io)),
    );
  comment
    .command('show')
    .argument('[征求意见]', '计划/轮次；只写计划时取最近一轮，不写时列出全部')
    .description('状态、期限、各渠道条数、交给单位的意见和经过')
    .action(async (period: string | undefined, _options: unknown, command: Command) =>
      perform(command, async (io) => (await loadReads()).showPeriod(period, io)),
    );
  verb('comments', '收到的意见；默认不显示姓名和联系方式')
    .option('--open', '只看还要处理或判定的')
    .option('--after', '只看公布或撤回之后登记的（不计入条数，留存参考）')
    .option('--item <条目>', '只看针对某一项的', itemNumber)
    .option('--no <编号>', '只看一条，显示全文', commentNumber)
    .option('--contacts', '显示姓名和联系方式')
    .action(async (period: string, options: CommentsOptions, command: Command) =>
      perform(command, async (io) => (await loadReads()).listComments(period, options, io)),
    );
  verb('close-out', '意见采纳情况反馈：公布之前是草稿')
    .option('--docx <文件>', '写成 Word 文件')
    .action(async (period: string, options: { readonly docx?: string }, command: Command) =>
      perform(command, async (io) => (await loadReports()).closeOut(period, options, io)),
    );
  verb('export', '导出全部意见（JSON）；默认不含姓名和联系方式')
    .option('--contacts', '含姓名、联系方式和附件名称')
    .option('--csv', '导出表格（CSV）')
    .option('--out <文件>', '写到文件；不写时输出到屏幕')
    .action(async (period: string, options: ExportOptions, command: Command) =>
      perform(command, async (io) => (await loadReports()).exportComments(period, options, io)),
    );
}

function addPeriodActs(verb: PeriodVerb, perform: Perform): void {
  const act = async (command: Command, period: string, made: PeriodAct, options: ByOption) =>
    perform(command, async (io) => (await loadActs()).actOnPeriod(period, made, options, io));
  verb('extend', '延长期限（在截止之前公布）')
    .requiredOption('--until <日期>', '新的截止日，遇休息日顺延', day('截止日'))
    .requiredOption('--reason <理由>', '延长的理由，公开页上写明')
    .option(...BY)
    .action(
      async (
        period: string,
        options: ByOption & { readonly until: string; readonly reason: string },
        command: Command,
      ) => act(command, period, { kind: 'extend', to: options.until, reason: options.reason }, options),
    );
  for (const [kind, words] of [
    ['suspend', '暂停（如网页无法访问），耽误的日子顺延'],
    ['resume', '恢复，截止日顺延'],
    ['withdraw', '撤回，不再征求意见'],
  ] as const) {
    verb(kind, words)
      .requiredOption('--reason <理由>', '理由，公开页上写明')
      .option(...BY)
      .action(async (period: string, options: ByOption & { readonly reason: string }, command: Command) =>
        act(command, period, { kind, reason: options.reason }, options),
      );
  }
  verb('publish', '公布意见采纳情况：全部意见处理完、数字相符才能公布')
    .option('--digest <核对码>', '核对过的草稿的核对码，见 close-out；草稿有变动就不公布')
    .option('--mailbox-unread', '截止后收信邮箱没有读成：已到邮箱核对，没有未登记的意见；记入台账')
    .option(...BY)
    .action(
      async (
        period: string,
        options: ByOption & { readonly digest?: string; readonly mailboxUnread?: true },
        command: Command,
      ) =>
        act(
          command,
          period,
          { kind: 'publish', digest: options.digest, mailboxUnread: options.mailboxUnread },
          options,
        ),
    );
}

function addMails(comment: Command, perform: Perform): void {
  comment
    .command('mails')
    .option('--after <编号>', '接着列这一封之后（更早）的，每次最多100封')
    .description('来信中看不出属于哪次征求意见的、公布或撤回之后收到的，和退回的回执')
    .action(async (options: { readonly after?: string }, command: Command) =>
      perform(command, async (io) => (await loadReports()).listMails(options, io)),
    );
  comment
    .command('assign-mail')
    .argument('<来信>', '编号，见 duban comment mails')
    .argument('<征求意见>', '计划/轮次')
    .option(...BY)
    .description('把来信归入一次征求意见')
    .action(async (id: string, period: string, options: ByOption, command: Command) =>
      perform(command, async (io) => (await loadActs()).assignMail(id, period, options, io)),
    );
  comment
    .command('dismiss-mail')
    .argument('<来信>', '编号，见 duban comment mails')
    .requiredOption('--reason <理由>', '如“广告”“已电话告知”，记入台账')
    .option(...BY)
    .description('待归入的来信不是意见，或退信、公布后的来信已阅，不再列出')
    .action(async (id: string, options: ByOption & { readonly reason: string }, command: Command) =>
      perform(command, async (io) => (await loadActs()).dismissMail(id, options, io)),
    );
}
