/**
 * Mails the receipts of a comment period that are due, apart from the period itself, whose history must not grow with
 * the comments:
 *
 *   start or `receiptsDue` ─▶ send what is due, a hundred at a time ─▶ nothing due and nobody asked again ─▶ end
 */
import { continueAsNew, setHandler, workflowInfo } from '@temporalio/workflow';
import { receiptsDue } from './messages.js';
import { mail } from './proxies.js';

const EVENTS = 2000;

/** Runs until no receipt of the period is due. */
export async function commentReceipts(period: string): Promise<void> {
  let asked = true;
  setHandler(receiptsDue, () => {
    asked = true;
  });
  while (asked) {
    asked = false;
    const { more } = await mail.sendReceipts.executeWithOptions({ summary: `意见回执 ${period}` }, [period]);
    if (more) asked = true;
    if (asked && workflowInfo().historyLength > EVENTS) await continueAsNew<typeof commentReceipts>(period);
  }
}
