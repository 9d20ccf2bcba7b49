/** How a letter can be answered by mail: the mailbox, and a token of the letter that nobody else can make. */
import { createHmac } from 'node:crypto';
import { tokenOf } from '../../domain/reply/token.js';

/** What a letter says about answering it by mail. */
export interface ReplyWay {
  /** Mailbox that is read. */
  readonly address: string;
  readonly token: string;
}

/** The token of a letter; the same on every try. */
export function replyToken(secret: string, key: string): string {
  // The prefix keeps what is made here from being good for anything else signed with the same secret.
  return tokenOf(createHmac('sha256', secret).update(`duban-reply-1.${key}`).digest());
}
