/** Whoever meets an error finds it in docs/errors.md, and no error is kept that nothing can raise. */
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { catalogue } from '../../domain/errors.js';
import { fromRoot } from '../../worker/root.js';
import { errorsPage } from './errors-page.js';
import { layers, sourcesIn } from './sources.js';

const codes = Object.keys(catalogue);

test('docs/errors.md lists every code as the catalogue has it (written anew by test/house/write-errors.ts)', () => {
  const page = readFileSync(fromRoot('docs', 'errors.md'), 'utf8');
  expect(codes.filter((code) => !page.includes(`| \`${code}\` |`))).toEqual([]);
  expect(page).toBe(errorsPage());
});

test('every code is raised somewhere', () => {
  const text = sourcesIn(layers)
    .filter(({ path }) => !/^domain\/(\w+\/)?errors\.ts$/.test(path))
    .map((source) => source.text)
    .join('\n');
  // A code may be put together, such as `link-${reading.reason}`.
  const stems = [...text.matchAll(/`([a-z]+-)\$\{/g)].map(([, stem = '']) => stem);
  const raised = (code: string): boolean =>
    text.includes(`'${code}'`) ||
    stems.some((stem) => code.startsWith(stem) && text.includes(`'${code.slice(stem.length)}'`));
  expect(codes.filter((code) => !raised(code))).toEqual([]);
});

test('messages are Chinese sentences whose placeholders have plain names', () => {
  const odd = Object.entries(catalogue).filter(
    ([, { message }]) => !/[\u4e00-\u9fff]/.test(message) || /[。.]$/.test(message) || /\{(?!\w+\})/.test(message),
  );
  expect(odd.map(([code]) => code)).toEqual([]);
});
