/** `duban indicator …`: the indicators of five-year plans. Only wiring: each action loads its module. */
import { type Command, InvalidArgumentError } from 'commander';
import { evaluationKinds } from '../../domain/indicators/watch.js';
import type { ApproveOptions, EvaluateOptions, GiveOptions } from './indicator.js';
import type { ByOption, Perform } from './options.js';
import { day, integer, numbersOf, oneOf } from './usage.js';

const BY = ['--by <姓名>', '经办人，记入台账'] as const;
const year = integer('年份', 2000, 2100);
const no = integer('指标序号', 1, 99_999);
const load = () => import('./indicator.js');

/** Adds list, assign, start, give, judge, evaluate and approve to `indicator`. */
export function addIndicatorVerbs(program: Command, perform: Perform): void {
  const indicator = program.command('indicator').description('五年规划指标：明确责任单位、每年要数、判断进度、评估');
  const verb = (name: string, description: string): Command =>
    indicator.command(name).argument('<计划>', '计划编号').description(description);
  verb('list', '全部指标：路径、责任单位、各年数值和判断').action(
    async (plan: string, _options: unknown, command: Command) =>
      perform(command, async (io) => (await load()).listIndicators(plan, io)),
  );
  verb('assign', '明确指标的责任单位')
    .argument('<序号>', '指标序号，可写几个，如 1-9,12', numbersOf('指标序号', 9999))
    .argument('<单位>', '单位编号或名称')
    .option(...BY)
    .action(async (plan: string, nos: readonly number[], unit: string, options: ByOption, command: Command) =>
      perform(command, async (io) => (await load()).assignIndicator(plan, nos, unit, options, io)),
    );
  verb('start', '开始跟踪：每年年初要数，约束性指标落后即报领导小组')
    .option('--rules <文件>', '指标规则，默认 seeds/indicator-rules.yaml')
    .option(...BY)
    .action(async (plan: string, options: ByOption & { readonly rules?: string }, command: Command) =>
      perform(command, async (io) => (await load()).startIndicators(plan, options, io)),
    );
  verb('give', '代责任单位填报一年的数值；再报一次即为修订，原数值保留')
    .argument('<序号>', '指标序号', no)
    .requiredOption('--year <年份>', '哪一年的数值', year)
    .requiredOption('--value <数值>', '数值，单位同文件', number)
    .requiredOption('--source <来源>', '数据来源')
    .requiredOption('--as-of <日期>', '数据日期', day('日期'))
    .option('--note <说明>', '说明')
    .requiredOption('--why <原因>', '为什么由办公室代报，如“电话报送”')
    .option('--confirm', '数值核对过，确认无误')
    .option(...BY)
    .action(async (plan: string, number: number, options: GiveOptions, command: Command) =>
      perform(command, async (io) => (await load()).giveValue(plan, number, options, io)),
    );
  addEvaluation(verb, perform);
}

function addEvaluation(verb: (name: string, description: string) => Command, perform: Perform): void {
  const verdicts = ['ahead', 'on', 'behind'] as const;
  verb('judge', '由人判断不能按数值计算的指标')
    .argument('<序号>', '指标序号', no)
    .requiredOption('--year <年份>', '哪一年', year)
    .requiredOption('--verdict <判断>', 'ahead 超前、on 达到进度、behind 落后', oneOf('判断', verdicts))
    .requiredOption('--basis <依据>', '判断的依据，如市里下达的数字')
    .requiredOption('--by <姓名>', '判断人，记入台账')
    .action(
      async (
        plan: string,
        number: number,
        options: ByOption & {
          readonly year: number;
          readonly verdict: (typeof verdicts)[number];
          readonly basis: string;
        },
        command: Command,
      ) => perform(command, async (io) => (await load()).judgeIndicator(plan, number, options, io)),
    );
  verb('evaluate', '评价：年度、中期或终期，审签之前是草稿')
    .option(
      '--kind <种类>',
      'year 年度、mid 中期、final 终期；默认最近的评估',
      oneOf('种类', [...evaluationKinds, 'year'] as const),
    )
    .option('--year <年份>', '年度评价的年份，默认上一年', year)
    .option('--docx <文件>', '写成 Word 文件')
    .option('--opinion <文件>', '把文件中的评估意见写入待审签的评估；写意见的人为起草人')
    .option(...BY)
    .action(async (plan: string, options: EvaluateOptions, command: Command) =>
      perform(command, async (io) => (await load()).evaluateIndicators(plan, options, io)),
    );
  verb('approve', '审签评估；审签人不能是起草人')
    .argument('<种类>', 'mid 中期、final 终期', oneOf('种类', evaluationKinds))
    .requiredOption('--by <姓名>', '审签人，记入台账')
    .option('--incomplete <理由>', '终期评估：数值没有收齐也要审签，写明理由，记入台账')
    .action(async (plan: string, kind: (typeof evaluationKinds)[number], options: ApproveOptions, command: Command) =>
      perform(command, async (io) => (await load()).approveEvaluation(plan, kind, options, io)),
    );
}

function number(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw new InvalidArgumentError(`“${text}”不是数`);
  return value;
}
