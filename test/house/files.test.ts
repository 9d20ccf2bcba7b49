/** A file is one noun or verb: small, and named after what it is about. */
import { expect, test } from '@jest/globals';
import { layers, sourcesIn } from './sources.js';

const sources = sourcesIn(layers);
/** Words that say nothing about what a thing is. */
const hollow = /^(manager|helper|util|utils|helpers|service|base)$/i;
const wordsOf = (name: string): readonly string[] => name.split(/[^A-Za-z]+|(?<=[a-z])(?=[A-Z])/);

test('no file is over 400 lines, and half of them are under 150', () => {
  expect(sources.length).toBeGreaterThan(100);
  const sizes = sources.map(({ path, text }) => ({ path, lines: text.trimEnd().split('\n').length }));
  expect(sizes.filter(({ lines }) => lines > 400)).toEqual([]);
  const sorted = sizes.map(({ lines }) => lines).sort((a, b) => a - b);
  expect(sorted[Math.floor(sorted.length / 2)]).toBeLessThan(150);
});

test('no file and no exported name is called a manager, helper, util, service or base', () => {
  const exported =
    /^export\s+(?:default\s+)?(?:async\s+)?(?:function\*?|class|const|let|interface|type|enum)\s+(\w+)/gm;
  const named = sources.flatMap(({ path, text }) => [
    { path, name: path.replace(/\.tsx?$/, '') },
    ...[...text.matchAll(exported)].map(([, name = '']) => ({ path, name })),
  ]);
  expect(named.filter(({ name }) => wordsOf(name).some((word) => hollow.test(word)))).toEqual([]);
});

test('every file says first what it holds', () => {
  expect(sources.filter(({ text }) => !/^(#!.*\n)?\/\*\*/.test(text)).map(({ path }) => path)).toEqual([]);
});

test('nothing is left for later and no rule is switched off', () => {
  const marks = /\b(TODO|FIXME|XXX|HACK)\b|@ts-(ignore|expect-error|nocheck)|oxlint-disable|eslint-disable/;
  expect(sources.filter(({ text }) => marks.test(text)).map(({ path }) => path)).toEqual([]);
});
