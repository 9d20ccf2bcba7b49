/**
 * Two plans for the golden histories. One of two years: amended in mid-year, paused and resumed with the time given back,
 * its second year started, evaluated and closed; units reorganised meanwhile. And a draft: a comment period withdrawn,
 * then issued and launched.
 */
import type { Day } from '../../domain/day.js';
import {
  commentWorkflowId,
  planWorkflowId,
  reorganisationWorkflowId,
  roundsWorkflowId,
  taskId,
  taskWorkflowId,
} from '../../domain/ids.js';
import type { Amendment, LifeAct, PlanLife } from '../../domain/life/life.js';
import { lifeAct } from '../../workflows/messages.js';
import type { TestStage } from '../harness/stage.js';
import { office, toDay } from '../stories/breakage.js';

import { calendar, on, planOf, workday, year } from '../stories/district.js';
import { termsOf } from './comment-story.js';

const plan = 'golden-life';
const drafted = 'golden-drafted';

/** Workflows of the story, by a name for their files. */
export const lifeWorkflows: [name: string, workflowId: string][] = [
  ['plan-life', planWorkflowId(plan)],
  ['life-rounds', roundsWorkflowId('office')],
  ['plan-drafted', planWorkflowId(drafted)],
  ['comment-period-of-draft', commentWorkflowId(`${drafted}/1`)],
  ...[1, 2, 4].map((number) => [`life-task-${number}`, taskWorkflowId(taskId(plan, year, number))] as [string, string]),
  ['life-next-task', taskWorkflowId(taskId(plan, year + 1, 2))],
];

/** Lives the story to the end of the plan of two years. */
export async function liveLife(stage: TestStage): Promise<void> {
  const task = (number: number): string => taskId(plan, year, number);
  const act = (one: LifeAct): Promise<PlanLife> =>
    stage.env.client.workflow.getHandle(planWorkflowId(plan)).executeUpdate(lifeAct, { args: [one, office] });
  const launch = on('02-01');
  await toDay(stage, launch, 600);
  const ofTwoYears = planOf(plan, launch, [
    { title: '完善路网', due: `${year}-05-31`, duties: 'lead:zjj support:czj' },
    { title: '扩大学位', due: `${year}-09-30`, duties: 'lead:jyj' },
    { title: '整治河道', due: `${year}-12-31`, duties: 'lead:qsz' },
  ]);
  await stage.office.importPlan({ ...ofTwoYears, period: [year, year + 1] }, office);
  await stage.office.launch(plan, {}, office);
  await stage.office.act(task(1), { kind: 'sign', unit: 'zjj' }, { name: 'zjj', role: 'unit', unit: 'zjj' });
  await askAndIssue(stage, on('02-02'));
  await toDay(stage, on('03-01'), 600);
  const amendment: Amendment = {
    year,
    changes: [
      { kind: 'date', task: 1, due: `${year}-06-30` },
      { kind: 'split', task: 3, into: [{ title: '整治干流', duties: [{ unit: 'qsz', role: 'lead' }] }] },
    ],
    acts: [
      { task: task(1), act: { kind: 'amend', due: `${year}-06-30`, reason: '会议决定' } },
      { task: task(3), act: { kind: 'cancel', reason: '会议决定', told: ['qsz'] } },
    ],
    add: [
      {
        ...{ number: 4, title: '整治干流', chapter: '', duties: [{ unit: 'qsz', role: 'lead' }] },
        ...{ due: `${year}-11-30`, dueSource: 'text', origin: { kind: 'split', tasks: [3] } },
      },
    ],
    reason: '会议决定',
    approvedBy: '局务会',
    document: '清办字〔示例〕2号',
  };
  await act({ kind: 'amend', amendment });
  await toDay(stage, on('04-01'), 600);
  await stage.office.act(task(2), { kind: 'suspend', reason: '等候批复' }, office);
  await act({ kind: 'pause', reason: '防汛应急响应' });
  await toDay(stage, on('04-12'), 600);
  await act({ kind: 'resume', reason: '响应解除', giveBack: true });
  await stage.office.act(task(2), { kind: 'resume', reason: '批复已到' }, office);
  await toDay(stage, on('08-02'), 600);
  await reorganise(stage, on('08-02'));
  await toDay(stage, on('10-12'), 600);
  const january = calendar.onOrAfter(`${year + 1}-01-10`);
  await toDay(stage, january, 600);
  const approval = { by: '局务会', on: january, document: '清办字〔示例〕3号' };
  const again = { number: 2, title: '扩大学位', chapter: '', duties: [{ unit: 'jyj', role: 'lead' as const }] };
  await act({
    kind: 'startYear',
    year: year + 1,
    tasks: [{ ...again, due: `${year + 1}-01-31`, dueSource: 'text' }],
    approval,
  });
  await toDay(stage, calendar.addWorkdays(january, 5), 600);
  await act({ kind: 'evaluate', evaluation: 'final', document: '清办字〔示例〕4号', opinion: '任务基本完成。' });
  await stage.office.closePlan(plan, { reason: '计划到期。', cancelOpen: true }, office);
  await toDay(stage, calendar.addWorkdays(january, 7), 600);
}

/** A draft put before the public, taken back, issued without a second round, and launched. */
async function askAndIssue(stage: TestStage, start: Day): Promise<void> {
  const { comments, drafts } = stage.office;
  await toDay(stage, start, 600);
  const errand = { title: '植树造林', due: `${year}-12-31`, duties: 'lead:qsz' };
  const { number: _n, ...unissued } = planOf(drafted, start, [errand]);
  await stage.office.importPlan({ ...unissued, number: '' }, office);
  await comments.open(termsOf(`${drafted}/1`, start), office);
  await toDay(stage, workday(start, 1), 600);
  await comments.act(`${drafted}/1`, { kind: 'withdraw', reason: '漏附政策解读' }, office);
  const next = workday(start, 2);
  await toDay(stage, next, 600);
  await drafts.issue(drafted, { number: `清办字〔${year}〕5号`, on: next }, office);
  await stage.office.launch(drafted, {}, office);
}

/** A unit dissolved at once with its open duty handed on, and another decision taken back before its day. */
async function reorganise(stage: TestStage, today: Day): Promise<void> {
  const { reorganisations } = stage.office;
  const request = { kind: 'dissolve', document: '清编发〔示例〕3号', reason: '机构改革', assign: [] } as const;
  const done = await reorganisations.decide(
    { ...request, units: ['czj'], successors: [{ unit: 'fgj' }], on: today },
    office,
  );
  const later = { ...request, units: ['jyj'], successors: [{ unit: 'fgj' }], on: workday(today, 5) };
  const waiting = await reorganisations.decide(later, office);
  await toDay(stage, workday(today, 2), 600);
  await reorganisations.withdraw(waiting.change.id, '改革方案调整', office);
  lifeWorkflows.push(
    ['reorganisation-done', reorganisationWorkflowId(done.change.id)],
    ['reorganisation-withdrawn', reorganisationWorkflowId(waiting.change.id)],
  );
}
