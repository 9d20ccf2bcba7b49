/** A comment comes in, by whatever channel: into the ledger first; then the workflows hear of it, seldom. */
import { receiveComment, tellDue } from '../../activities/ledger/comments/receive.js';
import type { IncomingComment, Received } from '../../domain/comment/comment.js';
import { commentWorkflowId, receiptsWorkflowId } from '../../domain/ids.js';
import { commentsArrived, mainQueue, receiptsDue } from '../../workflows/messages.js';
import type { Desk } from '../desk.js';

/** Least time between two calls for receipts of one period, ms. */
const PAUSE_MS = 1000;
/** Least time between two questions to the ledger whether the period is to be told, ms. */
const ASK_EVERY = 60_000;

export interface Reception {
  receive(comment: IncomingComment): Promise<Received>;
}

/**
 * The reception desk of one process. The answer to the person waits for the ledger only: Temporal may be away. Counts
 * then come with the next morning, receipts with the next comment or the next start of the service.
 */
export function openReception(desk: Desk): Reception {
  const asking = new Map<string, 'asked' | 'again'>();
  /** By period, when (epoch ms) the ledger was last asked whether the period is to be told. */
  const asked = new Map<string, number>();

  const askReceipts = async (period: string): Promise<void> => {
    if (asking.has(period)) {
      asking.set(period, 'again');
      return;
    }
    asking.set(period, 'asked');
    await quietly(() => mailReceipts(desk, period));
    setTimeout(() => {
      const again = asking.get(period) === 'again';
      asking.delete(period);
      if (again) void askReceipts(period);
    }, PAUSE_MS).unref();
  };

  const tell = async (period: string, now: number): Promise<void> => {
    if (Math.abs(now - (asked.get(period) ?? 0)) < ASK_EVERY) return;
    asked.set(period, now);
    if (!(await tellDue(desk.ledger, period, now))) return;
    await desk.client.workflow.getHandle(commentWorkflowId(period)).signal(commentsArrived);
  };

  return {
    receive: async (comment) => {
      // Told apart from the time of arrival, which the office may enter days later.
      const now = await desk.now();
      const received = await receiveComment(desk.ledger, comment, now);
      if (!received.again) {
        if (comment.contact?.includes('@')) void askReceipts(comment.period);
        // A period that is over counts no more.
        if (!received.afterClose) void quietly(() => tell(comment.period, now));
      }
      return received;
    },
  };
}

/** Has the receipts that are due mailed. */
export async function mailReceipts(desk: Pick<Desk, 'client'>, period: string): Promise<void> {
  await desk.client.workflow.signalWithStart('commentReceipts', {
    taskQueue: mainQueue,
    workflowId: receiptsWorkflowId(period),
    args: [period],
    signal: receiptsDue,
    signalArgs: [],
    staticSummary: `意见回执：${period}`,
  });
}

/** Temporal may be away, and a period that is over has no workflow: the comment is on record either way. */
async function quietly(call: () => Promise<void>): Promise<void> {
  try {
    await call();
  } catch {
    // Counts come with the next morning, receipts with the next comment or start (client/comments/period-act).
  }
}
