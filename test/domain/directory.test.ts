import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { checkDirectory, isAddress, readDirectory, recipients, resolve, unitOf } from '../../domain/directory.js';
import { DubanError } from '../../domain/errors.js';
import type { Unit } from '../../domain/org.js';

const seed = readFileSync(new URL('../../seeds/units.csv', import.meta.url), 'utf8');
const directory = readDirectory(seed);
const header = 'id,name,kind,aliases,members,liaison,head,leader';

function faultsOf(text: string): string[] {
  try {
    readDirectory(text);
  } catch (error) {
    if (error instanceof DubanError) return error.faults.map((f) => f.message);
    throw error;
  }
  return [];
}

/** `unit id (how)`, `group word`, or the near names of what does not resolve. */
function found(words: string, within = directory): string {
  const r = resolve(within, words);
  if (r.kind === 'unit') return `${r.unit.id} (${r.by})`;
  return r.kind === 'group' ? r.group.word : `? ${r.nearest.join('、')}`;
}

describe('the directory of the sample district', () => {
  const documentPath = new URL('../../../shared/documents/wenchanghu-2023-key-tasks.txt', import.meta.url);
  const documentTest = existsSync(documentPath) ? test : test.skip;

  documentTest('every unit and group word of the 2023 document resolves (needs ../shared)', () => {
    const text = readFileSync(documentPath, 'utf8');
    // The duties in brackets; two of the brackets are never closed.
    const words = [...text.matchAll(/\(((?:区|市萌)[^()\n]*?(?:负责|牵头|配合)[^()\n]*)\)?/g)].flatMap((m) =>
      (m[1] ?? '').split(/[、,]/).map((w) => w.replace(/(等部门)?(负责|牵头|配合)$/, '')),
    );
    expect(words.length).toBeGreaterThan(120);
    expect([...new Set(words)].filter((w) => found(w).startsWith('?'))).toEqual([]);
  });

  test('nothing is missing: every unit can be written to, one office, one leadership group', () => {
    expect(checkDirectory(directory)).toEqual([]);
  });

  test('names, aliases, spaces, width and a missing level prefix lead to the same unit', () => {
    expect(found('区经济发展局')).toBe('wch-jjfzj (name)');
    expect(found('市场监管局')).toBe('wch-scjgj (alias)');
    expect(found('区 医保\n事业科')).toBe('wch-ybsyk (name)');
    expect(found('萌山水库管理中心')).toBe('wch-msskglzx (alias)');
    expect(found('区有关部门')).toBe('区各相关部门');
    expect(found('各镇供电所')).toBe('各镇供电所');
  });

  test('a body of another level is never taken for the district’s; near names are offered instead', () => {
    expect(found('县财政局')).toMatch(/^\? .*区财政局/);
    expect([found('区财政局'), found('市财政局')]).toEqual(['wch-czj (name)', 'lc-czj (name)']);
    expect(found('区自然资源规划分局')).toMatch(/^\? 区自然资源和规划分局/);
    expect(found('省人大常委会')).toBe('? ');
    const nearest = resolve(directory, '区服务中心');
    expect(nearest.kind === 'unknown' && nearest.nearest.length <= 3).toBe(true);
  });

  test('the level prefix is not supplied where two units would fit', () => {
    const two = readDirectory(`${header}\nq,区水利局,department,,,,,\ns,市水利局,department,,,,,\n`);
    expect(found('水利局', two)).toMatch(/^\? /);
    expect(found('市水利局', two)).toBe('s (name)');
  });

  test('a unit stays findable by its id after it was renamed', () => {
    const renamed = readDirectory(seed.replace('区安监环保局,department,', '区安全环保局,department,区安监环保局；'));
    expect(found('区安监环保局', renamed)).toBe('wch-ajhbj (alias)');
    expect(unitOf(renamed, 'wch-ajhbj')?.name).toBe('区安全环保局');
    expect(unitOf(renamed, 'nobody')).toBeUndefined();
  });
});

describe('whom a letter goes to', () => {
  const unit: Unit = {
    id: 'u',
    name: '区财政局',
    kind: 'department',
    aliases: [],
    contacts: [
      { role: 'head', address: 'head@example.org' },
      { role: 'liaison', address: 'liaison@example.org' },
      { role: 'leader', address: 'leader@example.org' },
    ],
    standIns: [{ role: 'liaison', address: 'standin@example.org', from: '2026-03-02', until: '2026-03-06' }],
  };
  const chain = (role: 'liaison' | 'head' | 'leader', day: string, bad: readonly string[] = []) =>
    recipients(unit, role, day, (address) => bad.includes(address)).map((r) => `${r.address}${r.standIn ? '*' : ''}`);

  test('it climbs from the role asked for to the leader', () => {
    expect(chain('liaison', '2026-02-01')).toEqual(['liaison@example.org', 'head@example.org', 'leader@example.org']);
    expect(chain('head', '2026-02-01')).toEqual(['head@example.org', 'leader@example.org']);
  });

  test('the stand-in comes first from the first to the last day, and then no more', () => {
    expect(chain('liaison', '2026-03-01')[0]).toBe('liaison@example.org');
    expect(chain('liaison', '2026-03-02').slice(0, 2)).toEqual(['standin@example.org*', 'liaison@example.org']);
    expect(chain('liaison', '2026-03-06')[0]).toBe('standin@example.org*');
    expect(chain('liaison', '2026-03-07')[0]).toBe('liaison@example.org');
    expect(chain('head', '2026-03-03')[0]).toBe('head@example.org');
  });

  test('refused addresses are passed over, and a chain may end up empty', () => {
    expect(chain('liaison', '2026-02-01', ['liaison@example.org'])).toEqual(['head@example.org', 'leader@example.org']);
    expect(chain('leader', '2026-02-01', ['leader@example.org'])).toEqual([]);
  });
});

describe('the units file', () => {
  test('every fault is told at once, with its line', () => {
    const bad = `${header}
a,区甲局,department,,,a@example.org,,
a,区乙局,bureau,区甲局,,,,
B1,,department,,,not an address,"x@example.org, y@example.org",
c,区丙局,department,,a,,,
g,各部门,group,,a；zz；a,g@example.org,,
h,各镇,group,,,,,
i,区丁局,department
`;
    expect(faultsOf(bad)).toEqual([
      '第3行：单位编号“a”与第2行重复',
      '第3行：名称或别名“区甲局”与第2行重复，一个名称只能指一个单位',
      '第3行：单位类别“bureau”不对，可用的类别：department、township、company、office、leadership、group',
      '第4行：单位编号“B1”不对，应为小写字母、数字和连字符，以字母开头，不超过 60 个字符',
      '第4行：单位“B1”没有名称',
      '第4行：“not an address”不是电子邮件地址（liaison）',
      '第4行：“x@example.org, y@example.org”不是电子邮件地址（head）',
      '第5行：“区丙局”不是统称（group），不能有成员',
      '第6行：统称“各部门”不能有联系地址，信件发给它的成员',
      '第6行：统称“各部门”的成员“zz”不是名录中的单位编号',
      '第6行：统称“各部门”的成员“a”列了两次',
      '第7行：统称“各镇”没有成员',
      '第8行：这一行有 3 格，表头有 8 格',
    ]);
  });

  test('a file that is empty, lacks a column, has one too many or never closes a quotation mark is refused', () => {
    expect(faultsOf('\n \n')).toEqual([`单位名录是空的，第一行应为表头：${header}`]);
    expect(faultsOf('id,name,kind,aliases,members,liaison,head\n')).toEqual([
      expect.stringContaining('缺少“leader”一列'),
    ]);
    expect(faultsOf(`${header},phone\n`)).toEqual([expect.stringContaining('不认识“phone”一列')]);
    expect(faultsOf(`${header}\naa,"区甲局,department,,,,,\n`)).toEqual(['第2行：引号没有成对，从这一行起无法读取']);
  });

  test('quoted cells, CRLF, a byte order mark, lists and stand-ins are read', () => {
    const text = `\uFEFF${header},standIns\r\naa,"区""甲""局",department,甲局；甲,,a@example.org;b@example.org,,,liaison:s@example.org:2026-03-02..2026-03-06\r\n`;
    const [unit] = readDirectory(text).units;
    expect(unit?.name).toBe('区"甲"局');
    expect(unit?.aliases).toEqual(['甲局', '甲']);
    expect(unit?.contacts.map((c) => c.address)).toEqual(['a@example.org', 'b@example.org']);
    expect(unit?.standIns).toEqual([
      { role: 'liaison', address: 's@example.org', from: '2026-03-02', until: '2026-03-06' },
    ]);
    expect(faultsOf(text.replace('..2026-03-06', '..2026-03-01'))).toEqual([
      expect.stringMatching(/^第2行：代理“.*”不对/),
    ]);
  });

  test('what cannot be written to is told', () => {
    const lacking = readDirectory(`${header}\naa,区甲局,department,,,,,\nbb,办公室,office,,,o@example.org,,\n`);
    expect(checkDirectory(lacking).map((f) => f.message)).toEqual([
      '“区甲局”没有任何联系地址，无法发信',
      '名录中类别为“leadership”（领导小组）的单位应有且只有一个，现有 0 个',
    ]);
  });

  test('no address can carry a line break, a space, a second address or a display name', () => {
    fc.assert(
      fc.property(fc.constantFrom('\r\n', '\n', ' ', ',', ';', '<', '>', '"', '\u0000'), fc.nat(17), (mark, at) => {
        const plain = 'liaison@example.org';
        expect(isAddress(plain)).toBe(true);
        expect(isAddress(plain.slice(0, at) + mark + plain.slice(at))).toBe(false);
      }),
    );
    expect(isAddress('liaison@example.org\n')).toBe(false);
  });
});
