/** Dovecot on loopback, for the acceptance run of the mailbox (docs/imap.md). Needs Debian's dovecot-imapd and root. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ImapFlow } from 'imapflow';
import type { ImapServer } from './imap.js';

const user = 'comments@example.org';

/** Starts it with one empty mailbox; everything it writes lies in a folder that `close` removes. */
export async function startDovecot(password: string): Promise<ImapServer> {
  const folder = mkdtempSync(join(tmpdir(), 'duban-dovecot-'));
  execFileSync('chmod', ['755', folder]);
  const port = await freePort();
  writeFileSync(join(folder, 'users'), `${user}:{PLAIN}${password}:mail:mail::${folder}/home\n`);
  writeFileSync(join(folder, 'dovecot.conf'), configuration(folder, port));
  execFileSync('install', ['-d', '-o', 'mail', '-g', 'mail', join(folder, 'home')]);
  let running: ChildProcess | undefined;
  const up = async () => {
    if (running !== undefined) return;
    running = spawn('dovecot', ['-F', '-c', join(folder, 'dovecot.conf')], { stdio: 'ignore', detached: true });
    for (let tries = 0; tries < 200 && !(await answers(port)); tries++) await pause(50);
  };
  const down = async () => {
    const ending = running;
    if (ending === undefined) return;
    running = undefined;
    const ended = new Promise<void>((resolve) => ending.once('exit', () => resolve()));
    ending.kill('SIGTERM');
    await ended;
    // Sessions outlive the master by design; here the whole machine is gone.
    try {
      if (ending.pid !== undefined) process.kill(-ending.pid, 'SIGKILL');
    } catch {
      // Nobody was left.
    }
  };
  const asUser = async <T>(work: (client: ImapFlow) => Promise<T>): Promise<T> => {
    const client = new ImapFlow({
      host: '127.0.0.1',
      port,
      secure: false,
      auth: { user, pass: password },
      logger: false,
    });
    await client.connect();
    try {
      await client.mailboxOpen('INBOX');
      return await work(client);
    } finally {
      await client.logout();
    }
  };
  await up();
  return {
    url: `imap://${encodeURIComponent(user)}:${encodeURIComponent(password)}@127.0.0.1:${port}/INBOX`,
    deliver: (raw, at, flags = []) =>
      asUser(async (client) => {
        await client.append('INBOX', Buffer.from(raw), [...flags], new Date(at));
      }),
    seen: () =>
      asUser(async (client) => {
        const found = await client.search({ seen: true }, { uid: true });
        return Array.isArray(found) ? found.length : 0;
      }),
    down,
    up,
    close: async () => {
      await down();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function configuration(folder: string, port: number): string {
  return `
base_dir = ${folder}/run
state_dir = ${folder}/state
log_path = ${folder}/log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
auth_username_chars =
auth_mechanisms = plain login
mail_location = maildir:~/Maildir
first_valid_uid = 1
first_valid_gid = 1
mail_max_userip_connections = 50
passdb {
  driver = passwd-file
  args = username_format=%u ${folder}/users
}
userdb {
  driver = passwd-file
  args = username_format=%u ${folder}/users
}
namespace inbox {
  inbox = yes
}
service imap-login {
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = 0
  }
}
service anvil {
  chroot =
}
`;
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('data', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise<void>((resolve) => probe.close(() => resolve()));
  return port;
}
