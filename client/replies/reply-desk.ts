/** What answering letters by mail stands on: who carries acts out, and how answers leave. */
import type { AnswerDeps } from '../../activities/mail/reply-answers.js';
import type { Transport } from '../../activities/mail/transport.js';
import type { Config } from '../../worker/config.js';
import type { Office } from '../acts.js';

export interface ReplyDesk extends Pick<AnswerDeps, 'transport' | 'replyTo' | 'from'> {
  readonly office: Pick<Office, 'act' | 'resend'>;
  /** Epoch ms. */
  readonly now: () => Promise<number>;
  /** Signs the tokens of letters. */
  readonly linkSecret: string;
  /** Name of the receiving mail server whose word on senders (DMARC) is demanded; without it the address alone counts. */
  readonly authServer?: string;
}

/** The desk of a running service. */
export function replyDesk(
  { smtpUrl, smtpFrom, replyAuth }: Pick<Config, 'smtpUrl' | 'smtpFrom' | 'replyAuth'>,
  replyTo: string,
  office: ReplyDesk['office'],
  transport: Transport,
  linkSecret: string,
  now: ReplyDesk['now'],
): ReplyDesk {
  return {
    office,
    transport,
    replyTo,
    linkSecret,
    now,
    ...(smtpUrl === undefined ? {} : { from: smtpFrom }),
    ...(replyAuth === undefined ? {} : { authServer: replyAuth }),
  };
}
