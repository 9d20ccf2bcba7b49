/** Office acts on the directory, the calendar and single letters. */

import { WorkflowNotFoundError } from '@temporalio/client';
import { saveCalendarYear } from '../activities/ledger/calendar-years.js';
import { appendEvents } from '../activities/ledger/chain.js';
import {
  loadDirectory,
  saveDirectory,
  setContact as writeContact,
  renameUnit as writeName,
  addStandIn as writeStandIn,
} from '../activities/ledger/directory.js';
import { loadLetter } from '../activities/ledger/letters.js';
import { reopenLetter } from '../activities/ledger/outbox.js';
import { listPlans } from '../activities/ledger/plans.js';
import { listTasks } from '../activities/ledger/tasks.js';
import { officeCalendar } from '../activities/schedules.js';
import { readYear } from '../domain/calendar/holidays.js';
import { type Day, isDay } from '../domain/day.js';
import { checkDirectory, isAddress, readDirectory, resolve, unitOf } from '../domain/directory.js';
import { endWords } from '../domain/ended-unit.js';
import { DubanError, type Fault, fault, refuse } from '../domain/errors.js';
import { roundsWorkflowId } from '../domain/ids.js';
import type { ContactRole, Directory } from '../domain/org.js';
import type { Actor } from '../domain/task.js';
import { calendarChanged, letterResent, unitPaused } from '../workflows/messages.js';
import { recalendarPeriods } from './comments/recalendar.js';
import { ask, type Desk, officeEvent, officeUnits, permit } from './desk.js';
import { recompute } from './rounds.js';

/**
 * Takes a whole directory in; units that running tasks know keep their ids, units that a reorganisation ended stay.
 * @param restore the ended units that the file lists are there again; without it they are a question.
 * @throws every fault with its line.
 */
export async function importUnits(
  desk: Desk,
  csv: string,
  actor: Actor,
  restore = false,
): Promise<{ readonly units: number; readonly groups: number }> {
  await permit(desk, actor, 'importUnits', 'units');
  const directory = readDirectory(csv);
  const faults = [
    ...checkDirectory(directory),
    ...(await missingUnits(desk, directory)),
    ...(restore ? [] : await endedUnits(desk, directory)),
  ];
  if (faults.length > 0) throw new DubanError(faults);
  await saveDirectory(desk.ledger, directory, actor, await desk.now());
  return { units: directory.units.length, groups: directory.groups.length };
}

/** Units that the new directory lists again although a reorganisation ended them. */
async function endedUnits(desk: Desk, directory: Directory): Promise<readonly Fault[]> {
  const held = await loadDirectory(desk.ledger);
  return held.units
    .filter(({ id, ended }) => ended !== undefined && unitOf(directory, id) !== undefined)
    .map((unit) => fault('unit-restored', { unit: unit.name, id: unit.id, ...endWords(unit, held) }));
}

/** Units that open tasks or running plans stand on and that the new directory lacks. */
async function missingUnits(desk: Desk, directory: Directory): Promise<readonly Fault[]> {
  const executing = new Set(
    (await listPlans(desk.ledger)).filter((row) => row.status === 'executing').map((row) => row.id),
  );
  const open = (await listTasks(desk.ledger, { open: true })).filter((task) => executing.has(task.plan));
  const faults: Fault[] = [];
  for (const { id, name, kind, ended } of (await loadDirectory(desk.ledger)).units) {
    if (ended !== undefined) continue;
    const after = unitOf(directory, id);
    // The office and the leadership group stand behind every letter of a running plan.
    const standing = executing.size > 0 && (kind === 'office' || kind === 'leadership');
    const tasks = standing ? open.length : open.filter((task) => task.duties.some((duty) => duty.unit === id)).length;
    const gone = standing ? after?.kind !== kind : after === undefined;
    if (gone && (standing || tasks > 0)) faults.push(fault('unit-in-use', { unit: name, id, count: tasks }));
  }
  return faults;
}

/** The next letter bears the new name; the old one stays an alias. */
export async function renameUnit(desk: Desk, unit: string, name: string, actor: Actor): Promise<void> {
  await permit(desk, actor, 'renameUnit', unit);
  if (name.trim() === '') throw refuse('text-missing', { field: '单位名称' });
  await writeName(desk.ledger, await known(desk, unit), name.trim(), actor, await desk.now());
}

/** The next letter goes to the new address. */
export async function setContact(
  desk: Desk,
  unit: string,
  role: ContactRole,
  address: string,
  actor: Actor,
): Promise<void> {
  await permit(desk, actor, 'setContact', unit);
  const faults = addressFaults(address);
  if (faults.length > 0) throw new DubanError(faults);
  await writeContact(desk.ledger, await known(desk, unit), { role, address }, actor, await desk.now());
}

/** From `from` to `until`, both included, letters for the contact go to the stand-in. */
export async function addStandIn(
  desk: Desk,
  unit: string,
  role: ContactRole,
  address: string,
  from: Day,
  until: Day,
  actor: Actor,
): Promise<void> {
  await permit(desk, actor, 'addStandIn', unit);
  const faults = addressFaults(address);
  for (const day of [from, until]) if (!isDay(day)) faults.push(fault('day-invalid', { value: day }));
  if (faults.length === 0 && from > until) faults.push(fault('day-order', { from, until }));
  if (faults.length > 0) throw new DubanError(faults);
  await writeStandIn(desk.ledger, await known(desk, unit), { role, address, from, until }, actor, await desk.now());
}

/** Holds routine letters of a unit back, or lets them go again with the next morning. */
export async function pauseUnit(desk: Desk, unit: string, paused: boolean, actor: Actor): Promise<void> {
  await permit(desk, actor, 'pauseUnit', unit);
  const id = await known(desk, unit);
  const at = await desk.now();
  await toRounds(desk, (handle) => handle.signal(unitPaused, id, paused));
  await appendEvents(desk.ledger, [officeEvent(actor, at, paused ? 'unit.paused' : 'unit.resumed', id, {})]);
}

/** Takes a year's holidays in; the dates of all open tasks and live comment periods follow. */
export async function loadCalendarYear(
  desk: Desk,
  text: string,
  actor: Actor,
): Promise<{ readonly year: number; readonly workdays: number }> {
  await permit(desk, actor, 'loadCalendarYear', 'calendar');
  const data = readYear(text);
  const at = await desk.now();
  await saveCalendarYear(desk.ledger, data, [
    officeEvent(actor, at, 'calendar.loaded', String(data.year), {
      notice: data.notice,
      off: data.off,
      work: data.work,
    }),
  ]);
  for (const row of await listPlans(desk.ledger)) {
    if (row.status !== 'executing' || row.ladder === null) continue;
    await recompute(desk, await listTasks(desk.ledger, { plan: row.id, open: true }), row.ladder, actor);
  }
  await recalendarPeriods(desk, data);
  await toRounds(desk, (handle) => handle.signal(calendarChanged, null)).catch((error: unknown) => {
    // No plan was launched yet: nothing waits for the calendar.
    if (!(error instanceof DubanError && error.code === 'rounds-not-running')) throw error;
  });
  return { year: data.year, workdays: (await officeCalendar(desk.ledger)).countWorkdays(data.year) };
}

/** Sends an undeliverable letter again, to whoever can be reached now. */
export async function resend(desk: Desk, key: string, actor: Actor): Promise<void> {
  await permit(desk, actor, 'resend', key);
  const letter = await loadLetter(desk.ledger, key);
  if (!letter) throw refuse('not-found', { what: key });
  const reopened = await reopenLetter(desk.ledger, key, officeEvent(actor, await desk.now(), 'letter.resent', key, {}));
  if (!reopened) throw refuse('letter-not-resendable', { key, status: letter.status });
  await toRounds(desk, (handle) => handle.signal(letterResent, key));
}

/** @throws `rounds-not-running` before the first launch. */
async function toRounds(
  desk: Desk,
  call: (handle: ReturnType<Desk['client']['workflow']['getHandle']>) => Promise<void>,
): Promise<void> {
  const { office } = officeUnits(await loadDirectory(desk.ledger));
  try {
    await ask(desk, () => call(desk.client.workflow.getHandle(roundsWorkflowId(office))));
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) throw new DubanError([fault('rounds-not-running')], { cause: error });
    throw error;
  }
}

/** A unit by id or by name. @throws `unit-unknown` with its nearest matches, or `unit-ended`. */
async function known(desk: Desk, words: string): Promise<string> {
  const directory = await loadDirectory(desk.ledger);
  const held = unitOf(directory, words);
  if (held?.ended !== undefined)
    throw refuse('unit-ended', { unit: held.name, ...endWords(held, directory), act: '更改' });
  if (held) return words;
  const found = resolve(directory, words);
  if (found.kind === 'unit') return found.unit.id;
  throw refuse('unit-unknown', { words, nearest: (found.kind === 'unknown' && found.nearest.join('、')) || '无' });
}

function addressFaults(address: string): Fault[] {
  return isAddress(address) ? [] : [fault('unit-address', { value: address, column: '联系地址' })];
}
