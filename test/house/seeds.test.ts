/** What a fresh clone offers works as it stands. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { launchFaults } from '../../client/launch.js';
import { checkDirectory, readDirectory } from '../../domain/directory.js';
import { planSchema } from '../../domain/plan.js';
import { ladderJsonSchema, readLadder } from '../../domain/schedule/ladder.js';
import { readStory, storyJsonSchema } from '../../domain/schedule/story.js';
import { fromRoot } from '../../worker/root.js';

const seed = (...path: readonly string[]): string => readFileSync(fromRoot('seeds', ...path), 'utf8');
const filesIn = (folder: string): readonly string[] =>
  readdirSync(fromRoot('seeds', folder)).filter((name) => name.endsWith('.yaml'));

test('the sample directory is complete, and its addresses reach nobody', () => {
  const directory = readDirectory(seed('units.csv'));
  expect(checkDirectory(directory)).toEqual([]);
  const addresses = directory.units.flatMap((unit) => unit.contacts.map((contact) => contact.address));
  expect(addresses.filter((address) => !address.endsWith('.example.org'))).toEqual([]);
});

test('rules and stories are read without a fault, and editors know their schemas', () => {
  expect(readLadder(seed('ladder.yaml')).after).toHaveLength(4);
  for (const name of filesIn('stories')) expect(readStory(seed('stories', name)).acts.length).toBeGreaterThan(0);
  expect(JSON.parse(seed('ladder.schema.json'))).toEqual(JSON.parse(ladderJsonSchema()));
  expect(JSON.parse(seed('stories', 'story.schema.json'))).toEqual(JSON.parse(storyJsonSchema()));
});

test.each(filesIn('plans'))('%s is a plan', (name) => {
  const plan = planSchema.parse(parse(seed('plans', name)));
  expect(name.startsWith(plan.id)).toBe(true);
});

test('the sample plan can be launched on the day of its document', () => {
  const plan = planSchema.parse(parse(seed('plans', 'wenchanghu-2023.yaml')));
  expect(launchFaults(plan, readDirectory(seed('units.csv')), plan.issued)).toEqual([]);
});

test('the lock file names no registry', () => {
  expect(
    /"resolved"|https?:\/\/(?!opencollective|github|www\.|tidelift|paypal)[^"]*\.tgz/.test(
      readFileSync(fromRoot('package-lock.json'), 'utf8'),
    ),
  ).toBe(false);
});
