/**
 * The outbox: a letter is claimed in the ledger, written down, handed to the mail server and marked (design section 5).
 * A crash in between is found by the next claim and the letter goes out again with the same Message-ID, on record as
 * "perhaps twice". Every try looks the receivers up anew.
 */
import { isErrand } from '../../domain/comment/errand.js';
import { dayOf } from '../../domain/day.js';
import { recipients } from '../../domain/directory.js';
import { refuse } from '../../domain/errors.js';
import { approvedEvaluation } from '../../domain/indicators/letters.js';
import { isValue } from '../../domain/indicators/value.js';
import type { EvaluationKind } from '../../domain/indicators/watch.js';
import type { Directory } from '../../domain/org.js';
import { copyOf } from '../../domain/schedule/copies.js';
import type { Delivery, LetterDraft } from '../../domain/schedule/types.js';
import { standingUnit } from '../../domain/successor.js';
import { type BulletinFacts, letterFacts } from '../../domain/supervision/cycle-letters.js';
import { isReturn } from '../../domain/supervision/return.js';
import type { TaskState } from '../../domain/task.js';
import type { Ledger } from '../ledger/connect.js';
import { claimLetter, markSent, markUndeliverable, noteFailure, startSending } from '../ledger/outbox.js';
import { keepToken } from '../ledger/replies.js';
import { linkUrl, makeLink } from '../links.js';
import { attachedFile } from './attached-file.js';
import { classify, type Failure } from './classify.js';
import {
  composeLetter,
  type ErrandFacts,
  type Letter,
  type LinkRequest,
  type PlanFacts,
  type ReturnFacts,
  type SentBulletin,
  type SentEvaluation,
} from './compose.js';
import { keepRefused, refusedBefore } from './refusals.js';
import { type ReplyWay, replyToken } from './reply-token.js';
import { answerableByMail } from './reply-words.js';
import { standingDraft } from './standing-draft.js';
import { messageIdOf } from './threads.js';
import type { Message, Transport } from './transport.js';
import type { ValueFacts } from './value-facts.js';
import { officeOf } from './view.js';

type Refused = Delivery['refused'];

/** What the outbox reads at sending time, and the one thing it learns about addresses. */
export interface LetterSources {
  directory(): Promise<Directory>;
  tasks(ids: readonly string[]): Promise<ReadonlyMap<string, TaskState>>;
  plans(ids: readonly string[]): Promise<ReadonlyMap<string, PlanFacts>>;
  /** An errand that is no longer on record is left out. */
  errands(ids: readonly string[]): Promise<ReadonlyMap<string, ErrandFacts>>;
  /** A return that is no longer on record is left out. */
  returns(ids: readonly string[]): Promise<ReadonlyMap<string, ReturnFacts>>;
  /** A request for values that is no longer on record is left out. */
  values(ids: readonly string[]): Promise<ReadonlyMap<string, ValueFacts>>;
  /** The approved bulletin of a cycle with this number, else its newest; undefined before the first. */
  bulletin(cycle: string, number: string): Promise<SentBulletin | undefined>;
  /** The approved evaluation of a plan's indicators; undefined before its approval. */
  evaluation(plan: string, kind: EvaluationKind): Promise<SentEvaluation | undefined>;
  /** Addresses refused for good, not to be tried. */
  badAddresses(): Promise<ReadonlySet<string>>;
  markAddressBad(address: string, reason: string, at: number): Promise<void>;
  /** What the ledger holds of a letter that was sent. */
  delivered(key: string): Promise<{ readonly to?: string; readonly refused: Refused } | undefined>;
}

export interface OutboxDeps {
  readonly ledger: Ledger;
  readonly sources: LetterSources;
  readonly transport: Transport;
  /** Where signed links open. */
  readonly publicUrl: string;
  readonly linkSecret: string;
  /** Sender address when the mail server insists on one; default: the liaison of the office. */
  readonly from?: string;
  /** Mailbox that answers are read from; without it letters say nothing of answering by mail. */
  readonly replyTo?: string;
}

/** A delivery with those of its copies (督办函): `refused` of the whole holds the refusals of the copies too. */
export type LetterDelivery = Delivery & { readonly copies: readonly Delivery[] };

/**
 * Sends a letter and its copies, each to the first address of its unit that takes it: stand-ins first, climbing from
 * the draft's role to head and leader. Safe to call again at any time with the same draft.
 * @param now epoch ms of this try: chooses stand-ins, dates the message and the record.
 * @returns what became of it; `undeliverable` when no address is left, which the caller must tell the office.
 * @throws DubanError `mail-unavailable` or `mail-login` when a later try can succeed; the ledger waits for it.
 */
export async function sendLetter(
  deps: OutboxDeps,
  draft: LetterDraft,
  now: number,
  signal?: AbortSignal,
): Promise<LetterDelivery> {
  const main = await deliver(deps, draft, now, signal);
  const copies: Delivery[] = [];
  for (const unit of draft.facts?.copyOf === undefined ? (draft.formal?.copies ?? []) : [])
    copies.push(await deliver(deps, copyOf(draft, unit), now, signal));
  const lost = copies
    .filter((copy) => copy.status === 'undeliverable' && copy.refused.length === 0)
    .map((copy) => ({ address: copy.key, reason: '抄送单位没有可用的邮箱' }));
  return { ...main, refused: [...main.refused, ...copies.flatMap((copy) => copy.refused), ...lost], copies };
}

async function deliver(
  deps: OutboxDeps,
  draft: LetterDraft,
  now: number,
  signal: AbortSignal | undefined,
): Promise<Delivery> {
  const { ledger, sources } = deps;
  const claim = await claimLetter(ledger, draft);
  if (claim === 'sent') {
    const held = await sources.delivered(draft.key);
    return {
      key: draft.key,
      status: 'sent',
      refused: held?.refused ?? [],
      ...(held?.to === undefined ? {} : { to: held.to }),
    };
  }
  const ids = [...new Set(draft.notices.map((notice) => notice.task))];
  const asked = ids.filter(isErrand);
  const wanted = ids.filter(isReturn);
  const figures = ids.filter(isValue);
  const approved = approvedEvaluation(draft);
  const [directory, bad, tasks, errands, returns, values, bulletin, evaluation] = await Promise.all([
    sources.directory(),
    sources.badAddresses(),
    sources.tasks(ids.filter((id) => !isErrand(id) && !isReturn(id) && !isValue(id))),
    // Most letters carry none.
    asked.length === 0 ? new Map<string, ErrandFacts>() : sources.errands(asked),
    wanted.length === 0 ? new Map<string, ReturnFacts>() : sources.returns(wanted),
    figures.length === 0 ? new Map<string, ValueFacts>() : sources.values(figures),
    draft.kind === 'bulletin' ? sources.bulletin(...bulletinOf(draft)) : undefined,
    approved === undefined ? undefined : sources.evaluation(...approved),
  ]);
  const plans = await sources.plans([...new Set([...tasks.values()].map((task) => task.plan))]);
  const turned = standingDraft(draft, directory, tasks, dayOf(now));
  const unit = standingUnit(directory, turned.unit, dayOf(now));
  const chain = unit === undefined ? [] : recipients(unit, draft.role, dayOf(now), (address) => bad.has(address));
  const refused = claim === 'new' ? [] : [...(await refusedBefore(ledger, draft.key))];

  const reply = replyWay(deps, draft);
  if (reply !== undefined) await keepToken(ledger, reply.token, draft.key);

  for (const recipient of chain) {
    const letter = composeLetter(turned, {
      tasks,
      errands,
      returns,
      values,
      ...(bulletin === undefined ? {} : { bulletin }),
      ...(evaluation === undefined ? {} : { evaluation }),
      plans,
      directory,
      publicUrl: deps.publicUrl,
      link: linker(deps),
      reached: recipient,
      ...(reply === undefined ? {} : { reply }),
    });
    const message = await messageOf(deps, draft, letter, directory, recipient.address, now);
    await startSending(ledger, draft.key, {
      to: recipient.address,
      subject: letter.subject,
      text: letter.text,
      html: letter.html,
      ...(letter.ics === undefined ? {} : { ics: letter.ics }),
      messageId: message.messageId,
      templateVersion: letter.template,
    });
    const outcome = await handOver(deps.transport, message, signal);
    if ('response' in outcome) {
      const twice = claim === 'perhaps-twice';
      await markSent(ledger, draft.key, {
        to: recipient.address,
        sentAt: now,
        response: outcome.response,
        refused,
        perhapsTwice: twice,
      });
      return { key: draft.key, status: 'sent', to: recipient.address, refused };
    }
    if (outcome.class !== 'permanent') {
      await noteFailure(ledger, draft.key, outcome.reason);
      throw refuse(outcome.class === 'configuration' ? 'mail-login' : 'mail-unavailable', { reason: outcome.reason });
    }
    refused.push({ address: recipient.address, reason: outcome.reason });
    await keepRefused(ledger, draft.key, refused);
    if (outcome.blames === 'address') await sources.markAddressBad(recipient.address, outcome.reason, now);
  }
  await markUndeliverable(ledger, draft.key, refused, now);
  return { key: draft.key, status: 'undeliverable', refused };
}

async function handOver(
  transport: Transport,
  message: Message,
  signal: AbortSignal | undefined,
): Promise<{ readonly response: string } | Failure> {
  try {
    return await transport.send(message, signal);
  } catch (error) {
    return classify(error);
  }
}

/** How the letter can be answered by mail, where a mailbox is read and it asks a unit for something. */
function replyWay({ replyTo, linkSecret }: OutboxDeps, draft: LetterDraft): ReplyWay | undefined {
  if (replyTo === undefined || !answerableByMail(draft)) return undefined;
  return { address: replyTo, token: replyToken(linkSecret, draft.key) };
}

/** Turns link requests of the templates into signed addresses. */
function linker(deps: Pick<OutboxDeps, 'publicUrl' | 'linkSecret'>): (request: LinkRequest) => string {
  return (request) => {
    if (request.kind === 'console') return `${deps.publicUrl.replace(/\/+$/, '')}/`;
    const { unit, expires } = request;
    return linkUrl(
      deps.publicUrl,
      makeLink(deps.linkSecret, { unit, purpose: request.kind, tasks: idsOf(request), expires }),
    );
  };
}

function idsOf(request: Exclude<LinkRequest, { readonly kind: 'console' }>): readonly string[] {
  switch (request.kind) {
    case 'task':
      return [request.task];
    case 'opinion':
      return [request.errand];
    case 'return':
      return [request.return];
    case 'value':
      return [request.value];
    case 'sign-all':
      return request.tasks;
  }
}

/** Cycle and number of the bulletin that a letter carries. */
function bulletinOf(draft: LetterDraft): [cycle: string, number: string] {
  const { cycle, number } = letterFacts<BulletinFacts>(draft);
  return [cycle, number];
}

async function messageOf(
  deps: OutboxDeps,
  draft: LetterDraft,
  letter: Letter,
  directory: Directory,
  to: string,
  now: number,
): Promise<Message> {
  const office = officeOf(directory, draft.office);
  const contacts = office?.contacts ?? [];
  // Without any address of the office the letter still leaves; answers to it bounce, which the directory check reports.
  const address = deps.from ?? contacts.find((c) => c.role === 'liaison')?.address ?? contacts[0]?.address ?? to;
  return {
    messageId: messageIdOf(draft.key, deps.publicUrl),
    at: draft.at,
    date: now,
    from: { name: office?.name ?? '领导小组办公室', address },
    to,
    ...(deps.replyTo === undefined ? {} : { replyTo: deps.replyTo }),
    subject: letter.subject,
    text: letter.text,
    html: letter.html,
    references: letter.threadRoots,
    ...(letter.ics === undefined ? {} : { ics: letter.ics }),
    attachments: await Promise.all(letter.attachments.map((attachment) => attachedFile(attachment, directory))),
  };
}
