/** supervision/: each cycle with every version of its returns, their evidence, its bulletins and contests; problems raised. */
import { asc, eq, sql } from 'drizzle-orm';
import { bulletinDocument } from '../../activities/documents/bulletin.js';
import { loadDirectory } from '../../activities/ledger/directory.js';
import { listCycles, loadCycle, putOffs } from '../../activities/ledger/supervision/cycles.js';
import { evidenceOf, versionsOf } from '../../activities/ledger/supervision/returns.js';
import { cycleBulletin, cycleProblem } from '../../activities/ledger/supervision-schema.js';
import { dayOf } from '../../domain/day.js';
import type { Bulletin } from '../../domain/supervision/bulletin.js';
import { type CycleState, returnOf } from '../../domain/supervision/cycle.js';
import { nameOf } from '../letter-answer.js';
import type { Collecting } from './collect.js';
import { bulletinFile, fileName, returnFile, returnFolder } from './manifest.js';

export async function addSupervision(from: Collecting): Promise<void> {
  const { read, row, to } = from;
  const cycles = await listCycles(read, { plan: row.id });
  for (const { id } of cycles.toReversed()) {
    const held = await loadCycle(read, id);
    if (held === undefined) continue;
    const { state, rules } = held;
    await to.json(`supervision/${state.key}/cycle.json`, { state, rules });
    await to.json(`supervision/${state.key}/contests.json`, state.contests);
    for (const { unit } of state.units) await addReturns(from, state, unit);
    await addBulletins(from, state);
  }
  const problems = await read.db
    .select()
    .from(cycleProblem)
    .where(eq(cycleProblem.plan, row.id))
    .orderBy(asc(cycleProblem.at), asc(cycleProblem.id));
  if (problems.length > 0) await to.json('supervision/problems.json', problems);
  const moved = await putOffs(read, row.id);
  if (moved.length > 0) await to.json('supervision/put-off.json', moved);
}

async function addReturns({ read, to }: Collecting, state: CycleState, unit: string): Promise<void> {
  const id = returnOf(state, unit);
  const versions = await versionsOf(read, id);
  for (const { version, files, cycle } of versions.filter((one) => one.cycle === state.id)) {
    const { rows } = await read.db.execute<{ body: string }>(sql`
      select jsonb_build_object('id', id, 'version', version, 'cycle', cycle, 'unit', unit, 'content', content, 'files', files,
        'via', via, 'at', at, 'by', by, 'onBehalf', on_behalf)::text as body
      from cycle_return where id = ${id} and version = ${version} and cycle = ${cycle}`);
    // PostgreSQL's own print: the sha256 of these bytes is the digest in the chain.
    await to.add(returnFile(state.key, unit, version), rows[0]?.body ?? '');
    for (const [at, file] of files.entries()) {
      const found = await evidenceOf(read, id, version, file.sha256);
      const path = `${returnFolder(state.key, unit)}/v${version}/${String(at + 1).padStart(2, '0')}-${fileName(file.name)}`;
      if (found !== undefined) await to.add(path, found.bytes);
    }
  }
  const back = versions.flatMap(({ version, sentBack }) => (sentBack === null ? [] : [{ version, ...sentBack }]));
  if (back.length > 0) await to.json(`${returnFolder(state.key, unit)}/sent-back.json`, back);
}

async function addBulletins({ read, to }: Collecting, state: CycleState): Promise<void> {
  const rows = await read.db
    .select()
    .from(cycleBulletin)
    .where(eq(cycleBulletin.cycle, state.id))
    .orderBy(asc(cycleBulletin.no));
  if (rows.length === 0) return;
  const words = nameOf(await loadDirectory(read));
  const name = (unit: string): string => words(unit).name;
  for (const { no, number, office, at, body } of rows) {
    await to.add(bulletinFile(state.key, no), body);
    const paper = {
      number,
      officeName: name(office),
      name,
      day: dayOf(at),
      to: state.units.map(({ unit }) => unit),
      copies: state.leadership === '' ? [] : [state.leadership],
    };
    await to.add(
      `supervision/${state.key}/bulletins/${no}-${fileName(number)}.docx`,
      await bulletinDocument(JSON.parse(body) as Bulletin, paper),
    );
  }
  await to.json(
    `supervision/${state.key}/bulletins/index.json`,
    rows.map(({ body: _body, ...row }) => row),
  );
}
