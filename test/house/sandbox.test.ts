/** Workflow code is replayed for years: what it reaches must not depend on a host, its zone data or a library's whim. */
import { posix } from 'node:path';
import { expect, test } from '@jest/globals';
import { sourcesIn } from './sources.js';

const texts = new Map(sourcesIn(['domain', 'workflows', 'activities']).map(({ path, text }) => [path, text]));

/** Files that workflows run, from their index on, and the packages these import. */
function reached(): { readonly files: ReadonlySet<string>; readonly packages: readonly string[] } {
  const files = new Set<string>();
  const packages = new Set<string>();
  const visit = (file: string): void => {
    if (files.has(file)) return;
    files.add(file);
    for (const [, what, from = ''] of (texts.get(file) ?? '').matchAll(
      /^(?:import|export)\s+(type\s)?[^;]*?from\s+'([^']+)'/gm,
    )) {
      if (what !== undefined) continue;
      if (from.startsWith('.')) visit(posix.join(posix.dirname(file), from).replace(/\.js$/, '.ts'));
      else packages.add(`${from} in ${file}`);
    }
  };
  visit('workflows/index.ts');
  return { files, packages: [...packages] };
}

test('workflows and the domain files they run import nothing but each other and Temporal', () => {
  const { files, packages } = reached();
  expect([...files].filter((file) => !texts.has(file))).toEqual([]);
  expect([...files].filter((file) => file.startsWith('domain/')).length).toBeGreaterThan(5);
  expect([...files].filter((file) => file.startsWith('activities/'))).toEqual([]);
  expect(packages.filter((name) => !/^@temporalio\/(workflow|common) in workflows\//.test(name))).toEqual([]);
});

test('they ask no host for its zone, its language or chance', () => {
  // Days and times are plain arithmetic at UTC+8 (domain/day.ts).
  const leaks =
    /\bIntl\.|toLocale\w*\(|localeCompare|Math\.random|\.get(FullYear|Month|Date|Day|Hours|Minutes)\(|new Date\(\)|new Date\(\d+,|process\.|setInterval|performance\.|Temporal\.Now|WeakRef/;
  const found = [...reached().files].filter((file) =>
    leaks.test((texts.get(file) ?? '').replace(/^\s*(\/\/|\/?\*).*$/gm, '')),
  );
  expect(found).toEqual([]);
});
