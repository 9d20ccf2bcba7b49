/**
 * The directory on record: units, group words, contacts, stand-ins. What it was before stands in the chain: every change
 * leaves an event with the unit before and after.
 */
import { asc, eq, sql } from 'drizzle-orm';
import { type Day, dayOf } from '../../domain/day.js';
import { refuse } from '../../domain/errors.js';
import type { Contact, Directory, Group, StandIn, Unit } from '../../domain/org.js';
import type { Actor, LedgerEvent } from '../../domain/task.js';
import { appendWithin, type Runner } from './chain.js';
import type { Ledger } from './connect.js';
import { badAddress, type FormerName, unit, unitGroup } from './schema.js';

type UnitRow = typeof unit.$inferSelect;
type UnitContent = Omit<UnitRow, 'position'>;

/** One writer of the directory at a time: names are checked against all other units. */
export const DIRECTORY_LOCK = 1_685_414_500;

function toUnit(row: UnitContent): Unit {
  const former = row.formerNames.map((one) => one.name).filter((name) => !row.aliases.includes(name));
  return {
    id: row.id,
    name: row.name,
    kind: row.kind,
    aliases: [...row.aliases, ...former],
    contacts: row.contacts,
    standIns: row.standIns,
    ...(row.ended === null ? {} : { ended: row.ended }),
  };
}

/** The whole directory; former names of a unit are among its aliases. */
export function loadDirectory(ledger: Ledger): Promise<Directory> {
  return directoryWithin(ledger.db);
}

/** The same within a transaction. */
export async function directoryWithin(runner: Runner): Promise<Directory> {
  const [units, groups] = await Promise.all([
    runner.select().from(unit).orderBy(asc(unit.position)),
    runner.select().from(unitGroup).orderBy(asc(unitGroup.position)),
  ]);
  return {
    units: units.map(toUnit),
    groups: groups.map(({ word, aliases, members }): Group => ({ word, aliases, members })),
  };
}

/** One unit, or undefined: cheaper than the directory where letters are sent one by one. */
export async function loadUnit(ledger: Ledger, id: string): Promise<Unit | undefined> {
  const [row] = await ledger.db.select().from(unit).where(eq(unit.id, id));
  return row === undefined ? undefined : toUnit(row);
}

/** Names a unit had before, with the day each ended, oldest first. */
export async function formerNames(ledger: Ledger, id: string): Promise<readonly FormerName[]> {
  const [row] = await ledger.db.select({ names: unit.formerNames }).from(unit).where(eq(unit.id, id));
  return row?.names ?? [];
}

/** The entry for a unit that was added (without `before`), changed or dropped (without `after`). */
export function changedUnit(
  kind: string,
  actor: Actor,
  at: number,
  before: Unit | undefined,
  after: Unit | undefined,
): LedgerEvent {
  const subject = after?.id ?? before?.id ?? '';
  return {
    id: `${kind}/${subject}/${at}`,
    at,
    actor,
    kind,
    subject,
    data: { before: before ?? null, after: after ?? null },
  };
}

/** Equal as records: contacts and stand-ins come back from the database with their keys in another order. */
function sameUnit(a: Unit, b: Unit): boolean {
  const flat = (u: Unit) => [
    u.name,
    u.kind,
    u.aliases,
    u.contacts.map((c) => [c.role, c.address]),
    u.standIns.map((s) => [s.role, s.address, s.from, s.until]),
    u.ended?.on ?? null,
  ];
  return JSON.stringify(flat(a)) === JSON.stringify(flat(b));
}

/**
 * Takes a directory as a whole in place of the one on record. A unit whose name differs was renamed: it keeps the old
 * name as an alias (until the day of `at`), as it keeps names from earlier renames that nobody else bears now. Units that
 * are not in the new directory are dropped, but not those that a reorganisation ended; one that the new directory lists
 * without its end is restored. One event per unit added, changed or dropped.
 * @param at epoch ms.
 */
export async function saveDirectory(ledger: Ledger, directory: Directory, actor: Actor, at: number): Promise<void> {
  await ledger.db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${DIRECTORY_LOCK})`);
    const before = new Map((await tx.select().from(unit)).map((row) => [row.id, row]));
    const bornBy = new Map(directory.units.flatMap((u) => [u.name, ...u.aliases].map((name) => [name, u.id] as const)));
    const listed = directory.units.map((u, position): UnitRow => {
      const old = before.get(u.id);
      const ended = old === undefined || old.name === u.name ? [] : [{ name: old.name, until: dayOf(at) }];
      const former = [...(old?.formerNames ?? []), ...ended].filter((one) => !bornBy.has(one.name));
      const { id, name, kind, aliases, contacts, standIns } = u;
      const end = u.ended ?? null;
      return { id, position, name, kind, aliases: [...aliases], formerNames: former, contacts, standIns, ended: end };
    });
    // Ended units stay, whether a file still knows them or not: duties, letters and chain lead through them.
    const kept = [...before.values()]
      .filter((old) => old.ended !== null && !listed.some((row) => row.id === old.id))
      .map((old, at): UnitRow => ({ ...old, position: listed.length + at }));
    const rows = [...listed, ...kept];
    const events: LedgerEvent[] = [];
    for (const row of rows) {
      const old = before.get(row.id);
      if (old === undefined || !sameUnit(toUnit(old), toUnit(row)))
        events.push(changedUnit('unit.imported', actor, at, old && toUnit(old), toUnit(row)));
      before.delete(row.id);
    }
    for (const gone of before.values()) events.push(changedUnit('unit.dropped', actor, at, toUnit(gone), undefined));
    await tx.delete(unit);
    await tx.delete(unitGroup);
    if (rows.length > 0) await tx.insert(unit).values(rows);
    const groups = directory.groups.map((g, position) => ({
      word: g.word,
      position,
      aliases: [...g.aliases],
      members: [...g.members],
    }));
    if (groups.length > 0) await tx.insert(unitGroup).values(groups);
    await appendWithin(tx, events);
  });
}

/** Changes one unit under the directory's lock and records what it was before. */
async function change(
  ledger: Ledger,
  id: string,
  kind: string,
  actor: Actor,
  at: number,
  edit: (row: UnitRow, tx: Runner) => Promise<UnitRow> | UnitRow,
): Promise<void> {
  await ledger.db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${DIRECTORY_LOCK})`);
    const [old] = await tx.select().from(unit).where(eq(unit.id, id));
    if (old === undefined) throw refuse('not-found', { what: id });
    const row = await edit(old, tx);
    if (row === old) return;
    await tx.update(unit).set(row).where(eq(unit.id, id));
    await appendWithin(tx, [changedUnit(kind, actor, at, toUnit(old), toUnit(row))]);
  });
}

/**
 * Gives a unit a new name; its id stays, the old name stays an alias until the day of `at` is noted beside it.
 * @throws `not-found`, or `unit-name-in-use` when another unit or group bears the name.
 */
export async function renameUnit(ledger: Ledger, id: string, name: string, actor: Actor, at: number): Promise<void> {
  await change(ledger, id, 'unit.renamed', actor, at, async (row, tx) => {
    if (row.name === name) return row;
    const others = await tx.select().from(unit).where(sql`${unit.id} <> ${id}`);
    const holder = others.map(toUnit).find((other) => other.name === name || other.aliases.includes(name));
    const groups = await tx.select({ word: unitGroup.word, aliases: unitGroup.aliases }).from(unitGroup);
    const group = groups.find((g) => g.word === name || g.aliases.includes(name));
    const bearer = holder?.name ?? group?.word;
    if (bearer !== undefined) throw refuse('unit-name-in-use', { name, unit: bearer });
    return {
      ...row,
      name,
      aliases: row.aliases.filter((alias) => alias !== name),
      formerNames: [...row.formerNames.filter((one) => one.name !== name), { name: row.name, until: dayOf(at) }],
    };
  });
}

/** Puts an address in place of the unit's contacts of that role. The office vouches for it: an earlier refusal is cleared. */
export async function setContact(
  ledger: Ledger,
  id: string,
  contact: Contact,
  actor: Actor,
  at: number,
): Promise<void> {
  await change(ledger, id, 'unit.contact', actor, at, async (row, tx) => {
    await tx.delete(badAddress).where(eq(badAddress.address, contact.address));
    const others = row.contacts.filter((one) => one.role !== contact.role);
    return { ...row, contacts: [...others, { role: contact.role, address: contact.address }] };
  });
}

/** Adds somebody who receives for a contact from one day to another, both included; the same one twice is one. */
export async function addStandIn(
  ledger: Ledger,
  id: string,
  standIn: StandIn,
  actor: Actor,
  at: number,
): Promise<void> {
  const { role, address, from, until }: { role: StandIn['role']; address: string; from: Day; until: Day } = standIn;
  await change(ledger, id, 'unit.stand-in', actor, at, (row) => {
    const there = row.standIns.some(
      (s) => s.role === role && s.address === address && s.from === from && s.until === until,
    );
    return there ? row : { ...row, standIns: [...row.standIns, { role, address, from, until }] };
  });
}
