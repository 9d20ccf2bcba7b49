/** What the worker runs. */
export { commentPeriod } from './comment-period.js';
export { commentReceipts } from './comment-receipts.js';
export { keyTask } from './key-task.js';
export { planLifecycle } from './plan-lifecycle.js';
export { rounds } from './rounds.js';
