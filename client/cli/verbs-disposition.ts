/** `duban comment add`, `dispose`, `merge`, `set-aside`, `judge`, `item`, `redact`: one comment or several. Only wiring. */
import type { Command } from 'commander';
import { type DispositionKind, dispositionWords } from '../../domain/comment/comment.js';
import type { AddOptions, DisposeOptions } from './comment-acts.js';
import { serialNumbers } from './comment-period.js';
import type { ByOption, Perform } from './options.js';
import { day, integer, oneOf } from './usage.js';

/** Declares a verb whose first argument is a comment period. */
export type PeriodVerb = (name: string, description: string) => Command;

const BY = ['--by <姓名>', '经办人，记入台账'] as const;
const itemNumber = integer('条目编号', 1, 9999);
const commentNumber = integer('意见编号', 1, 10_000_000);
const channels = ['phone', 'post', 'email'] as const;
const loadActs = () => import('./comment-acts.js');

/** Adds the verbs that act on comments. */
export function addDispositionVerbs(verb: PeriodVerb, perform: Perform): void {
  addEntering(verb, perform);
  addDisposing(verb, perform);
  addSorting(verb, perform);
}

function addEntering(verb: PeriodVerb, perform: Perform): void {
  verb('add', '登记电话、信函（或转来的邮件）提出的意见')
    .requiredOption('--channel <渠道>', `${channels.join('、')} 之一`, oneOf('渠道', channels))
    .requiredOption('--text <内容>', '意见内容')
    .option('--item <条目>', '针对草案的第几项；不写为整体', itemNumber)
    .option('--name <姓名>', '本人愿意留下的姓名')
    .option('--contact <联系方式>', '本人愿意留下的联系方式')
    .option('--heard <时间>', '通话时间“YYYY-MM-DD HH:mm”，默认现在')
    .option('--postmark <日期>', '信函的邮戳日', day('邮戳日'))
    .option('--arrived <日期>', '信函的收到日，默认今天', day('收到日'))
    .option(...BY)
    .action(async (period: string, options: AddOptions, command: Command) =>
      perform(command, async (io) => (await loadActs()).addComment(period, options, io)),
    );
}

interface KindFlags {
  readonly adopted?: boolean;
  readonly partly?: boolean;
  readonly notAdopted?: boolean;
  readonly outside?: boolean;
}

function kindOf(flags: KindFlags, command: Command): DispositionKind {
  const [kind, ...more] = [
    ...(flags.adopted === true ? ['adopted' as const] : []),
    ...(flags.partly === true ? ['partly' as const] : []),
    ...(flags.notAdopted === true ? ['not-adopted' as const] : []),
    ...(flags.outside === true ? ['outside' as const] : []),
  ];
  if (kind !== undefined && more.length === 0) return kind;
  return wrong(command, '--adopted、--partly、--not-adopted、--outside 要写一个，也只能写一个');
}

function wrong(command: Command, sentence: string): never {
  return command.error(sentence, { code: 'duban.choice', exitCode: 2 });
}

function addDisposing(verb: PeriodVerb, perform: Perform): void {
  verb('dispose', '处理意见：采纳、部分采纳、未采纳或不属于本次范围')
    .argument('<意见...>', '编号，如 1,3-5', serialNumbers)
    .option('--adopted', `${dispositionWords.adopted}（要写 --where、--before、--after）`)
    .option('--partly', `${dispositionWords.partly}（另写 --reason）`)
    .option('--not-adopted', `${dispositionWords['not-adopted']}（要写 --reason）`)
    .option('--outside', `${dispositionWords.outside}（要写 --forwarded-to）`)
    .option('--where <位置>', '草案哪里作了修改')
    .option('--before <原文>', '修改前的文字')
    .option('--after <改后>', '修改后的文字')
    .option('--reason <理由>', '理由')
    .option('--forwarded-to <单位>', '转交给谁')
    .option('--summary <摘要>', '公布时的意见摘要，不含个人信息；默认按原文隐去电话、邮箱和证件号')
    .option(...BY)
    .action(async (period: string, nos: readonly number[], options: DisposeOptions & KindFlags, command: Command) => {
      const kind = kindOf(options, command);
      return perform(command, async (io) => (await loadActs()).dispose(period, nos, kind, options, io));
    });
}

function addSorting(verb: PeriodVerb, perform: Perform): void {
  verb('merge', '合并相同的意见，一并答复；各自的回执号不变')
    .argument('<意见...>', '编号，如 1,3-5', serialNumbers)
    .option('--into <编号>', '并入哪一条', commentNumber)
    .option('--apart', '取消合并')
    .option(...BY)
    .action(
      async (
        period: string,
        nos: readonly number[],
        options: ByOption & { readonly into?: number; readonly apart?: boolean },
        command: Command,
      ) => {
        if ((options.into === undefined) === (options.apart !== true))
          wrong(command, '--into 和 --apart 要写一个，也只能写一个');
        return perform(command, async (io) => (await loadActs()).merge(period, nos, options.into ?? null, options, io));
      },
    );
  verb('set-aside', '广告、空白等不作为有效意见，记明理由；不删除')
    .argument('<意见...>', '编号，如 1,3-5', serialNumbers)
    .option('--reason <理由>', '为什么不作为有效意见')
    .option('--restore', '恢复为待处理')
    .option(...BY)
    .action(
      async (
        period: string,
        nos: readonly number[],
        options: ByOption & { readonly reason?: string; readonly restore?: boolean },
        command: Command,
      ) => {
        if ((options.reason === undefined) === (options.restore !== true))
          wrong(command, '--reason 和 --restore 要写一个，也只能写一个');
        return perform(command, async (io) =>
          (await loadActs()).setAside(period, nos, options.reason ?? null, options, io),
        );
      },
    );
  verb('judge', '判定截止后收到的信函是否在期限内寄出，截止后补登记的意见是否在期限内收到')
    .argument('<意见>', '编号', commentNumber)
    .option('--in-time', '在期限内寄出（收到）')
    .option('--late', '逾期')
    .requiredOption('--reason <理由>', '判定的理由，如邮戳日期')
    .option(...BY)
    .action(
      async (
        period: string,
        no: number,
        options: ByOption & { readonly reason: string; readonly inTime?: boolean; readonly late?: boolean },
        command: Command,
      ) => {
        if ((options.inTime === true) === (options.late === true))
          wrong(command, '--in-time 和 --late 要写一个，也只能写一个');
        return perform(command, async (io) =>
          (await loadActs()).judge(period, no, options.inTime === true, options, io),
        );
      },
    );
  verb('item', '指明意见针对草案的第几项，由该项的牵头单位提出处理建议')
    .argument('<意见...>', '编号，如 1,3-5', serialNumbers)
    .option('--item <条目>', '第几项', itemNumber)
    .option('--whole', '针对整体')
    .option(...BY)
    .action(
      async (
        period: string,
        nos: readonly number[],
        options: ByOption & { readonly item?: number; readonly whole?: boolean },
        command: Command,
      ) => {
        if ((options.item === undefined) === (options.whole !== true))
          wrong(command, '--item 和 --whole 要写一个，也只能写一个');
        return perform(command, async (io) =>
          (await loadActs()).assignItem(period, nos, options.item ?? null, options, io),
        );
      },
    );
  verb('redact', '应本人要求删去姓名、联系方式和附件名称；条数不变')
    .argument('<意见>', '编号', commentNumber)
    .requiredOption('--reason <理由>', '删去的理由')
    .option('--mask', '保留内容，隐去其中的电话、邮箱、证件号码和本人姓名')
    .option('--text', '连同内容和附件一并删去')
    .option(...BY)
    .action(
      async (
        period: string,
        no: number,
        options: ByOption & { readonly reason: string; readonly text?: boolean; readonly mask?: boolean },
        command: Command,
      ) => {
        if (options.text === true && options.mask === true) wrong(command, '--text 和 --mask 只能写一个');
        return perform(command, async (io) => (await loadActs()).redact(period, no, options, io));
      },
    );
}
