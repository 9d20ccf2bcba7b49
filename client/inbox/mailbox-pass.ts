/** One look into the mailbox: everything that was not taken yet is taken, one mail after the other. */
import type { ImapFlow } from 'imapflow';
import { mailsSeen } from '../../activities/ledger/comments/mails.js';
import { firstAnswerable } from '../../activities/ledger/replies.js';
import { DubanError, refuse } from '../../domain/errors.js';
import { idsIn, MAIL_LIMITS } from './read-mail.js';
import { type InboxDeps, keepUnread, mailPeriods, takeMail } from './take-mail.js';

/** How much is kept of a mail that is too large, bytes: headers and the beginning. */
const BEGINNING = 64 * 1024;
/** Tries before a mail that cannot be taken is put before a person. */
const TRIES = 3;
/** Mails that somebody has opened are looked through this often, ms. */
const SWEEP_MS = 3600_000;

/** Mails whose headers are asked for at a time; servers limit the length of a command. */
const AT_ONCE = 100;
/** A long look says how far it is each so many mails. */
const PROGRESS_EVERY = 100;

/** What is known of the mailbox while a connection lasts. */
export interface PassState {
  /** UIDs that are done with. */
  readonly done: Set<number>;
  /** Tries that failed, by UID. */
  readonly failed: Map<number, number>;
  sweptAt: number;
}

export const newPassState = (): PassState => ({ done: new Set(), failed: new Map(), sweptAt: 0 });

/**
 * Takes what is new, each mail by itself: one that cannot be taken now is left for the next look, after three tries it
 * stands in the ledger as unsorted. Mail from before anybody was asked to write is left alone, and all of it while no period
 * collects comments by mail and no letter can be answered by mail.
 * One mail is in memory at a time, however many there are.
 * @param goOn asked before each mail; false ends the look.
 * @param progress told now and then during a look at many mails.
 * @returns how many were taken, whether the look came to its end, and the last reason for which a mail was not taken.
 * @throws what the mail server says.
 */
export async function lookThrough(
  client: ImapFlow,
  deps: InboxDeps,
  state: PassState,
  goOn: () => boolean,
  progress: (done: number, of: number) => void = () => {},
): Promise<{ readonly taken: number; readonly whole: boolean; readonly failure?: unknown }> {
  const began = await askedSince(deps);
  if (began === undefined) return { taken: 0, whole: true };
  const since = new Date(began - 24 * 3600_000);
  const unseen = await uids(client, { seen: false, since });
  const opened = await openedByOthers(client, deps, state, since);
  const wanted = [...new Set([...unseen, ...opened])].filter((uid) => !state.done.has(uid)).sort((a, b) => a - b);
  let taken = 0;
  let failure: unknown;
  for (const [at, uid] of wanted.entries()) {
    if (!goOn()) return { taken, whole: false };
    if (at > 0 && at % PROGRESS_EVERY === 0) progress(at, wanted.length);
    const mail = await fetchMail(client, uid);
    // Gone since the search.
    if (mail === undefined) continue;
    try {
      await takeOne(deps, mail, (state.failed.get(uid) ?? 0) + 1 >= TRIES);
    } catch (error) {
      state.failed.set(uid, (state.failed.get(uid) ?? 0) + 1);
      failure = error;
      continue;
    }
    state.done.add(uid);
    taken++;
    await client.messageFlagsAdd(String(uid), ['\\Seen'], { uid: true });
  }
  return failure === undefined ? { taken, whole: true } : { taken, whole: false, failure };
}

/** When anybody was first asked to write (epoch ms): what lay there before is neither comment nor answer; undefined: nobody was. */
async function askedSince({ ledger, replies }: InboxDeps): Promise<number | undefined> {
  const [periods, letters] = await Promise.all([
    mailPeriods(ledger, Date.now()),
    replies === undefined ? undefined : firstAnswerable(ledger),
  ]);
  const asked = [...periods.map((period) => period.announcedAt), ...(letters === undefined ? [] : [letters])];
  // Some servers refuse to search in days to come.
  return asked.length === 0 ? undefined : Math.min(Date.now(), ...asked);
}

interface FetchedMail {
  readonly raw: Uint8Array;
  /** Bytes of the whole on the server. */
  readonly size: number;
  readonly arrivedAt: number;
}

async function takeOne(deps: InboxDeps, mail: FetchedMail, last: boolean): Promise<void> {
  if (mail.size > MAIL_LIMITS.bytes) {
    const error = refuse('mail-too-large', { size: mail.size, limit: MAIL_LIMITS.bytes });
    await keepUnread(deps, mail.raw, mail.arrivedAt, error);
    return;
  }
  try {
    await takeMail(deps, mail.raw, mail.arrivedAt);
  } catch (error) {
    // An answer waits until Temporal is back, however often it is tried.
    if (!last || (error instanceof DubanError && error.code === 'temporal-no-answer')) throw error;
    // Fails too while the ledger is away: then the mail just waits.
    await keepUnread(deps, mail.raw, mail.arrivedAt, error);
  }
}

async function fetchMail(client: ImapFlow, uid: number): Promise<FetchedMail | undefined> {
  const head = await client.fetchOne(String(uid), { uid: true, size: true, internalDate: true }, { uid: true });
  if (!head) return undefined;
  const size = head.size ?? 0;
  const source = size > MAIL_LIMITS.bytes ? { start: 0, maxLength: BEGINNING } : true;
  const body = await client.fetchOne(String(uid), { uid: true, source }, { uid: true });
  if (!body || body.source === undefined) return undefined;
  const arrived = head.internalDate === undefined ? Number.NaN : new Date(head.internalDate).getTime();
  return { raw: body.source, size, arrivedAt: Number.isNaN(arrived) ? Date.now() : arrived };
}

/**
 * Mails that a person opened in another program before we took them carry the same mark as those we took. They are told
 * apart by their Message-ID, at first and then once an hour.
 */
async function openedByOthers(client: ImapFlow, deps: InboxDeps, state: PassState, since: Date): Promise<number[]> {
  if (Date.now() - state.sweptAt < SWEEP_MS) return [];
  const opened = (await uids(client, { seen: true, since })).filter((uid) => !state.done.has(uid));
  const missing: number[] = [];
  for (let at = 0; at < opened.length; at += AT_ONCE) {
    const some = await client.fetchAll(
      opened.slice(at, at + AT_ONCE).join(','),
      { uid: true, envelope: true },
      { uid: true },
    );
    const named = some.map(({ uid, envelope }) => ({ uid, id: idsIn(envelope?.messageId)[0] }));
    const seen = await mailsSeen(
      deps.ledger,
      named.flatMap(({ id }) => (id === undefined ? [] : [id])),
    );
    for (const { uid, id } of named) {
      // Without an id only the whole mail tells: it is read, and found in the ledger where it was taken before.
      if (id !== undefined && seen.has(id)) state.done.add(uid);
      else missing.push(uid);
    }
  }
  state.sweptAt = Date.now();
  return missing;
}

async function uids(client: ImapFlow, query: { readonly seen: boolean; readonly since: Date }): Promise<number[]> {
  const found = await client.search(query, { uid: true });
  if (!Array.isArray(found)) throw new Error('the mail server refused to search');
  return found;
}
