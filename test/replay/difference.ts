/** Where two command streams part, said so that one sees at once which workflow, which command, which field. */

/** A command as a workflow gave it: payloads as text, durations in ms. */
export type Command = Readonly<Record<string, unknown>>;

/** Undefined when the streams are equal. */
export function firstDifference(recorded: readonly Command[], given: readonly Command[]): string | undefined {
  for (let index = 0; index < Math.max(recorded.length, given.length); index++) {
    const [was, is] = [recorded[index], given[index]].map((command) =>
      command === undefined ? 'nothing' : JSON.stringify(command),
    );
    if (was === is || was === undefined || is === undefined) continue;
    let at = 0;
    while (at < was.length && was[at] === is[at]) at++;
    const around = (text: string): string => text.slice(Math.max(0, at - 60), at + 60);
    return `command ${index + 1} (${Object.keys(recorded[index] ?? given[index] ?? {})[0]}): recorded …${around(was)}… given …${around(is)}…`;
  }
  return undefined;
}
