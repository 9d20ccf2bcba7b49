/** Sends a letter and tells the office at once when an address refuses it or nobody can be reached. */
import { log } from '@temporalio/workflow';
import { undeliveredLetter } from '../domain/assign.js';
import type { Delivery, LetterDraft } from '../domain/schedule/types.js';
import { mail } from './proxies.js';

/** Never throws: a letter that could not leave within the activity's patience stays on the admin's page. */
export async function send(draft: LetterDraft, summary: string): Promise<void> {
  const delivery = await deliver(draft, summary);
  if (!delivery || draft.kind === 'undelivered') return;
  if (delivery.status === 'sent' && delivery.refused.length === 0) return;
  const refused = delivery.refused.map((r) => `${r.address} ${r.reason}`);
  await deliver(
    undeliveredLetter(draft, refused, delivery.status === 'sent', Date.now()),
    `告知办公室：${summary}未送达`,
  );
}

async function deliver(draft: LetterDraft, summary: string): Promise<Delivery | undefined> {
  try {
    return await mail.sendLetter.executeWithOptions({ summary }, [draft]);
  } catch (error) {
    log.warn('letter not sent', { key: draft.key, error: String(error) });
    return undefined;
  }
}
