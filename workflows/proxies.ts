/** Activities as the workflows see them, in three classes of patience. */
import { proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type { Activities } from '../activities/index.js';
import { mailQueue } from './messages.js';

/** Pure computation and ledger writes: quick, repeated until the ledger is back. */
const patient = { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '15m' } as const;

export const { recordTask, recordTasks, recordPlan, draftFormal, withdrawFormals, letterDraft, unsignedUnits } =
  proxyLocalActivities<Activities>({
    startToCloseTimeout: '30s',
    localRetryThreshold: '1m',
    retry: patient,
  });

export const { recordPeriod, publishCloseOut, commentStock, commentCounts, commentDues } =
  proxyLocalActivities<Activities>({
    startToCloseTimeout: '30s',
    localRetryThreshold: '1m',
    retry: patient,
  });

export const { recordCycle, cycleChange, cycleDays, approveBulletin, startableCycles, nextCycleMorning } =
  proxyLocalActivities<Activities>({
    startToCloseTimeout: '30s',
    localRetryThreshold: '1m',
    retry: patient,
  });

export const { indicatorDates, indicatorUnits, keepIndicatorEvaluation, recordWatch, valueRounds } =
  proxyLocalActivities<Activities>({
    startToCloseTimeout: '30s',
    localRetryThreshold: '1m',
    retry: patient,
  });

export const { nextCommentTurn, movedWindow } = proxyLocalActivities<Activities>({
  startToCloseTimeout: '30s',
  localRetryThreshold: '1m',
  retry: patient,
});

export const { lifeMoment, recordLife } = proxyLocalActivities<Activities>({
  startToCloseTimeout: '30s',
  localRetryThreshold: '1m',
  retry: patient,
});

export const { applyReorganisation, successionsLeft, recordEvents } = proxyLocalActivities<Activities>({
  startToCloseTimeout: '30s',
  localRetryThreshold: '1m',
  retry: patient,
});

export const { computeSchedules, computeSlots } = proxyLocalActivities<Activities>({
  startToCloseTimeout: '30s',
  localRetryThreshold: '1m',
  retry: patient,
});

export const { numberFormal } = proxyLocalActivities<Activities>({
  startToCloseTimeout: '30s',
  localRetryThreshold: '1m',
  retry: { ...patient, maximumAttempts: 5 },
});

/**
 * Letters: tried for two weeks with growing pauses, on a queue of their own whose server-side rate limit spares the
 * mail server. What is refused for good comes back as a result, not as a failure.
 */
export const mail = proxyActivities<Activities>({
  taskQueue: mailQueue,
  startToCloseTimeout: '2m',
  scheduleToCloseTimeout: '14d',
  retry: { initialInterval: '10s', backoffCoefficient: 2, maximumInterval: '30m' },
});
