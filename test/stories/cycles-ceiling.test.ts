/** The ceiling on what is asked of a unit in a month: a cycle that would pass it waits for a name or for the next month. */
import { readFileSync } from 'node:fs';
import { afterAll, expect, test } from '@jest/globals';
import { eventsOf } from '../../activities/ledger/figures.js';
import { listCycles } from '../../activities/ledger/supervision/cycles.js';
import { comingCycles } from '../../client/supervision/coming.js';
import { instantOf } from '../../domain/day.js';
import { rehearse } from '../../domain/schedule/rehearsal.js';
import type { LetterDraft } from '../../domain/schedule/types.js';
import { readSupervisionRules } from '../../domain/supervision/rules-file.js';
import { fromRoot } from '../../worker/root.js';
import { type TestStage, testStage } from '../harness/stage.js';
import { office, toDay } from './breakage.js';
import { calendar, district, lettersSent, on, planOf, workday, year, yearOfPlan } from './year.js';

const rules = readFileSync(fromRoot('seeds', 'supervision-rules.yaml'), 'utf8').replace(
  /^burdenCeiling: \d+/m,
  'burdenCeiling: 2',
);
const launch = on('03-08');
const request = calendar.addWorkdays(calendar.onOrBefore(`${year}-03-31`), -5);
/** The first working day of the next month: the pieces are counted anew. */
const anew = calendar.onOrAfter(`${year}-04-01`);
const until = workday(anew, 1);

let stage: TestStage | undefined;
afterAll(() => stage?.close());

test('over the ceiling the office hears of it once; a name starts it, else the next month does, as rehearsed', async () => {
  const waiting = planOf('waiting', launch, [{ title: '完善路网', due: `${year}-12-31`, duties: 'lead:zjj' }]);
  const named = planOf('named', launch, [{ title: '扩大学位', due: `${year}-12-31`, duties: 'lead:jyj' }]);
  stage = await testStage(district);
  const { supervision } = stage.office;
  await toDay(stage, launch, 540);
  for (const plan of [waiting, named]) {
    await stage.office.importPlan(plan, office);
    await stage.office.launch(plan.id, { supervision: rules }, office);
  }
  await toDay(stage, request);
  expect(await listCycles(stage.ledger)).toEqual([]);
  expect((await comingCycles(stage.ledger, instantOf(request, 1200))).filter((one) => one.held !== null)).toMatchObject(
    [
      {
        plan: 'named',
        key: `${year}Q1`,
        held: { since: request, ceiling: 2, units: [{ name: '区教育局', count: 2 }] },
      },
      { plan: 'waiting', held: { units: [{ name: '区住房城乡建设局', count: 2 }] } },
    ],
  );
  await expect(supervision.start('named', `${year}Q1`, {}, office)).rejects.toMatchObject({ code: 'cycle-burden' });
  await toDay(stage, workday(request, 1));
  await supervision.start('named', `${year}Q1`, { override: { by: '王主任', why: '上级限期上报' } }, office);
  await toDay(stage, until);

  expect((await listCycles(stage.ledger)).map((one) => one.id).toSorted()).toEqual([
    `named/${year}Q1`,
    `waiting/${year}Q1`,
  ]);
  const begun = await eventsOf(stage.ledger, { kind: 'cycle.requested' });
  expect(Object.fromEntries(begun.map(({ subject, data }) => [subject, data['override'] ?? data['late']]))).toEqual({
    [`cycle/named/${year}Q1`]: { by: '王主任', why: '上级限期上报' },
    [`cycle/waiting/${year}Q1`]: { planned: request, why: 'burden' },
  });
  expect((await eventsOf(stage.ledger, { kind: 'cycle.held' })).map((one) => one.subject).toSorted()).toEqual([
    `cycle/named/${year}Q1`,
    `cycle/waiting/${year}Q1`,
  ]);

  const rehearsed = rehearse({
    ...yearOfPlan(waiting, `name: ceiling\nlaunch: 03-08\nsupervision: { rhythm: quarterly }\nacts: []\n`, {
      from: launch,
      until,
    }),
    supervisionRules: readSupervisionRules(rules),
  });
  const about = ({ kind, unit, day }: { readonly kind: string; readonly unit: string; readonly day: string }): string =>
    `${kind} ${unit} ${day}`;
  const own = (one: { readonly unit: string; readonly facts?: LetterDraft['facts'] }): boolean =>
    one.unit === 'zjj' || one.facts?.['cycle'] === `waiting/${year}Q1`;
  const sent = (await lettersSent(stage)).filter(own);
  const drafts = rehearsed.letters.map(({ draft }) => draft).filter(own);
  expect(sent.map(about)).toEqual(drafts.map(about));
  const asked = sent.filter((one) => one.notices.some((n) => n.kind === 'assignment' && n.task.startsWith('return/')));
  expect(asked.map(about)).toEqual([`digest zjj ${anew}`]);
  expect(sent.filter((one) => one.kind === 'cycle-office').map(about)).toEqual([`cycle-office office ${request}`]);
  expect(stage.errors).toEqual([]);
}, 60_000);
