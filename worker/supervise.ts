/** Keeps a server that duban started alive: when its process is gone, it is started again. */
import { messageOf } from './failures.js';
import { type Say, sayOnStderr } from './progress.js';

const LOOK_EVERY_MS = 1000;
const LONGEST_PAUSE_MS = 30_000;

/**
 * Looks once a second whether the server lives and starts it again when not; pauses grow up to 30 s while that
 * fails. The returned function ends the watch and waits for a restart that is under way.
 */
export function supervise(
  name: string,
  lives: () => boolean,
  restart: () => Promise<void>,
  say: Say = sayOnStderr,
): () => Promise<void> {
  let stopped = false;
  let pause = LOOK_EVERY_MS;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();

  const look = async (): Promise<void> => {
    if (lives()) {
      pause = LOOK_EVERY_MS;
    } else {
      say(`${name}意外退出，正在重新启动…`);
      try {
        await restart();
        say(`${name}已重新启动`);
        pause = LOOK_EVERY_MS;
      } catch (error) {
        pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
        say(`${messageOf(error)}；${Math.round(pause / 1000)} 秒后再试`);
      }
    }
    next();
  };
  const next = (): void => {
    if (stopped) return;
    timer = setTimeout(() => {
      running = look();
    }, pause);
    timer.unref();
  };
  next();
  return async () => {
    stopped = true;
    clearTimeout(timer);
    await running;
  };
}
