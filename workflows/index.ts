/** What the worker runs. */
export { keyTask } from './key-task.js';
export { planLifecycle } from './plan-lifecycle.js';
export { rounds } from './rounds.js';
