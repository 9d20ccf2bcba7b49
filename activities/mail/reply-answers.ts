/**
 * Answers to those who answered a letter by mail: each mail gets one, and never so many that two machines keep each other
 * busy.
 */
import { canWriteTo } from '../ledger/comments/receipts.js';
import type { Ledger } from '../ledger/connect.js';
import { loadDirectory } from '../ledger/directory.js';
import { answersSince, dueAnswers, noteAnswer, type ReplyRow } from '../ledger/replies.js';
import { classify } from './classify.js';
import { renderHtml } from './layout.js';
import { renderText } from './plain-text.js';
import { replyAnswer } from './templates/reply-answer.js';
import { messageIdOf } from './threads.js';
import type { Message, Transport } from './transport.js';
import { officeOf } from './view.js';

/** Answers handed over in one call. */
const BATCH = 50;
/** Answers to one address in 24 hours: an answering machine that does not say so stops here. */
const ANSWERS_A_DAY = 20;
const DAY_MS = 24 * 3600_000;
/** How long an answer is tried, ms; later it says nothing new. */
const PATIENCE_MS = 2 * DAY_MS;

export interface AnswerDeps {
  readonly ledger: Ledger;
  readonly transport: Transport;
  readonly publicUrl: string;
  /** The mailbox that answers come to. */
  readonly replyTo: string;
  /** Sender address when the mail server insists on one. */
  readonly from?: string;
}

/** Hands over the answers that are due; those that the mail server does not take now stay due. @param now epoch ms. */
export async function sendAnswers(deps: AnswerDeps, now: number): Promise<void> {
  const due = await dueAnswers(deps.ledger, BATCH);
  if (due.length === 0) return;
  const office = officeOf(await loadDirectory(deps.ledger), '');
  for (const row of due) {
    const against = await reasonAgainst(deps, row, now);
    if (against !== undefined) {
      await noteAnswer(deps.ledger, row.no, 'failed', now, against);
      continue;
    }
    await noteAnswer(deps.ledger, row.no, 'sending', now);
    try {
      await deps.transport.send(await messageOf(deps, row, office?.name ?? '领导小组办公室', now));
      await noteAnswer(deps.ledger, row.no, 'sent', now);
    } catch (error) {
      const failure = classify(error);
      const over = failure.class === 'permanent' || now - row.arrivedAt > PATIENCE_MS;
      await noteAnswer(deps.ledger, row.no, over ? 'failed' : 'due', now, failure.reason);
      // Nothing else would get through either.
      if (failure.class !== 'permanent') return;
    }
  }
}

async function reasonAgainst(deps: AnswerDeps, { from }: ReplyRow, now: number): Promise<string | undefined> {
  if (from === null || !canWriteTo(from)) return '不是可以回复的邮箱';
  const own = [deps.replyTo, deps.from ?? ''].join(' ').toLowerCase();
  if (own.includes(from.toLowerCase())) return '是本机构自己的邮箱';
  return (await answersSince(deps.ledger, from, now - DAY_MS)) >= ANSWERS_A_DAY ? '答复过多' : undefined;
}

async function messageOf(deps: AnswerDeps, row: ReplyRow, office: string, now: number): Promise<Message> {
  const sheet = replyAnswer(row, office, now);
  return {
    messageId: messageIdOf(`reply-answer/${row.no}`, deps.publicUrl),
    at: now,
    date: now,
    from: { name: office, address: deps.from ?? deps.replyTo },
    to: row.from ?? '',
    replyTo: deps.replyTo,
    subject: sheet.subject,
    text: renderText(sheet),
    html: renderHtml(sheet),
    // The letter too: who writes again is understood to speak of it.
    references: [row.mail, ...(row.letter === null ? [] : [messageIdOf(row.letter, deps.publicUrl)])],
    answer: true,
    attachments: [],
  };
}
