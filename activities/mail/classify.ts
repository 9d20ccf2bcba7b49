/**
 * What a failed hand-over to the mail server means for the letter. From the table measured against a real server
 * (nodemailer 10): a reply of 5xx is final, a refused login or sender is our own fault, everything else will pass.
 */
import { oneLine } from '../../domain/letter-words.js';

export type FailureClass = 'permanent' | 'transient' | 'configuration';

export interface Failure {
  readonly class: FailureClass;
  /** A permanent refusal of the address marks it bad; one of the message (too large, content) does not. */
  readonly blames: 'address' | 'message' | 'server';
  /** The server's words on one line. */
  readonly reason: string;
}

/**
 * What failed, without the server's words: those name the receiver, and nobody who comments may stand in logs or workflow
 * histories. The server's reply code, or the word for the connection's own failure.
 */
export function failureCode(error: unknown): string {
  const { code, responseCode }: MailError = typeof error === 'object' && error !== null ? error : {};
  if (typeof responseCode === 'number') return `服务器答复${responseCode}`;
  return typeof code === 'string' && /^[A-Z][A-Z_]{1,39}$/.test(code) ? code : '没有说明原因';
}

/** SMTP replies that say "log in first" or "your login is wrong" (RFC 4954). */
const loginReplies: ReadonlySet<number> = new Set([530, 534, 535, 538]);

interface MailError {
  readonly code?: unknown;
  readonly responseCode?: unknown;
  readonly command?: unknown;
  readonly message?: unknown;
}

/** Classifies whatever a transport's `send` or `verify` rejected with. Unknown errors are transient: nothing is lost by trying. */
export function classify(error: unknown): Failure {
  const { code, responseCode, command, message }: MailError =
    typeof error === 'object' && error !== null ? error : { message: error };
  const words = oneLine(String(message ?? code ?? 'unknown failure'), 300);
  // The pool's own words for a lost connection speak of retries that do not exist here.
  const reason = code === 'ECONNECTION' && words.startsWith('Reached maximum') ? '连接被邮件服务器中断' : words;
  const reply = typeof responseCode === 'number' ? responseCode : 0;
  const final = reply >= 500 && reply <= 599;
  const word = String(command ?? '');

  if (loginReplies.has(reply) || (code === 'EAUTH' && !(reply >= 400 && reply < 500))) {
    return { class: 'configuration', blames: 'server', reason };
  }
  if (code === 'EENVELOPE' && word === 'API') return { class: 'permanent', blames: 'address', reason };
  if (!final) return { class: 'transient', blames: 'server', reason };
  if (word.startsWith('RCPT')) return { class: 'permanent', blames: 'address', reason };
  if (code === 'EMESSAGE' || word.startsWith('DATA')) return { class: 'permanent', blames: 'message', reason };
  // Refused before any receiver was named: greeting, TLS or the sender's own address.
  return { class: 'configuration', blames: 'server', reason };
}
