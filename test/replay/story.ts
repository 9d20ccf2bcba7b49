/**
 * A short story that walks every path of the workflows once: five tasks, half a year, two quarters' ends, and beside them
 * two comment periods. Lived on real servers in skipped time, it gives the golden histories and is lived again without
 * the workflow cache.
 */
import { readFileSync } from 'node:fs';
import { listFormal } from '../../activities/ledger/formal.js';
import { lettersOf } from '../../activities/ledger/letters.js';
import { loadTask } from '../../activities/ledger/tasks.js';
import { type Day, dayOf, instantOf } from '../../domain/day.js';
import { readDirectory } from '../../domain/directory.js';
import { planWorkflowId, roundsWorkflowId, taskId, taskWorkflowId } from '../../domain/ids.js';
import { type Plan, planSchema } from '../../domain/plan.js';
import { officeActor } from '../../domain/schedule/rehearsal.js';
import type { Act, Actor } from '../../domain/task.js';
import { fromRoot } from '../../worker/root.js';
import type { TestStage } from '../harness/stage.js';
import { commentSteps, commentWorkflows, periodOutcomes } from './comment-story.js';
import { historyToJson } from './history-json.js';

export const directory = readDirectory(readFileSync(fromRoot('seeds', 'units.csv'), 'utf8'));
const ladder = readFileSync(fromRoot('seeds', 'ladder.yaml'), 'utf8');
const office = officeActor(directory);
const [lead, support, builder, other, silent] = [
  'wch-jjfzj',
  'wch-czj',
  'wch-cxjsj',
  'wch-dfsyj',
  'wch-gwxcb',
] as const;
const officeUnit = 'wch-office';

/** The plan of the story: always a coming year, for skipped time only goes forward. */
export function storyPlan(year: number): Plan {
  const task = (
    number: number,
    title: string,
    due: Day,
    leads: readonly string[],
    supports: readonly string[] = [],
  ) => ({
    number,
    title,
    duties: [
      ...leads.map((unit) => ({ role: 'lead', unit, raw: unit })),
      ...supports.map((unit) => ({ role: 'support', unit, raw: unit })),
    ],
    due,
    dueSource: 'text',
  });
  return planSchema.parse({
    id: 'golden',
    title: '重放用计划',
    issuer: '办公室',
    issued: `${year}-08-02`,
    year,
    appointment: { by: '示例', scope: '示例', from: `${year}-08-02`, document: '示例' },
    approval: { by: '示例', on: `${year}-08-02`, document: '示例' },
    tasks: [
      task(1, '退回一次后销号', `${year}-10-29`, [lead, builder], [support]),
      task(2, '延期、转办、暂停', `${year}-11-30`, [builder]),
      task(3, '无人答复', `${year}-11-15`, [silent], [support]),
      task(4, '提前时限、逾期后销号', `${year}-12-31`, [other]),
      task(5, '取消', `${year}-12-31`, [lead], [silent]),
    ],
  });
}

/** Lives the story; the workflows that remain at its end (the rounds) are left waiting. */
export async function liveStory(stage: TestStage, year: number): Promise<void> {
  const plan = storyPlan(year);
  const task = (number: number): string => taskId(plan.id, year, number);
  const at = (day: Day, hour = 10): Promise<void> => stage.until(instantOf(day, hour * 60));
  const unit = (id: string): Actor => ({ name: id, role: 'unit', unit: id });
  const act = async (number: number, one: Act): Promise<unknown> =>
    stage.office.act(task(number), one, 'unit' in one ? unit(one.unit) : office);

  const comments = commentSteps(stage, office);

  stage.mail.refuse('liaison@cxjsj.wch.example.org', 550);
  await at(`${year}-08-02`);
  await stage.office.importPlan(plan, office);
  await stage.office.launch(plan.id, {}, office);
  await at(`${year}-08-03`);
  for (const id of [lead, support, builder]) await act(1, { kind: 'sign', unit: id });
  await act(2, { kind: 'sign', unit: builder });
  await at(`${year}-08-14`);
  await comments.announce(`${year}-08-16`);
  await at(`${year}-08-17`);
  await comments.comment();
  await at(`${year}-08-19`);
  await comments.answer();
  await comments.extend();
  await at(`${year}-08-26`);
  await comments.suspend();
  await at(`${year}-08-27`);
  await comments.resume();
  await at(`${year}-09-02`);
  await comments.commentAgain();
  await at(`${year}-09-06`);
  await act(1, { kind: 'progress', unit: lead, text: '已完成一半。' });
  await stage.office.changeRules(plan.id, ladder.replace('days: 15,', 'days: 20,'), { preview: false }, office);
  await stage.office.pauseUnit(support, true, office);
  await act(4, { kind: 'amend', due: `${year}-09-24`, reason: '会议要求提前。' });
  await act(5, { kind: 'cancel', reason: '任务合并。' });
  await at(`${year}-09-07`);
  await comments.publish();
  await at(`${year}-09-20`);
  await act(1, { kind: 'report', unit: lead, text: '已办结。' });
  await at(`${year}-09-21`);
  await act(1, { kind: 'return', no: 1, reason: '缺少验收材料。' });
  await stage.office.pauseUnit(support, false, office);
  await at(`${year}-10-05`);
  await comments.openSecond(`${year}-10-05`);
  await at(`${year}-10-08`);
  await comments.commentOnSecond();
  await act(4, { kind: 'report', unit: other, text: '已办结。' });
  await act(1, { kind: 'report', unit: lead, text: '材料已补齐。' });
  await at(`${year}-10-09`);
  await act(4, { kind: 'accept', no: 1 });
  await act(1, { kind: 'accept', no: 2, note: '同意销号。' });
  await act(2, { kind: 'requestExtension', unit: builder, to: `${year + 1}-01-10`, reason: '雨季停工。' });
  await at(`${year}-10-12`);
  await comments.withdraw();
  await act(2, { kind: 'decideExtension', no: 1, approve: true, reason: '同意。' });
  await at(`${year}-10-25`);
  await act(2, { kind: 'transfer', from: builder, to: other, reason: '职能调整。' });
  await at(`${year}-11-01`);
  await act(2, { kind: 'suspend', reason: '等候上级批复。' });
  await at(`${year}-11-10`);
  await act(2, { kind: 'resume', reason: '批复已到。' });
  await at(`${year}-11-30`);
  for (const { id } of await listFormal(stage.ledger, { status: 'draft' }))
    await stage.office.approveFormal(id, office);
  await at(`${year}-12-20`);
  stage.mail.refuse('liaison@cxjsj.wch.example.org', undefined);
  const failed = (await lettersOf(stage.ledger, { limit: 1000 })).find((letter) => letter.refused.length > 0);
  if (failed) await stage.office.resend(failed.key, office);
  await at(`${year + 1}-01-24`);
  await stage.office.closePlan(plan.id, { reason: '年度结束。', cancelOpen: true }, office);
  await at(`${year + 1}-01-27`);
}

/** One run of a workflow, by a name for its file. */
export interface Run {
  readonly name: string;
  readonly workflowId: string;
  readonly runId: string;
  readonly type: string;
  readonly history: unknown;
}

/** Every workflow run of the story. */
export function runsOf(stage: TestStage, year: number): Promise<readonly Run[]> {
  const plan = storyPlan(year);
  return runsNamed(stage, [
    ['plan-lifecycle', planWorkflowId(plan.id)],
    ...plan.tasks.map(({ number }) => [`key-task-${number}`, taskWorkflowId(taskId(plan.id, year, number))] as const),
    ['rounds', roundsWorkflowId(officeUnit)],
    ...commentWorkflows,
  ]);
}

/** The runs of these workflows; of rounds, which continue as new, each by its number. */
export async function runsNamed(
  stage: TestStage,
  ids: readonly (readonly [name: string, workflowId: string])[],
): Promise<readonly Run[]> {
  const { workflow } = stage.env.client;
  const runs: Run[] = [];
  for (const [name, workflowId] of ids) {
    const newest = await workflow.getHandle(workflowId).fetchHistory();
    let runId = newest.events?.[0]?.workflowExecutionStartedEventAttributes?.firstExecutionRunId ?? undefined;
    for (let run = 1; runId !== undefined; run++) {
      const history = await workflow.getHandle(workflowId, runId).fetchHistory();
      const events = history.events ?? [];
      const next: string | undefined =
        events.at(-1)?.workflowExecutionContinuedAsNewEventAttributes?.newExecutionRunId ?? undefined;
      const type = events[0]?.workflowExecutionStartedEventAttributes?.workflowType?.name ?? '';
      runs.push({
        name: name === 'rounds' || run > 1 ? `${name}-${run}` : name,
        workflowId,
        runId,
        type,
        history: historyToJson(history),
      });
      runId = next;
    }
  }
  return runs;
}

/** What must be equal however the story is lived: letters to the day, how each task ended, what each workflow did. */
export async function outcomeOf(
  stage: TestStage,
  year: number,
): Promise<{
  readonly letters: readonly string[];
  readonly tasks: readonly string[];
  readonly periods: readonly string[];
  readonly events: Readonly<Record<string, number>>;
}> {
  const letters = await lettersOf(stage.ledger, { limit: 1000 });
  const tasks = await Promise.all(
    storyPlan(year).tasks.map(({ number }) => loadTask(stage.ledger, taskId('golden', year, number))),
  );
  const events: Record<string, number> = {};
  for (const { name, history } of await runsOf(stage, year)) {
    for (const { eventType } of (history as { readonly events: readonly { readonly eventType: string }[] }).events) {
      // How often a worker was asked, and whether a wait was over before it had begun, depends on what arrived together.
      if (/^EVENT_TYPE_(WORKFLOW_TASK|TIMER)_/.test(eventType)) continue;
      const key = `${name} ${eventType.replace('EVENT_TYPE_', '')}`;
      events[key] = (events[key] ?? 0) + 1;
    }
  }
  return {
    letters: letters
      .map((l) => `${l.key} ${l.status} ${l.recipient ?? ''} ${dayOf(l.plannedAt)} ${l.subject ?? ''}`)
      .sort(),
    periods: await periodOutcomes(stage),
    tasks: tasks.map((t) => `${t?.id} ${t?.stage} ${t?.due} ${t?.firstDue} ${t?.overdue} ${t?.seq} ${t?.reporter}`),
    events,
  };
}
