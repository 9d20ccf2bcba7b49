/** `duban cycle …`: a supervision cycle from its request to the bulletin and what is contested in it. Only wiring: each action loads its module. */
import type { Command } from 'commander';
import type { ReturnOptions, StartOptions } from './cycle-acts.js';
import type { ByOption, Perform } from './options.js';
import { day, integer } from './usage.js';
import { cycleCommand } from './verbs-cycle-local.js';

const BY = ['--by <姓名>', '经办人，记入台账'] as const;
const UNIT = ['--unit <单位>', '哪个单位：编号或名称'] as const;
const version = integer('版本', 1, 9999);
const loadReads = () => import('./cycle.js');
const loadActs = () => import('./cycle-acts.js');

/** Declares a verb whose first argument is a cycle. */
type CycleVerb = (name: string, description: string) => Command;
type Reasoned = ByOption & { readonly reason: string };

/** Adds start, list, show, backfill, returns, return, send-back, compile, approve, publish, skip, put-off, contest, answer, correct, withdraw-correction, problem, bulletin, sheet and burden to `cycle`. */
export function addCycleVerbs(program: Command, perform: Perform): void {
  const cycle = cycleCommand(program);
  const verb: CycleVerb = (name, description) =>
    cycle.command(name).argument('<周期>', '计划/周期，如 wenchanghu-2023/2023Q3').description(description);
  addStart(cycle, verb, perform);
  addReads(cycle, verb, perform);
  addReturns(verb, perform);
  addBulletin(verb, perform);
  addContests(verb, perform);
  addProblem(cycle, perform);
}

function addStart(cycle: Command, verb: CycleVerb, perform: Perform): void {
  cycle
    .command('start')
    .argument('<计划>', '计划编号')
    .argument('<周期>', '如 2023Q3（季度）、2023M09（月）、2023H1（半年）')
    .option('--override-by <姓名>', '超过填报上限仍要发出的，由谁批准')
    .option('--override-why <理由>', '批准的理由')
    .option(...BY)
    .description('现在就开始一个督查周期，不等通知日')
    .action(async (plan: string, key: string, options: StartOptions, command: Command) => {
      if ((options.overrideBy === undefined) !== (options.overrideWhy === undefined))
        wrong(command, '--override-by 和 --override-why 要一起写');
      return perform(command, async (io) => (await loadActs()).startCycle(plan, key, options, io));
    });
  verb('put-off', '推迟还没有开始的周期，或不再开始')
    .option('--until <日期>', '推迟到哪一天', day('日期'))
    .option('--never', '本期不督查')
    .requiredOption('--reason <理由>', '理由')
    .option(...BY)
    .action(
      async (
        cycle: string,
        options: Reasoned & { readonly until?: string; readonly never?: boolean },
        command: Command,
      ) => {
        if ((options.until === undefined) === (options.never !== true))
          wrong(command, '--until 和 --never 要写一个，也只能写一个');
        return perform(command, async (io) =>
          (await loadActs()).putOffCycle(cycle, options.until ?? null, options, io),
        );
      },
    );
}

function addReads(cycle: Command, verb: CycleVerb, perform: Perform): void {
  cycle
    .command('list')
    .option('--plan <计划>', '只看一个计划')
    .description('全部督查周期：状态、日期、报送情况、通报')
    .action(async (options: { readonly plan?: string }, command: Command) =>
      perform(command, async (io) => (await loadReads()).listCycles(options, io)),
    );
  verb('show', '一个周期的日期、各单位的报送、异议、经过和信件').action(
    async (cycle: string, _options: unknown, command: Command) =>
      perform(command, async (io) => (await loadReads()).showCycle(cycle, io)),
  );
  cycle
    .command('backfill')
    .argument('<计划>', '计划编号')
    .argument('<周期>', '如 2023Q1')
    .description('按台账推算：这个周期本来会在哪天问哪些单位；什么也不记入')
    .action(async (plan: string, key: string, _options: unknown, command: Command) =>
      perform(command, async (io) => (await loadReads()).backfill(plan, key, io)),
    );
  cycle
    .command('burden')
    .requiredOption('--from <日期>', '从哪天起', day('日期'))
    .requiredOption('--to <日期>', '到哪天止（含）', day('日期'))
    .description('向各单位发出的通知、表格和函件的件数')
    .action(async ({ from, to }: { readonly from: string; readonly to: string }, command: Command) =>
      perform(command, async (io) => (await loadReads()).burden({ from, to }, io)),
    );
}

function addReturns(verb: CycleVerb, perform: Perform): void {
  verb('returns', '各单位的报送；写明单位时显示全文')
    .option(...UNIT)
    .option('--nth <次数>', '第几次报送，默认最近一次', version)
    .action(async (cycle: string, options: { readonly unit?: string; readonly nth?: number }, command: Command) =>
      perform(command, async (io) =>
        (await loadReads()).showReturns(cycle, { unit: options.unit, version: options.nth }, io),
      ),
    );
  verb('return', '代单位报送：按文件（YAML）或填好的表格（Excel）')
    .requiredOption(...UNIT)
    .option('--file <文件>', '报送内容（YAML），见 docs/supervision.md')
    .option('--sheet <文件>', '填好的 Excel 表')
    .option('--evidence <文件>', '佐证材料，可写几次', (one: string, before: readonly string[] | undefined) => [
      ...(before ?? []),
      one,
    ])
    .requiredOption('--why <原因>', '为什么由办公室代报，如“电话报送”')
    .option('--confirm', '数值核对过，确认无误')
    .option(...BY)
    .action(async (cycle: string, options: ReturnOptions, command: Command) => {
      if ((options.file === undefined) === (options.sheet === undefined))
        wrong(command, '--file 和 --sheet 要写一个，也只能写一个');
      return perform(command, async (io) => (await loadActs()).giveReturn(cycle, options, io));
    });
  verb('send-back', '退回不清楚的报送，限期重报')
    .requiredOption(...UNIT)
    .option('--nth <次数>', '第几次报送，默认最近一次', version)
    .requiredOption('--reason <理由>', '退回的理由，写进给单位的信')
    .option(...BY)
    .action(
      async (cycle: string, options: Reasoned & { readonly unit: string; readonly nth?: number }, command: Command) =>
        perform(command, async (io) =>
          (await loadActs()).actOnCycle(
            cycle,
            { kind: 'sendBack', unit: options.unit, version: options.nth, reason: options.reason },
            options,
            io,
          ),
        ),
    );
  verb('sheet', '给单位填报的 Excel 表，已有的内容已经填好')
    .requiredOption(...UNIT)
    .requiredOption('--out <文件>', '写到哪个文件')
    .action(async (cycle: string, { unit, out }: { readonly unit: string; readonly out: string }, command: Command) =>
      perform(command, async (io) => (await loadReads()).sheet(cycle, { unit, out }, io)),
    );
}

function addBulletin(verb: CycleVerb, perform: Perform): void {
  const simple = (name: 'compile' | 'publish', words: string): void => {
    verb(name, words)
      .option(...BY)
      .action(async (cycle: string, options: ByOption, command: Command) =>
        perform(command, async (io) => (await loadActs()).actOnCycle(cycle, { kind: name }, options, io)),
      );
  };
  simple('compile', '起草通报；报送期限过后不再等没有报送的单位');
  verb('approve', '审签通报并编号；审签人不能是起草人')
    .requiredOption('--by <姓名>', '审签人，记入台账')
    .action(async (cycle: string, options: ByOption, command: Command) =>
      perform(command, async (io) => (await loadActs()).actOnCycle(cycle, { kind: 'approve' }, options, io)),
    );
  simple('publish', '印发通报，发给各单位和领导小组');
  verb('skip', '取消已经开始的周期')
    .requiredOption('--reason <理由>', '理由')
    .option(...BY)
    .action(async (cycle: string, options: Reasoned, command: Command) =>
      perform(command, async (io) =>
        (await loadActs()).actOnCycle(cycle, { kind: 'skip', reason: options.reason }, options, io),
      ),
    );
  verb('bulletin', '通报：审签之前是草稿')
    .option('--docx <文件>', '写成 Word 文件')
    .action(async (cycle: string, options: { readonly docx?: string }, command: Command) =>
      perform(command, async (io) => (await loadReads()).bulletin(cycle, options, io)),
    );
  verb('correct', '起草更正通报；已经审签的通报不改动')
    .requiredOption('--reason <理由>', '更正的理由，写进通报')
    .option(...BY)
    .action(async (cycle: string, options: Reasoned, command: Command) =>
      perform(command, async (io) => (await loadActs()).correctBulletin(cycle, options, io)),
    );
  verb('withdraw-correction', '撤回还没有审签的更正通报；原通报照旧有效')
    .requiredOption('--reason <理由>', '理由')
    .option(...BY)
    .action(async (cycle: string, options: Reasoned, command: Command) =>
      perform(command, async (io) =>
        (await loadActs()).actOnCycle(cycle, { kind: 'withdrawCorrection', reason: options.reason }, options, io),
      ),
    );
}

function addContests(verb: CycleVerb, perform: Perform): void {
  verb('contest', '登记单位对通报结论的异议')
    .requiredOption(...UNIT)
    .requiredOption('--text <内容>', '异议的内容')
    .requiredOption('--why <原因>', '为什么由办公室登记，如“来函”')
    .option(...BY)
    .action(
      async (
        cycle: string,
        options: ByOption & { readonly unit: string; readonly text: string; readonly why: string },
        command: Command,
      ) =>
        perform(command, async (io) =>
          (await loadActs()).actOnCycle(
            cycle,
            { kind: 'contest', unit: options.unit, text: options.text, why: options.why },
            options,
            io,
          ),
        ),
    );
  verb('answer', '答复异议；起草和审签通报的人要回避')
    .requiredOption('--no <编号>', '第几号异议', integer('异议编号', 1, 9999))
    .option('--upheld', '异议成立')
    .option('--rejected', '异议不成立')
    .requiredOption('--text <内容>', '答复的内容')
    .requiredOption('--by <姓名>', '答复人，记入台账')
    .action(
      async (
        cycle: string,
        options: ByOption & {
          readonly no: number;
          readonly upheld?: boolean;
          readonly rejected?: boolean;
          readonly text: string;
        },
        command: Command,
      ) => {
        if ((options.upheld === true) === (options.rejected === true))
          wrong(command, '--upheld 和 --rejected 要写一个，也只能写一个');
        const { no, text } = options;
        return perform(command, async (io) =>
          (await loadActs()).actOnCycle(
            cycle,
            { kind: 'answerContest', no, upheld: options.upheld === true, text },
            options,
            io,
          ),
        );
      },
    );
}

function addProblem(cycle: Command, perform: Perform): void {
  cycle
    .command('problem')
    .argument('<任务>', '任务编号，如 wenchanghu-2023/2023/5')
    .requiredOption('--text <内容>', '出了什么问题，需要领导小组做什么')
    .option(...BY)
    .description('报告任务的重大问题：专报立即发给领导小组')
    .action(async (task: string, options: ByOption & { readonly text: string }, command: Command) =>
      perform(command, async (io) => (await loadActs()).raiseProblem(task, options, io)),
    );
}

function wrong(command: Command, sentence: string): never {
  return command.error(sentence, { code: 'duban.choice', exitCode: 2 });
}
