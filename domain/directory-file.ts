/** The office's own file of units (`units.csv`) into a directory, with every fault of the file at once. */
import { type CsvRow, readCsv } from './csv.js';
import { isDay } from './day.js';
import { DubanError, type ErrorCode, type Fault, type FaultValues, fault } from './errors.js';
import {
  type ContactRole,
  contactRoles,
  type Directory,
  type Group,
  type StandIn,
  type Unit,
  type UnitKind,
  unitKinds,
} from './org.js';
import { foldName } from './unit-names.js';

const required = ['id', 'name', 'kind', 'aliases', 'members', ...contactRoles] as const;
const columns = [...required, 'standIns'] as const;
type Column = (typeof columns)[number];

const kinds: readonly string[] = [...unitKinds, 'group'];
/** One address as SMTP takes it without quoting; no display name, no list, so that nothing can slip into a header. */
const address = /^[\w.!#$%&'*+/=?^`{|}~-]+@[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+$/i;

/** True for one plain e-mail address, at most 254 characters (RFC 5321). */
export function isAddress(text: string): boolean {
  return text.length <= 254 && address.test(text);
}

/**
 * Reads the text of a units file: header `id,name,kind,aliases,members,liaison,head,leader` in any order and, optional,
 * `standIns`; lists inside a cell are separated by `；` or `;`. Kind is one of the unit kinds or `group`; the members of
 * a group are unit ids; a stand-in is written `role:address:from..until`.
 * @throws DubanError with every fault of the file, each naming its line and value.
 */
export function readDirectory(text: string): Directory {
  const csv = readCsv(text);
  const faults: Fault[] = csv.unclosed === undefined ? [] : [fault('csv-quote', {}, csv.unclosed)];
  const [header, ...rows] = csv.rows;
  if (header === undefined)
    throw new DubanError([fault('directory-empty', { columns: required.join(',') }), ...faults]);
  checkHeader(header, faults);
  if (faults.some((f) => f.code === 'directory-column-missing')) throw new DubanError(faults);

  const units: Unit[] = [];
  const groups: { readonly line: number; readonly group: Group }[] = [];
  const ids = new Map<string, number>();
  const names = new Map<string, number>();
  for (const row of rows) {
    const cells = cellsOf(header, row, faults);
    const add = (code: ErrorCode, values: FaultValues) => faults.push(fault(code, values, row.line));
    const id = cells('id');
    if (!/^[a-z][a-z0-9-]{0,59}$/.test(id)) add('unit-id', { value: id });
    const sameId = ids.get(id);
    if (sameId === undefined) ids.set(id, row.line);
    else add('unit-id-twice', { value: id, other: sameId });
    const name = cells('name');
    if (name === '') add('unit-name-missing', { id });
    const aliases = listOf(cells('aliases'));
    for (const word of name === '' ? aliases : [name, ...aliases]) {
      const sameName = names.get(foldName(word));
      if (sameName === undefined) names.set(foldName(word), row.line);
      else add('unit-name-twice', { value: word, other: sameName });
    }

    const kind = cells('kind');
    const members = listOf(cells('members'));
    const contacts = contactRoles.flatMap((role) => listOf(cells(role)).map((mail) => ({ role, address: mail })));
    const standIns = listOf(cells('standIns'));
    if (!kinds.includes(kind)) {
      add('unit-kind', { value: kind, allowed: kinds.join('、') });
    } else if (kind === 'group') {
      if (members.length === 0) add('group-empty', { group: name });
      if (contacts.length + standIns.length > 0) add('group-contacts', { group: name });
      groups.push({ line: row.line, group: { word: name, aliases, members } });
    } else {
      if (members.length > 0) add('unit-with-members', { name });
      units.push({
        id,
        name,
        kind: kind as UnitKind,
        aliases,
        contacts,
        standIns: standIns.flatMap((s) => standInOf(s, add)),
      });
    }
    for (const c of contacts) if (!isAddress(c.address)) add('unit-address', { value: c.address, column: c.role });
  }
  checkMembers(units, groups, faults);
  if (faults.length > 0) throw new DubanError(faults.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0)));
  return { units, groups: groups.map((g) => g.group) };
}

function checkHeader(header: CsvRow, faults: Fault[]): void {
  for (const column of required) {
    if (!header.fields.includes(column)) {
      faults.push(fault('directory-column-missing', { column, columns: required.join(',') }, header.line));
    }
  }
  for (const column of header.fields) {
    if (!(columns as readonly string[]).includes(column)) {
      faults.push(fault('directory-column-unknown', { column, columns: columns.join(',') }, header.line));
    }
  }
}

/** The row's cells by column name; a row shorter or longer than the header is a fault, its missing cells are empty. */
function cellsOf(header: CsvRow, row: CsvRow, faults: Fault[]): (column: Column) => string {
  if (row.fields.length !== header.fields.length) {
    faults.push(fault('directory-fields', { count: row.fields.length, expected: header.fields.length }, row.line));
  }
  return (column) => {
    const at = header.fields.indexOf(column);
    return at < 0 ? '' : (row.fields[at] ?? '');
  };
}

function listOf(cell: string): string[] {
  return cell
    .split(/[；;]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function standInOf(text: string, add: (code: ErrorCode, values: FaultValues) => void): StandIn[] {
  const [role = '', mail = '', period = ''] = text.split(':').map((part) => part.trim());
  const [from = '', until = ''] = period.split('..');
  if (
    !(contactRoles as readonly string[]).includes(role) ||
    !isAddress(mail) ||
    !isDay(from) ||
    !isDay(until) ||
    from > until
  ) {
    add('unit-stand-in', { value: text });
    return [];
  }
  return [{ role: role as ContactRole, address: mail, from, until }];
}

function checkMembers(
  units: readonly Unit[],
  groups: readonly { line: number; group: Group }[],
  faults: Fault[],
): void {
  const known = new Set(units.map((u) => u.id));
  for (const { line, group } of groups) {
    group.members.forEach((value, at) => {
      if (!known.has(value)) faults.push(fault('group-member', { group: group.word, value }, line));
      else if (group.members.indexOf(value) !== at)
        faults.push(fault('group-member-twice', { group: group.word, value }, line));
    });
  }
}
