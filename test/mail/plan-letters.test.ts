/** Letters of a plan of several years against files that a person has read. `UPDATE_GOLDEN=1` writes them anew. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { composeLetter } from '../../activities/mail/compose.js';
import { messageIdOf } from '../../activities/mail/threads.js';
import { shippedYears } from '../../domain/calendar/holidays.js';
import { makeCalendar } from '../../domain/calendar/workdays.js';
import { type Day, instantOf } from '../../domain/day.js';
import { beginLife, type PlanLife } from '../../domain/life/life.js';
import { nextLifeMoment } from '../../domain/life/moments.js';
import { readLifeRules } from '../../domain/life/rules-file.js';
import type { LetterDraft } from '../../domain/schedule/types.js';
import { fromRoot } from '../../worker/root.js';
import { expectGolden } from './golden-letter.js';
import { context } from './sample.js';

const folder = fromRoot('test', 'golden', 'plan-letters');

const life: PlanLife = {
  ...beginLife({
    ...{
      plan: 'lvse',
      title: '绿色发展三年行动计划',
      office: 'office',
      leadership: 'leadership',
      from: 2023,
      to: 2025,
    },
    ...{ stage: 'executing', indicators: false },
    rules: readLifeRules(readFileSync(fromRoot('seeds', 'life-rules.yaml'), 'utf8')),
  }),
  years: [{ year: 2023, launchedAt: instantOf('2023-02-01', 600), tasks: 5, accepted: 2, cancelled: 1 }],
};
const over: PlanLife = {
  ...life,
  years: [2023, 2024, 2025].map((year) => ({
    ...{ year, launchedAt: instantOf(`${year}-02-01`, 600), tasks: 5, accepted: 5, cancelled: 0 },
  })),
  evaluations: [{ kind: 'mid-term', document: '绿发〔2024〕2号', opinion: '', on: '2024-03-20', by: '办公室' }],
};

/** The letters of a day, written by whoever looks at it that morning. */
function lettersOn(day: Day, state = life): readonly LetterDraft[] {
  const moment = nextLifeMoment(state, instantOf(day), makeCalendar(shippedYears()));
  expect(moment?.letters[0]?.day).toBe(day);
  return moment?.letters ?? [];
}

const [overdue, report] = lettersOn('2024-01-29');
const [both] = lettersOn('2024-04-29');
const [ending, endReport] = lettersOn('2026-04-15', over);
const letters: Readonly<Record<string, LetterDraft | undefined>> = {
  'list-asked': lettersOn('2023-12-01')[0],
  'list-due-tomorrow': lettersOn('2024-01-12')[0],
  'list-overdue': overdue,
  'list-overdue-report': report,
  'two-matters': both,
  'final-asked': lettersOn('2026-01-05', over)[0],
  'final-overdue': ending,
  'final-overdue-report': endReport,
};

test.each(Object.keys(letters))('%s reads as it was approved', (name) => {
  const one = letters[name];
  if (one === undefined) throw new Error(`no letter ${name}`);
  const letter = composeLetter(one, context);
  expectGolden(folder, `${name}.txt`, `${letter.subject}\n\n${letter.text}`);
  expect(letter.threadRoots).toEqual([messageIdOf(`thread/${one.unit}/lvse`, context.publicUrl)]);
  expect(letter.text.includes('https:')).toBe(one.kind === 'plan-office');
});

test('no golden file is left over, and a title cannot begin a line or write HTML', () => {
  expect(readdirSync(folder).filter((file) => !(file.replace(/\.txt$/, '') in letters))).toEqual([]);
  const [hostile] = lettersOn('2023-12-01', { ...life, title: '<b>x</b>\r\nBcc: all@example.org' });
  if (hostile === undefined) throw new Error('no letter');
  const { html, text, subject } = composeLetter(hostile, context);
  expect(html).not.toContain('<b>x');
  expect(`${subject}\n${text}`).not.toMatch(/^\s*Bcc:/m);
});
