/** The layers of the code hold: for what runs (dependency-cruiser on dist) and for what is only a type (here). */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { fromRoot, packageRoot } from '../../worker/root.js';

/** Layer → layers it may name, types included. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  domain: ['domain'],
  workflows: ['workflows', 'domain', 'activities'],
  activities: ['activities', 'domain', 'workflows'],
  worker: ['worker', 'domain', 'activities', 'workflows'],
  client: ['client', 'domain', 'activities', 'workflows', 'worker'],
};

const sourcesOf = (layer: string): readonly string[] =>
  readdirSync(fromRoot(layer), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => join(layer, name));

describe('layers', () => {
  test('no compiled module breaks a rule of .dependency-cruiser.cjs, and the modules were really seen', () => {
    expect(existsSync(fromRoot('dist')) || 'run `npm run build` first').toBe(true);
    const program = fromRoot('node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs');
    const args = [program, '--config', '.dependency-cruiser.cjs', '--output-type', 'json', 'dist'];
    // The exit code counts the violations; they are read from the report, which is printed in any case.
    const script = `${JSON.stringify(process.execPath)} ${args.join(' ')} || true`;
    const report = JSON.parse(
      execFileSync('sh', ['-c', script], { cwd: packageRoot, encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 }),
    );
    const broken = report.summary.violations.map(
      (violation: { rule: { name: string }; from: string; to: string }) =>
        `${violation.rule.name}: ${violation.from} → ${violation.to}`,
    );
    expect(broken).toEqual([]);
    expect(report.summary.totalCruised).toBeGreaterThan(50);
  });

  test.each(Object.keys(allowed))('%s names only layers below it, in types too', (layer) => {
    const broken: string[] = [];
    for (const source of sourcesOf(layer)) {
      const text = readFileSync(fromRoot(source), 'utf8');
      for (const [, specifier = ''] of text.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)) {
        const target = relative(packageRoot, resolve(fromRoot(source), '..', specifier));
        if (allowed[layer]?.includes(target.split('/')[0] ?? '') !== true) broken.push(`${source} → ${target}`);
      }
      if (layer === 'workflows' && /import (?!type)[^;]*'\.\.\/activities/.test(text))
        broken.push(`${source} runs activities`);
    }
    expect(broken).toEqual([]);
  });
});
