/** A plan of three years lived through: each year's list, what it asks of the office, what goes on and what comes again. */
import { afterAll, expect, test } from '@jest/globals';
import { eventsOf } from '../../activities/ledger/figures.js';
import { loadPlan } from '../../activities/ledger/plans.js';
import { listTasks, loadTask } from '../../activities/ledger/tasks.js';
import { verifyChain } from '../../activities/ledger/verify.js';
import { returnFacts } from '../../activities/mail/return-facts.js';
import { readRecords } from '../../client/records.js';
import type { Day } from '../../domain/day.js';
import { DubanError } from '../../domain/errors.js';
import type { Plan } from '../../domain/plan.js';
import { returnOf } from '../../domain/supervision/cycle.js';
import type { Actor } from '../../domain/task.js';
import { type TestStage, testStage } from '../harness/stage.js';
import { office, toDay } from './breakage.js';
import { calendar, district, lettersSent, planOf, year } from './year.js';

const [second, third] = [year + 1, year + 2];
const dated = (...days: readonly Day[]): Pick<Plan['tasks'][number], 'deadlines'> => ({
  deadlines: days.map((due) => ({ due, raw: '' })),
});
const km = (value: number, of: number) =>
  ({ metric: '绿道里程', op: '>=', value, unit: '公里', raw: `绿道达到${value}公里`, year: of }) as const;
const base = planOf('green', calendar.onOrAfter(`${year}-11-01`), [
  { title: '建设城市绿道', due: `${year}-12-31`, duties: 'lead:zjj' },
  { title: '开展环保督导', due: `${year}-12-31`, duties: 'lead:fgj support:qsz' },
  { title: '改造供热管网', due: `${year}-12-20`, duties: 'lead:zjj' },
  { title: '建设中心小学', due: `${year}-12-20`, duties: 'lead:jyj' },
  { title: '建设零碳校园', due: `${second}-06-30`, duties: 'lead:jyj' },
  { title: '完善财政政策', due: `${year}-12-31`, duties: 'lead:czj' },
]);
const more: Readonly<Record<number, Partial<Plan['tasks'][number]>>> = {
  1: { ...dated(`${year}-12-31`, `${second}-12-31`, `${third}-12-31`), targets: [km(30, year), km(90, third)] },
  2: { recurring: '每季度', dueSource: 'default' },
  3: dated(`${year}-12-20`),
  4: dated(`${year}-12-20`),
  5: dated(`${second}-06-30`),
  6: { undated: true, dueSource: 'default' },
};
const plan: Plan = {
  ...base,
  period: [year, third],
  tasks: base.tasks.map((task) => ({ ...task, ...more[task.number] })),
};

let stage: TestStage;
afterAll(() => stage?.close());

/** The stage's time as the records see it. */
let present = 0;
const goTo = async (day: Day, minutes?: number): Promise<void> => {
  await toDay(stage, day, minutes);
  present = await stage.now();
};
const codes = async (work: Promise<unknown>): Promise<readonly string[]> => {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof DubanError) return error.faults.map((one) => one.code);
  throw error instanceof Error ? error : new Error('not refused');
};
const accept = async (task: string): Promise<void> => {
  const unit = (await loadTask(stage.ledger, task))?.reporter ?? '';
  const lead: Actor = { name: unit, role: 'unit', unit };
  await stage.office.act(task, { kind: 'report', unit, text: '全部完成' }, lead);
  await stage.office.act(task, { kind: 'accept', no: 1 }, office);
};
const ids = async (of: number): Promise<readonly string[]> =>
  (await listTasks(stage.ledger, { plan: 'green', year: of })).map((task) => task.id);
const approval = (on: Day) => ({ by: '局务会', on, document: `清发〔${on.slice(0, 4)}〕2号` });

test('three years, a list each', async () => {
  stage = await testStage(district);
  const records = readRecords(stage.ledger, () => present);
  await goTo(plan.issued, 600);
  await stage.office.importPlan(plan, office);
  const early = { year, approval: approval(plan.issued) };
  expect(await codes(stage.office.launch('green', early, office))).toEqual(['life-year-first']);
  await stage.office.launch('green', { year }, office);
  expect(await ids(year)).toEqual([1, 2, 3, 4].map((number) => `green/${year}/${number}`));

  // The list of the second year, seen in December: one target is asked for, one task goes on.
  await goTo(calendar.onOrAfter(`${year}-12-15`), 600);
  for (const number of [1, 2, 4]) await accept(`green/${year}/${number}`);
  const list = await records.year('green', second);
  expect(list.tasks.map((one) => [one.number, one.due])).toEqual([
    [1, `${second}-12-31`],
    [2, `${second}-12-31`],
    [5, `${second}-06-30`],
  ]);
  expect(list.carried.map((one) => one.task)).toEqual([`green/${year}/3`]);
  expect(list.left.map((one) => [one.number, one.words])).toEqual([
    [4, `${year}年已办结`],
    [6, '没有写明时限，需要时另选'],
  ]);
  expect(list.questions.map((one) => [one.task, one.target?.name])).toEqual([[1, '绿道里程']]);

  const begin = calendar.onOrAfter(`${second}-01-05`);
  await goTo(begin, 600);
  expect(await codes(stage.office.launch('green', { year: second }, office))).toEqual([
    'life-year-approval',
    'life-year-question',
  ]);
  const late = { year: second, approval: approval(`${second}-12-01`), ladder: 'name: x' };
  expect(await codes(stage.office.launch('green', late, office))).toEqual([
    'life-year-approved',
    'life-year-rules',
    'life-year-question',
  ]);
  const wrong = { answers: [{ task: 5, target: '学校', value: 3 }], pick: [9] };
  expect(await codes(stage.office.answerYear('green', second, wrong, office))).toEqual([
    'life-year-answer',
    'plan-task-number',
  ]);
  const given = { answers: [{ task: 1, target: '绿道里程', value: 60 }], pick: [6] };
  await stage.office.answerYear('green', second, given, office);
  const rehearsal = await records.rehearseYear('green', second);
  const before = (await lettersSent(stage)).length;
  const launched = await stage.office.launch('green', { year: second, approval: approval(begin) }, office);
  expect([launched.tasks, launched.units]).toEqual([4, 5]);
  expect(await ids(second)).toEqual([1, 2, 5, 6].map((number) => `green/${second}/${number}`));
  expect(await codes(stage.office.launch('green', { year: second, approval: approval(begin) }, office))).toContain(
    'life-year-started',
  );
  expect(await codes(stage.office.answerYear('green', second, given, office))).toEqual(['life-year-started']);

  // Assigned as rehearsed, each unit once; nobody is assigned again what goes on.
  await goTo(calendar.addWorkdays(begin, 1));
  const told = (await lettersSent(stage))
    .slice(before)
    .flatMap((letter) =>
      letter.notices.filter((one) => one.kind === 'assignment').map((one) => `${letter.unit} ${one.task}`),
    );
  const foreseen = ('letters' in rehearsal ? rehearsal.letters : []).flatMap(({ draft }) =>
    draft.notices.filter((one) => one.kind === 'assignment').map((one) => `${draft.unit} ${one.task}`),
  );
  expect(told.toSorted()).toEqual(foreseen.toSorted());
  expect(told).toContain(`zjj green/${second}/1`);
  expect(told.some((one) => one.endsWith(`/${year}/3`))).toBe(false);

  // A return of the unit speaks of both years, and is asked the value of this one.
  const cycle = await stage.office.supervision.start('green', `${second}Q1`, {}, office);
  const id = returnOf(cycle, 'zjj');
  const facts = (await returnFacts(stage.ledger, [id])).get(id);
  expect(facts?.leads.map((one) => [one.task, one.targets.map((target) => target.value)])).toEqual([
    [`green/${second}/1`, [60]],
    [`green/${year}/3`, []],
  ]);
  const content = (place: number) => ({
    tasks: (facts?.leads ?? []).map(({ task, targets }) => ({
      ...{ task, state: 'on-schedule' as const, progress: '正在施工', problems: '', help: '' },
      values: targets.map(() => ({ target: place, value: 12 })),
    })),
  });
  const zjj: Actor = { name: '区住房城乡建设局', role: 'unit', unit: 'zjj' };
  const give = (place: number) =>
    stage.office.supervision.giveReturn(
      cycle.id,
      'zjj',
      { content: content(place), files: [], via: 'link', confirmed: false },
      zjj,
    );
  expect(await codes(give(1))).toEqual(['return-target']);
  expect(await give(0)).toEqual({ version: 1, doubts: [] });

  // The last year asks nothing: its values are the document's.
  for (const task of [`green/${year}/3`, ...(await ids(second))]) await accept(task);
  const last = calendar.onOrAfter(`${third}-01-05`);
  await goTo(last, 600);
  const end = await records.year('green', third);
  expect([end.questions, end.carried, end.faults]).toEqual([[], [], []]);
  expect(end.left.map((one) => one.number)).toEqual([3, 4, 5, 6]);
  await stage.office.launch('green', { year: third, approval: approval(last) }, office);
  expect(await ids(third)).toEqual([1, 2].map((number) => `green/${third}/${number}`));
  const row = await loadPlan(stage.ledger, 'green');
  expect([row?.year, row?.plan.year, row?.life?.years.map((run) => [run.year, run.tasks, run.accepted])]).toEqual([
    third,
    third,
    [
      [year, 4, 4],
      [second, 4, 4],
      [third, 2, 0],
    ],
  ]);
  expect((await records.status()).plans.map((one) => [one.year, one.tasks, one.open])).toEqual([[third, 2, 2]]);
  expect(
    (await eventsOf(stage.ledger, { subject: 'green', kind: 'plan.yearAnswered' })).map((one) => one.data),
  ).toEqual([
    expect.objectContaining({ year: second, answers: given.answers, picked: [{ task: 6, title: '完善财政政策' }] }),
  ]);
  expect(await verifyChain(stage.ledger)).toMatchObject({ ok: true });
  expect(stage.errors).toEqual([]);
}, 90_000);
