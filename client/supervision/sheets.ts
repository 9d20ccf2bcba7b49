/** The Excel sheet of a unit's return: written with what is on file, and read back. */
import { returnSheet } from '../../activities/documents/return-sheet.js';
import type { Ledger } from '../../activities/ledger/connect.js';
import { loadDirectory } from '../../activities/ledger/directory.js';
import { loadPlan } from '../../activities/ledger/plans.js';
import { listTasks } from '../../activities/ledger/tasks.js';
import { returnFacts } from '../../activities/mail/return-facts.js';
import { unitOf } from '../../domain/directory.js';
import { DubanError, fault, refuse } from '../../domain/errors.js';
import { askedTargets } from '../../domain/life/year-targets.js';
import { type CycleState, type CycleUnit, returnOf } from '../../domain/supervision/cycle.js';
import type { ReturnContent } from '../../domain/supervision/return.js';
import { named } from '../desk.js';
import { readReturnSheet } from '../formats/return-sheet.js';
import type { EvidenceFile } from '../http/cycle-answers.js';

const EXCEL = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** @throws `cycle-other-unit` for a unit that is not asked. */
export async function sheetOf(ledger: Ledger, state: CycleState, unit: string): Promise<EvidenceFile> {
  await mustUnit(ledger, state, unit);
  const id = returnOf(state, unit);
  const facts = (await returnFacts(ledger, [id])).get(id);
  if (facts === undefined) throw refuse('not-found', { what: id });
  const unitName = unitOf(await loadDirectory(ledger), unit)?.name ?? unit;
  return {
    name: `${facts.period}报送表（${unitName}）.xlsx`,
    mediaType: EXCEL,
    bytes: await returnSheet({ ...facts, unitName }),
  };
}

/** @throws DubanError with every fault of the sheet, each naming its cell. */
export async function readSheetOf(
  ledger: Ledger,
  state: CycleState,
  unit: string,
  bytes: Uint8Array,
): Promise<ReturnContent> {
  const { leads } = await mustUnit(ledger, state, unit);
  const [tasks, row] = await Promise.all([listTasks(ledger, { plan: state.plan }), loadPlan(ledger, state.plan)]);
  const asked = tasks
    .filter((task) => leads.includes(task.id))
    .map((task) => ({ ...task, targets: askedTargets(task, row?.plan) }));
  const read = await readReturnSheet(bytes, { plan: state.plan, cycle: state.id, unit, tasks: asked });
  if (!('faults' in read)) return read.content;
  const directory = await loadDirectory(ledger);
  throw new DubanError(read.faults.map((one) => named(one, directory)));
}

/** The unit as the cycle asks it. @throws `cycle-other-unit` with the names of those that are asked. */
export async function mustUnit(ledger: Ledger, state: CycleState, unit: string): Promise<CycleUnit> {
  const found = state.units.find((one) => one.unit === unit);
  if (found) return found;
  const allowed = state.units.map((one) => one.unit).join('、');
  const other = fault('cycle-other-unit', { cycle: state.id, unit, allowed });
  throw new DubanError([named(other, await loadDirectory(ledger))]);
}
