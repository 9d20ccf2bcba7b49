/** Why a mailbox is not read, told apart as far as it makes a difference to whoever has to mend it. */
import { bareError } from '../../activities/ledger/bare-error.js';
import type { MailboxFailure } from '../../activities/ledger/comments/mailbox.js';
import { oneLine } from '../../domain/letter-words.js';

/** What Node and OpenSSL say of a certificate that is not trusted, not valid now, or made out to another name. */
const certificate =
  /^(?:(?:DEPTH_ZERO_)?SELF_SIGNED_CERT(?:_IN_CHAIN)?|CERT_[A-Z_]+|UNABLE_TO_[A-Z_]+|HOSTNAME_MISMATCH|INVALID_CA|ERR_TLS_CERT_[A-Z_]+)$/;
const connection = /^(?:E[A-Z]+|NoConnection|[A-Za-z]*(?:CONNECT|GREETING|TIMEOUT)[A-Za-z_]*|EConnectionClosed)$/;

/** For the log; words for people are the console's. */
const said: Readonly<Record<MailboxFailure, string>> = {
  certificate: 'mailbox not read: the TLS certificate of the mail server is not accepted; trying again',
  login: 'mailbox not read: the mail server refuses user or password; trying again',
  connection: 'mailbox not read: no connection to the mail server; trying again',
  mail: 'mailbox not read to its end: a mail could not be taken; trying again',
  other: 'mailbox not read; trying again',
};

/** The line that the log gets once. */
export const troubleLine = (failure: MailboxFailure): string => said[failure];

/** What kind of trouble a connection to the mail server is in. */
export function troubleOf(error: unknown): MailboxFailure {
  const { code, authenticationFailed, message } = error as {
    readonly code?: unknown;
    readonly authenticationFailed?: unknown;
    readonly message?: unknown;
  };
  const word = typeof code === 'string' ? code : '';
  if (certificate.test(word)) return 'certificate';
  if (authenticationFailed === true) return 'login';
  return connection.test(word) || message === 'connection lost' ? 'connection' : 'other';
}

/**
 * The server's words where it gave some. Neither the command sent nor the address stands in them, and nothing of what the
 * ledger would have written.
 */
export function reasonOf(error: unknown): string {
  const { responseText, code, message } = bareError(error) as {
    readonly responseText?: unknown;
    readonly code?: unknown;
    readonly message?: unknown;
  };
  const words = [code, responseText ?? message].filter((word) => word !== undefined && word !== '').map(String);
  return oneLine(words.join(': '), 300);
}
