/** Where a command writes: answers to stdout, everything said to a waiting person to stderr. */

export interface Io {
  /** True with `--json`: stdout then holds one JSON document and nothing else. */
  readonly json: boolean;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

/** Prints an answer: with `--json` the value as it is, otherwise the lines made for people. */
export function answer(io: Io, value: unknown, lines: string | readonly string[]): void {
  if (io.json) io.out(`${JSON.stringify(value, null, 2)}\n`);
  else io.out(`${typeof lines === 'string' ? lines : lines.join('\n')}\n`);
}
