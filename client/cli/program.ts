/**
 * The command line as a function: arguments in, exit code out. Only commander is loaded for `--help`; every verb loads
 * its module when it runs.
 */
import { type Argument, Command, CommanderError } from 'commander';
import stringWidth from 'string-width';
import { DubanError, fault } from '../../domain/errors.js';
import type { Io } from './io.js';
import type { Action, Perform } from './options.js';
import { usageSentence } from './usage.js';
import { addLocalVerbs } from './verbs-local.js';
import { addOfficeVerbs } from './verbs-office.js';

const standard: Pick<Io, 'out' | 'err'> = {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
};

/**
 * Runs one command. Never throws: faults are printed as Chinese sentences on stderr, with `--json` also as
 * `{"faults": […]}` on stdout.
 * @returns 0 done, 1 refused or failed, 2 wrong usage.
 */
export async function run(args: readonly string[], to: Pick<Io, 'out' | 'err'> = standard): Promise<number> {
  let code = 0;
  const perform: Perform = async (command, action) => {
    const io: Io = { ...to, json: command.optsWithGlobals()['json'] === true };
    code = await guarded(io, action);
  };
  const program = buildProgram(perform, to);
  try {
    await program.parseAsync([...args], { from: 'user' });
    return code;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return 0;
    const sentence = usageSentence(error);
    if (args.includes('--json')) to.out(`${JSON.stringify({ usage: sentence })}\n`);
    to.err(`${sentence}\n`);
    return 2;
  }
}

async function guarded(io: Io, action: Action): Promise<number> {
  try {
    return (await action(io)) ?? 0;
  } catch (error) {
    if (error instanceof CommanderError) throw error;
    const faults =
      error instanceof DubanError
        ? error.faults
        : [fault('command-failed', { detail: error instanceof Error ? error.message : String(error) })];
    if (io.json) io.out(`${JSON.stringify({ faults }, null, 2)}\n`);
    for (const one of faults) io.err(`${one.message}\n`);
    if (!(error instanceof DubanError) && process.env['DUBAN_LOG_LEVEL'] === 'debug' && error instanceof Error) {
      io.err(`${error.stack ?? ''}\n`);
    }
    return 1;
  }
}

function buildProgram(perform: Perform, to: Pick<Io, 'out' | 'err'>): Command {
  const program = new Command('duban')
    .description('重点任务督办：从计划印发到办结销号全程跟踪')
    .addHelpText('after', '\n退出码：0 完成，1 被拒绝（原因见输出），2 用法不对。每个命令都可加 --json。');
  addLocalVerbs(program, perform);
  addOfficeVerbs(program, perform);
  for (const command of allOf(program)) settle(command, to);
  program.version('0.1.0', '-V, --version', '显示版本');
  return program;
}

function allOf(command: Command): Command[] {
  return [command, ...command.commands.flatMap(allOf)];
}

/** What holds for every command: Chinese help and columns, errors thrown instead of process.exit, `--json`. */
function settle(command: Command, to: Pick<Io, 'out' | 'err'>): void {
  const words: Readonly<Record<string, string>> = {
    'Usage:': '用法：',
    'Arguments:': '参数：',
    'Options:': '选项：',
    'Commands:': '命令：',
    'Global Options:': '通用选项：',
  };
  command
    .exitOverride()
    .configureOutput({ writeOut: to.out, writeErr: to.err, outputError: () => undefined })
    .configureHelp({
      displayWidth: stringWidth,
      styleTitle: (title) => words[title] ?? title,
      subcommandTerm: (sub) => [sub.name(), ...sub.registeredArguments.map(humanReadable)].join(' '),
    })
    .helpOption('-h, --help', '显示帮助')
    .helpCommand(false);
  if (command.commands.length === 0) command.option('--json', '输出 JSON');
  if (command.commands.length > 0) command.usage('<命令> [参数…]');
  else command.usage([...command.registeredArguments.map(humanReadable), '[选项…]'].join(' '));
}

function humanReadable(argument: Argument): string {
  const name = `${argument.name()}${argument.variadic ? '…' : ''}`;
  return argument.required ? `<${name}>` : `[${name}]`;
}
