/** `duban up`, `worker`, `serve`, `init`: the processes. */
import { readConfig } from '../../worker/config.js';
import { httpToken } from '../../worker/data-folder.js';
import { sayOnStderr } from '../../worker/progress.js';
import { initialise, mailboxFolder, type Parts, type RunningDuban, startDuban } from '../start.js';
import { answer, type Io } from './io.js';

/** Everything in one process, on servers of its own where none are named. Ends with Ctrl-C. */
export async function up(io: Io): Promise<void> {
  const config = readConfig();
  const duban = await startDuban(config, { own: true, workers: true, web: true });
  if (config.token === undefined) {
    httpToken(config);
    sayOnStderr(`登录口令在文件 ${config.dataDir}/token 中（仅本机当前用户可读）`);
  }
  if (config.smtpUrl === undefined)
    sayOnStderr(`没有设置 SMTP_URL：信件存入 ${mailboxFolder(config)}，可在网页的“信箱”查看`);
  sayOnStderr('已就绪；按 Ctrl-C 停止');
  answer(io, { address: duban.address }, duban.address);
  await untilStopped(duban);
}

/** Workers only, against the servers the environment names. */
export async function runWorker(io: Io): Promise<void> {
  await runParts({ own: false, workers: true, web: false }, io, '工作进程已启动；按 Ctrl-C 停止');
}

/** Pages and API only. */
export async function serve(io: Io): Promise<void> {
  await runParts({ own: false, workers: false, web: true }, io, '网页和接口已启动；按 Ctrl-C 停止');
}

/** Sets a production Temporal and PostgreSQL up; may be repeated. */
export async function init(io: Io): Promise<void> {
  await initialise(readConfig());
  answer(io, { ready: true }, '台账的表、Temporal 的检索项和保存期已就绪');
}

async function runParts(parts: Parts, io: Io, words: string): Promise<void> {
  const duban = await startDuban(readConfig(), parts);
  sayOnStderr(words);
  if (duban.address !== '') answer(io, { address: duban.address }, duban.address);
  await untilStopped(duban);
}

/** Waits for Ctrl-C or a part that fails, then ends everything; a second Ctrl-C ends at once. */
async function untilStopped(duban: RunningDuban): Promise<void> {
  const asked = new Promise<void>((done) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => {
        process.once(signal, () => process.exit(130));
        done();
      });
    }
  });
  try {
    await Promise.race([asked, duban.failed]);
  } finally {
    sayOnStderr('正在停止…');
    await duban.stop();
    sayOnStderr('已停止');
  }
}
