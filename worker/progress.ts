/** Lines that tell a waiting person what is going on, on stderr so that `--json` on stdout stays clean. */

export type Say = (line: string) => void;

/** Silence of more than this looks like a hang to whoever waits. */
const REPEAT_MS = 15_000;

export const sayOnStderr: Say = (line) => {
  process.stderr.write(`${line}\n`);
};

/**
 * Runs `work` and says what it is at once, then again every 15 s with the time gone by. Errors pass through.
 * @param what Chinese words for the work, without a full stop, such as `正在编译 Temporal 服务器（约5分钟，只需一次）`.
 */
export async function withProgress<T>(what: string, work: () => Promise<T>, say: Say = sayOnStderr): Promise<T> {
  const began = Date.now();
  say(`${what}…`);
  const ticker = setInterval(() => {
    say(`${what}…已用 ${Math.round((Date.now() - began) / 1000)} 秒`);
  }, REPEAT_MS);
  ticker.unref();
  try {
    return await work();
  } finally {
    clearInterval(ticker);
  }
}
