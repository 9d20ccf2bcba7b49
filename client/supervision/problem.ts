/** Major problems: raised at any time, and their letters posted, later too when Temporal was away. */
import { loadDirectory } from '../../activities/ledger/directory.js';
import { raiseProblem, unsentProblems } from '../../activities/ledger/supervision/problems.js';
import { loadTask } from '../../activities/ledger/tasks.js';
import { dayOf } from '../../domain/day.js';
import { refuse } from '../../domain/errors.js';
import { specialReport } from '../../domain/supervision/cycle-letters.js';
import { type Actor, leadsOf } from '../../domain/task.js';
import { officeUnits, permit, recordRefusal } from '../desk.js';
import { unknownTask } from '../unknown-task.js';
import type { CycleDesk } from './ways.js';

/**
 * A major problem goes to the leadership group without waiting for a rung.
 * @returns the key of its letter. @throws `temporal-no-answer` when it is on record and its letter has to wait: the same
 * words again send that letter, and raise nothing anew.
 */
export async function raise(
  desk: CycleDesk,
  id: string,
  text: string,
  actor: Actor,
): Promise<{ readonly letter: string }> {
  const task = await loadTask(desk.ledger, id);
  if (!task) throw await unknownTask(desk.ledger, id);
  if (actor.role === 'unit') {
    if (!leadsOf(task).includes(actor.unit ?? '')) {
      const error = refuse('not-lead', {
        unit: actor.unit ?? '',
        task: id,
        act: '报告重大问题',
        allowed: leadsOf(task).join('、'),
      });
      throw await recordRefusal(desk, actor, 'problem', id, error);
    }
  } else await permit(desk, actor, 'supervision', id);
  if (text.trim() === '') throw refuse('text-missing', { field: '问题' });
  const waiting = await unsentProblems(desk.ledger);
  const before = waiting.find((one) => one.task === id && one.text === text && one.by === actor.name);
  const { letter } = before ?? (await raiseProblem(desk.ledger, { task: id, text }, actor, await desk.now()));
  await postProblems(desk);
  return { letter };
}

/**
 * Sends the letters of problems that did not leave with them.
 * @returns how many were given to Temporal now. @throws `temporal-no-answer`.
 */
export async function postProblems(desk: CycleDesk): Promise<number> {
  const unsent = await unsentProblems(desk.ledger);
  if (unsent.length === 0) return 0;
  const units = officeUnits(await loadDirectory(desk.ledger));
  const now = await desk.now();
  let posted = 0;
  for (const problem of unsent) {
    const task = await loadTask(desk.ledger, problem.task);
    if (!task) continue;
    if (await desk.ways.post(problem.id, specialReport(task, problem, units, dayOf(now), now))) posted++;
  }
  return posted;
}
