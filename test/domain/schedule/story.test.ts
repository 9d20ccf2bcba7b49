import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { rehearsalSource } from '../../../client/rehearsal-source.js';
import { assignTask, seedsOf } from '../../../domain/assign.js';
import { clockOf } from '../../../domain/day.js';
import { DubanError } from '../../../domain/errors.js';
import { rehearse } from '../../../domain/schedule/rehearsal.js';
import { playStory, readStory, type Stage, storyJsonSchema } from '../../../domain/schedule/story.js';
import { fromRoot } from '../../../worker/root.js';

const { plan, directory, resolve, calendar } = rehearsalSource('wenchanghu-2023', { year: 2023 });
const stage: Stage = {
  tasks: seedsOf(plan).map((seed) => assignTask(plan.id, plan.year, seed, '2023-07-17', 0, 0)),
  directory,
  resolve,
  calendar,
  launch: '2023-07-17',
};
const stories = readdirSync(fromRoot('seeds', 'stories')).filter((name) => name.endsWith('.yaml'));
const shipped = (name: string): string => readFileSync(fromRoot('seeds', 'stories', name), 'utf8');

function faultsOf(work: () => unknown): readonly string[] {
  try {
    work();
  } catch (error) {
    if (error instanceof DubanError) return error.faults.map((f) => `${f.line ?? '-'} ${f.message}`);
    throw error;
  }
  return [];
}

describe('a story', () => {
  test('of reference: all sign on the first working day, 45 tasks are reported before December and accepted the next working day', () => {
    const played = playStory(readStory(shipped('reference.yaml')), stage);
    const signed = played.filter((p) => p.kind === 'sign');
    expect(new Set(signed.map((p) => clockOf(p.at)))).toEqual(new Set(['2023-07-18 10:00']));
    expect(new Set(signed.map((p) => p.task)).size).toBe(57);
    const reports = played.filter((p) => p.kind === 'report');
    const accepted = played.filter((p) => p.kind === 'accept');
    expect([reports.length, accepted.length]).toEqual([45, 45]);
    expect(reports.some((p) => p.task === 1 || p.task % 5 === 0)).toBe(false);
    expect(reports.every((p) => p.day < '2023-12-01' && calendar.isWorkday(p.day))).toBe(true);
    for (const report of reports) {
      const answer = accepted.find((p) => p.task === report.task);
      expect([answer?.day, answer?.unit]).toEqual([calendar.addWorkdays(report.day, 1), null]);
    }
  });

  test.each(stories)('%s is read, fits the 57 tasks, and every act in it can be done', (name) => {
    const story = readStory(shipped(name));
    expect(`${story.name}.yaml`).toBe(name);
    const { findings, cues } = rehearse(rehearsalSource('wenchanghu-2023', { year: 2023, story: story.name }));
    expect(findings).toEqual([]);
    expect(cues.length).toBeGreaterThan(0);
  });

  test('days may be absolute, of the year, or counted in working days; days off move on', () => {
    const story = readStory(`
name: days
acts:
  - { day: 2023-09-30, actor: office, act: suspend, task: 1, text: 等待批复 }
  - { day: after+2, actor: office, act: resume, task: 1 }
  - { day: 08-05, actor: reporter, act: progress, task: [2, 3] }
  - { day: launch+3, actor: 区财政局, act: sign, task: 14 }
`);
    expect(playStory(story, stage).map((p) => [clockOf(p.at), p.kind, p.task, p.unit])).toEqual([
      ['2023-07-20 10:00', 'sign', 14, 'wch-czj'],
      ['2023-08-07 10:00', 'progress', 2, 'wch-jjfzj'],
      ['2023-08-07 10:00', 'progress', 3, 'wch-jjfzj'],
      ['2023-10-07 10:30', 'suspend', 1, null],
      ['2023-10-09 10:30', 'resume', 1, null],
    ]);
  });

  test('with faults names them all at once: keys and values with their lines', () => {
    const text = `name: bad
mood: sunny
acts:
  - { day: launch+1, actor: office, act: praise, task: 1 }
  - { actor: office, act: accept, task: some }
`;
    const faults = faultsOf(() => readStory(text));
    expect(faults.length).toBeGreaterThanOrEqual(4);
    expect(faults.map((f) => f.split(' ')[0])).toEqual(expect.arrayContaining(['4', '5']));
  });

  test('that does not fit the plan names every task, unit and day, each once', () => {
    const story = readStory(`
name: misfit
acts:
  - { day: launch+1, actor: every-unit, act: sign, task: [58, 99] }
  - { day: 02-30, actor: office, act: accept, task: 1 }
  - { day: 08-01, actor: 区海洋局, act: report, task: [1, 2] }
  - { day: 08-01, actor: office, act: transfer, task: 3, to: 区海洋局, text: 职责调整 }
`);
    const faults = faultsOf(() => playStory(story, stage));
    expect(faults).toHaveLength(4);
    expect(faults.join('\n')).toMatch(/58[\s\S]*99[\s\S]*02-30[\s\S]*区海洋局/);
  });

  test('has a schema for editors, kept in seeds/stories/story.schema.json', () => {
    const kept = readFileSync(fromRoot('seeds', 'stories', 'story.schema.json'), 'utf8');
    expect(JSON.parse(kept)).toEqual(JSON.parse(storyJsonSchema()));
  });

  test('is documented: every key and every act stands in docs/stories.md', () => {
    const page = readFileSync(fromRoot('docs', 'stories.md'), 'utf8');
    const schema = JSON.parse(storyJsonSchema()) as {
      readonly properties: {
        readonly acts: {
          readonly items: { readonly properties: Record<string, { readonly enum?: readonly string[] }> };
        };
      };
    };
    const acts = schema.properties.acts.items.properties;
    for (const word of [...Object.keys(schema.properties), ...Object.keys(acts), ...(acts.act?.enum ?? [])])
      expect(page).toContain(`\`${word}\``);
    const examples = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map((m) => m[1] ?? '');
    expect(examples.length).toBeGreaterThanOrEqual(2);
    for (const example of examples) expect(playStory(readStory(example), stage).length).toBeGreaterThan(0);
  });
});
