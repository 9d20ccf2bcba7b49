/**
 * The outbox alone (claim, write down, send, mark; PostgreSQL with fsync) against nodemailer's own pool on the very same
 * messages. The mail server is a process of its own. Rounds alternate; the median counts.
 */
import { connectLedger, type Ledger } from '../activities/ledger/connect.js';
import { claimLetter, markSent, startSending } from '../activities/ledger/outbox.js';
import { type OutboxDeps, sendLetter } from '../activities/mail/outbox.js';
import { ledgerSources } from '../activities/mail/sources.js';
import { type Message, smtpTransport, type Transport } from '../activities/mail/transport.js';
import { dayOf } from '../domain/day.js';
import type { LetterDraft } from '../domain/schedule/types.js';
import { MAIL_AT_ONCE } from '../worker/run.js';
import { crowdOf, OFFICE, recordCrowd } from './crowd.js';
import { withGround } from './ground.js';
import { startMailProcess } from './mail-process.js';
import { median, note, printFigures, secondsOf } from './print.js';

/** Letters under way at once; as in the mail worker unless given on the command line. */
const AT_ONCE = Number(process.argv[2] ?? MAIL_AT_ONCE);
const LETTERS = 500;
const ROUNDS = 7;
const LIMIT = 0.5;

/** One digest a unit; `round` makes keys of their own. */
function draftsOf(tasks: readonly { readonly id: string }[], round: string): readonly LetterDraft[] {
  const day = dayOf(Date.now());
  return tasks.map(({ id }, at) => ({
    key: `digest/${OFFICE}/${day}-${round}/u${at + 1}`,
    kind: 'digest',
    office: OFFICE,
    unit: `u${at + 1}`,
    role: 'liaison',
    day,
    at: Date.now(),
    notices: [{ task: id, unit: `u${at + 1}`, audience: 'lead', kind: 'reminder', rungs: ['before-30'] }],
  }));
}

/** Works through a list, so many at once: as a worker does with its activities. */
async function atOnce<T>(items: readonly T[], many: number, work: (item: T) => Promise<unknown>): Promise<void> {
  const rest = items.values();
  const lane = async (): Promise<void> => {
    for (const item of rest) await work(item);
  };
  await Promise.all(Array.from({ length: many }, lane));
}

/** What sendLetter would hand to the mail server, letter by letter. */
async function messagesOf(deps: OutboxDeps, drafts: readonly LetterDraft[]): Promise<readonly Message[]> {
  const taken: Message[] = [];
  const transport: Transport = {
    send: async (message) => {
      taken.push(message);
      return { response: '250' };
    },
    verify: async () => undefined,
    close: async () => undefined,
  };
  await atOnce(drafts, AT_ONCE, (draft) => sendLetter({ ...deps, transport }, draft, Date.now()));
  return taken;
}

async function throughOutbox(
  ledger: Ledger,
  transport: Transport,
  draft: LetterDraft,
  message: Message,
): Promise<void> {
  await claimLetter(ledger, draft);
  const { to, subject, text, html, messageId, ics } = message;
  const letter = { to, subject, text, html, messageId, templateVersion: 'digest@1' };
  await startSending(ledger, draft.key, ics === undefined ? letter : { ...letter, ics });
  const { response } = await transport.send(message);
  await markSent(ledger, draft.key, { to, sentAt: Date.now(), response, refused: [], perhapsTwice: false });
}

await withGround(async (ground) => {
  const [base, server] = await Promise.all([ground.ledger(), startMailProcess()]);
  ground.onClose(() => server.stop());
  const ledger = connectLedger(await base.fresh('outbox'));
  ground.onClose(() => ledger.close());
  const transport = smtpTransport(server.url);
  ground.onClose(() => transport.close());
  const crowd = crowdOf(LETTERS);
  await recordCrowd(ledger, crowd);
  const deps: OutboxDeps = {
    ledger,
    sources: ledgerSources(ledger),
    transport,
    publicUrl: 'https://duban.example.org',
    linkSecret: 'bench'.repeat(8),
  };
  const messages = await messagesOf(deps, draftsOf(crowd.tasks, 'words'));
  const pool = (): Promise<unknown> => Promise.all(messages.map((message) => transport.send(message)));
  const outbox = async (round: string): Promise<void> => {
    const drafts = draftsOf(crowd.tasks, round);
    const pairs = messages.map((message, at) => [drafts[at], message] as const);
    await atOnce(pairs, AT_ONCE, async ([draft, message]) => {
      if (draft) await throughOutbox(ledger, transport, draft, message);
    });
  };
  const whole = (round: string): Promise<void> =>
    atOnce(draftsOf(crowd.tasks, round), AT_ONCE, (draft) => sendLetter(deps, draft, Date.now()));

  await pool();
  await outbox('warm');
  await whole('warm-whole');
  const rates = { pool: [] as number[], outbox: [] as number[], whole: [] as number[] };
  for (let round = 1; round <= ROUNDS; round++) {
    rates.pool.push(LETTERS / (await secondsOf(pool)));
    rates.outbox.push(LETTERS / (await secondsOf(() => outbox(`outbox-${round}`))));
    rates.whole.push(LETTERS / (await secondsOf(() => whole(`whole-${round}`))));
    note(
      Object.entries(rates)
        .map(([name, list]) => `${name} ${Math.round(list.at(-1) ?? 0)}/s`)
        .join('  '),
    );
  }
  const taken = (await server.arrivals()).length;
  const expected = LETTERS * (ROUNDS + 1) * 3;
  const ratios = (rate: readonly number[]): number => median(rate.map((value, at) => value / (rates.pool[at] ?? 1)));
  const perSecond = (list: readonly number[]): string => `${Math.round(median(list))} 封/秒`;
  const ratio = ratios(rates.outbox);
  const against = `nodemailer 连接池 ${perSecond(rates.pool)}`;
  printFigures(`发件箱：每轮 ${LETTERS} 封，${ROUNDS} 轮交替，取中位数，同时 ${AT_ONCE} 封`, [
    {
      what: '发件箱（登记、写入、投递、标记）',
      value: perSecond(rates.outbox),
      against,
      ratio,
      limit: `≥ ${LIMIT}`,
      met: ratio >= LIMIT,
    },
    {
      what: '整封信（另含查收件人、成文、签名链接）',
      value: perSecond(rates.whole),
      against,
      ratio: ratios(rates.whole),
    },
    {
      what: '邮件服务器收到（封）',
      value: String(taken),
      against: `应收 ${expected}`,
      limit: '相等',
      met: taken === expected,
    },
  ]);
});
