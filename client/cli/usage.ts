/** Commander's complaints about the arguments, as Chinese sentences. */
import { type CommanderError, InvalidArgumentError } from 'commander';
import { isDay } from '../../domain/day.js';

/** One sentence for a wrong use of the command line; the words in quotes are what the person typed. */
export function usageSentence(error: CommanderError): string {
  const [first = '', second = ''] = [...error.message.matchAll(/'([^']*)'/g)].map((match) => match[1] ?? '');
  switch (error.code) {
    case 'commander.unknownCommand':
      return `用法不对：没有“${first}”这个命令，请用 duban --help 查看全部命令`;
    case 'commander.unknownOption':
      return `用法不对：没有“${first}”这个选项，请加 --help 查看可用的选项`;
    case 'commander.missingArgument':
      return `用法不对：缺少参数 ${first}，请加 --help 查看用法`;
    case 'commander.optionMissingArgument':
      return `用法不对：选项“${first}”后面缺少值`;
    case 'commander.missingMandatoryOptionValue':
      return `用法不对：必须给出选项“${first}”`;
    case 'commander.excessArguments':
      return '用法不对：参数太多，请加 --help 查看用法';
    case 'commander.conflictingOption':
      return `用法不对：选项“${first}”与“${second}”不能同时用`;
    case 'commander.invalidArgument':
      return `用法不对：${chinesePart(error.message)}`;
    case 'duban.approveOrRefuse':
      return '用法不对：--approve 和 --refuse 要写一个，也只能写一个';
    case 'commander.help':
      return '用法不对：请写明要做什么，上面是可用的命令';
    default:
      return `用法不对：${error.message}`;
  }
}

/** Our own parsers put their sentence behind commander's English one. */
function chinesePart(message: string): string {
  return /(?:'|is invalid)\. (.+)$/s.exec(message)?.[1] ?? message;
}

/** Reads a whole number within bounds from an argument. */
export function integer(name: string, from: number, to: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^-?\d+$/.test(text) || value < from || value > to) {
      throw new InvalidArgumentError(`“${text}”不能作${name}，应为 ${from} 到 ${to} 的整数`);
    }
    return value;
  };
}

/** Reads numbers such as `3,7` or `1-9,12` from an argument; each once. */
export function numbersOf(name: string, most: number): (text: string) => readonly number[] {
  const one = integer(name, 1, most);
  return (text) => {
    const numbers = text.split(/[,，、]/).flatMap((part) => {
      const [, from, to] = /^(\d+)\s*[-—–~～至到]\s*(\d+)$/.exec(part.trim()) ?? [];
      if (from === undefined || to === undefined) return [one(part.trim())];
      const [low, high] = [one(from), one(to)];
      if (low > high) throw new InvalidArgumentError(`“${part.trim()}”不能作${name}，小的写在前面，如 ${high}-${low}`);
      return Array.from({ length: high - low + 1 }, (_, at) => low + at);
    });
    return [...new Set(numbers)];
  };
}

/** Reads numbers of tasks such as `3,7` from an argument. */
export const taskNumbers = numbersOf('任务编号', 9999);

/** Reads a day from an argument. */
export function day(name: string): (text: string) => string {
  return (text) => {
    if (!isDay(text)) throw new InvalidArgumentError(`“${text}”不能作${name}，应为 YYYY-MM-DD 形式的日期`);
    return text;
  };
}

/** Reads one of some words from an argument. */
export function oneOf<T extends string>(name: string, allowed: readonly T[]): (text: string) => T {
  return (text) => {
    const found = allowed.find((word) => word === text);
    if (found === undefined) throw new InvalidArgumentError(`“${text}”不能作${name}，应为 ${allowed.join('、')} 之一`);
    return found;
  };
}
