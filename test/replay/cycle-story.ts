/**
 * Three supervision cycles of one plan, for the golden histories: the first goes every way a cycle can (silent unit, sent
 * back, approved, published, contested, corrected), the second is skipped, the third is started by the starter of the
 * Temporal Schedule; a 专报 about a major problem; and the first year of a plan's indicators.
 */
import { readFileSync } from 'node:fs';
import { loadCycle } from '../../activities/ledger/supervision/cycles.js';
import { problemsOf } from '../../activities/ledger/supervision/problems.js';
import { cycleWorkflowId, planWorkflowId } from '../../domain/ids.js';
import { playedReturn } from '../../domain/supervision/rehearse.js';
import type { Actor } from '../../domain/task.js';
import { fromRoot } from '../../worker/root.js';
import { mainQueue } from '../../workflows/messages.js';
import type { TestStage } from '../harness/stage.js';
import { office, toDay } from '../stories/breakage.js';
import { calendar, on, planOf, workday, year } from '../stories/district.js';
import { shifted } from '../stories/indicators.js';

const plan = 'golden-watched';
const starter = 'golden-starter';
const measured = 'golden-indicators';
const first = `${plan}/${year}Q1`;
const rules = readFileSync(fromRoot('seeds', 'supervision-rules.yaml'), 'utf8');
const approver: Actor = { name: '办公室 乙', role: 'office' };
const arbiter: Actor = { name: '办公室 丙', role: 'office' };
const unit = (id: string): Actor => ({ name: id, role: 'unit', unit: id });

/** Workflows of the story, by a name for their files; the 专报 is named by the instant it was raised at. */
export const cycleWorkflows: [name: string, workflowId: string][] = [
  ['plan-supervised', planWorkflowId(plan)],
  ['supervision-cycle-1', cycleWorkflowId(first)],
  ['supervision-cycle-2', cycleWorkflowId(`${plan}/${year}Q2`)],
  ['supervision-cycle-3', cycleWorkflowId(`${plan}/${year}Q3`)],
  ['cycle-starter', starter],
  ['indicator-watch', `indicators/${measured}`],
];

/** Lives the story; the third cycle is left waiting. */
export async function liveCycles(stage: TestStage): Promise<void> {
  const { supervision } = stage.office;
  const launch = on('02-01');
  await toDay(stage, launch, 600);
  await stage.office.importPlan(
    planOf(plan, launch, [
      { title: '完善路网', due: `${year}-12-31`, duties: 'lead:zjj support:czj' },
      { title: '扩大学位', due: `${year}-12-31`, duties: 'lead:jyj' },
    ]),
    office,
  );
  await stage.office.launch(plan, { supervision: rules }, office);
  const give = async (id: string): Promise<void> => {
    const kept = await loadCycle(stage.ledger, first);
    const leads = kept?.state.units.find((one) => one.unit === id)?.leads ?? [];
    const given = { content: playedReturn(leads), files: [], via: 'link', confirmed: true } as const;
    await supervision.giveReturn(first, id, given, unit(id));
  };
  const due = calendar.addWorkdays(`${year}-03-31`, 5);
  await toDay(stage, workday(due, -2));
  await give('zjj');
  await supervision.act(first, { kind: 'sendBack', unit: 'zjj', version: 1, reason: '没有写明数量' }, office);
  await give('zjj');
  const { letter } = await supervision.raise(`${plan}/${year}/2`, '用地未落实，可能影响全年任务', office);
  const [problem] = await problemsOf(stage.ledger, `${plan}/${year}Q2`);
  cycleWorkflows.push(['letters', problem?.id ?? '']);
  const raised = stage.mail.messages.length;
  await toDay(stage, workday(due, 6));
  if (stage.mail.messages.length < raised || letter === '') throw new Error('the 专报 was not raised');
  await supervision.act(first, { kind: 'approve' }, approver);
  await supervision.act(first, { kind: 'publish' }, approver);
  await supervision.act(first, { kind: 'contest', unit: 'jyj', text: '材料已在期限内寄出' }, unit('jyj'));
  await toDay(stage, workday(due, 9));
  await supervision.act(first, { kind: 'answerContest', no: 1, upheld: true, text: '情况属实，予以更正' }, arbiter);
  await supervision.correct(first, '教育局已在期限内报送', office);
  await supervision.act(first, { kind: 'approve' }, approver);
  await supervision.act(first, { kind: 'publish' }, approver);
  await toDay(stage, on('06-28'));
  await supervision.act(`${plan}/${year}Q2`, { kind: 'skip', reason: '与年中检查合并' }, office);
  await toDay(stage, on('09-28'));
  // What the schedule does each morning: the plan has started the third cycle already, so nothing new comes of it.
  const { workflow } = stage.env.client;
  await workflow.execute('cycleStarter', { taskQueue: mainQueue, workflowId: starter, args: [plan] });
  await liveIndicators(stage);
}

/** The first yearly value of a five-year plan: asked, given, a binding indicator behind. */
async function liveIndicators(stage: TestStage): Promise<void> {
  const { indicators } = stage.office;
  await stage.office.importPlan(shifted(measured), office);
  const all = Array.from({ length: 21 }, (_, at) => at + 1);
  await indicators.assign(measured, all, 'fgj', office);
  await indicators.assign(measured, [10], 'jyj', office);
  const findings = [3, 4, 5].map((finding) => ({ finding, note: '以市分解任务为准' }));
  await stage.office.settle(measured, findings, office);
  await indicators.start(measured, undefined, office);
  const january = calendar.onOrAfter(`${year + 1}-01-20`);
  await toDay(stage, january, 600);
  const value = {
    value: 12,
    source: '统计年报',
    asOf: `${year + 1}-01-15`,
    note: '',
    via: 'link',
    confirmed: true,
  } as const;
  await indicators.give(measured, 10, year, value, unit('jyj'));
  await toDay(stage, workday(january, 2));
}
