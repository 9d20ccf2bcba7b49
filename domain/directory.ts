/** The directory in use: whom a unit's letters go to on a day, and what the directory still lacks. */
import type { Day } from './day.js';
import { type Fault, fault } from './errors.js';
import { type ContactRole, contactRoles, type Directory, type Unit } from './org.js';

export { isAddress, readDirectory } from './directory-file.js';
export { resolve } from './unit-names.js';

/** One address to try for a letter. */
export interface Recipient {
  readonly address: string;
  /** The contact the letter is meant for at this step of the chain. */
  readonly role: ContactRole;
  /** True when the address belongs to a stand-in: the record then says "on behalf of" that role. */
  readonly standIn: boolean;
}

/** The unit with this id, or undefined when the directory has none. */
export function unitOf(directory: Directory, id: string): Unit | undefined {
  return directory.units.find((unit) => unit.id === id);
}

/**
 * The addresses to try for a unit on a day, best first: from `role` upward (liaison → head → leader), for each role its
 * stand-ins valid on that day and then its contacts. Addresses for which `isBad` answers true are left out, and no
 * address comes twice. Empty: nobody can be reached, which the caller must report at once (design section 5).
 */
export function recipients(unit: Unit, role: ContactRole, day: Day, isBad: (address: string) => boolean): Recipient[] {
  const chain = contactRoles
    .slice(contactRoles.indexOf(role))
    .flatMap((step) => [
      ...unit.standIns
        .filter((s) => s.role === step && s.from <= day && day <= s.until)
        .map((s): Recipient => ({ address: s.address, role: step, standIn: true })),
      ...unit.contacts
        .filter((c) => c.role === step)
        .map((c): Recipient => ({ address: c.address, role: step, standIn: false })),
    ]);
  return chain.filter(
    (one, at) => !isBad(one.address) && chain.findIndex((other) => other.address === one.address) === at,
  );
}

/**
 * What a readable directory still lacks before letters may leave: units without any address, and exactly one office
 * and one leadership group. Empty when nothing is missing.
 */
export function checkDirectory(directory: Directory): Fault[] {
  const faults = directory.units
    .filter((unit) => unit.contacts.length === 0)
    .map((unit) => fault('unit-without-contact', { unit: unit.name }));
  for (const [kind, word] of [
    ['office', '领导小组办公室'],
    ['leadership', '领导小组'],
  ] as const) {
    const count = directory.units.filter((unit) => unit.kind === kind).length;
    if (count !== 1) faults.push(fault('directory-one-of', { kind, word, count }));
  }
  return faults;
}
