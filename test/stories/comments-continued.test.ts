/** A comment period's history is cut and goes on; nobody notices. And it grows with days, not with comments. */
import { afterEach, describe, expect, test } from '@jest/globals';
import { errandsOf } from '../../activities/ledger/comments/errands.js';
import { announcePeriod, loadPeriod } from '../../activities/ledger/comments/periods.js';
import { listComments } from '../../activities/ledger/comments/read.js';
import { verifyChain } from '../../activities/ledger/verify.js';
import { checkTerms, commentRules } from '../../client/comments/open.js';
import { launchLadder } from '../../client/launch-ladder.js';
import { startRounds } from '../../client/rounds.js';
import { readDraft } from '../../domain/comment/draft.js';
import { announce, type PeriodState } from '../../domain/comment/period.js';
import { clockOf, type Day } from '../../domain/day.js';
import { commentWorkflowId, roundsWorkflowId } from '../../domain/ids.js';
import type { Actor } from '../../domain/task.js';
import { mainQueue, type PeriodInput } from '../../workflows/messages.js';
import { kindKey, planKey, stageKey } from '../../workflows/search.js';
import { type TestStage, testStage } from '../harness/stage.js';
import { toDay } from './breakage.js';
import { office, termsOf } from './comments.js';
import { district, lettersSent, on, workday } from './year.js';

const start = on('03-08');
const period = 'cut/1';
const afternoon = 15 * 60;
const zjj: Actor = { name: '区住房城乡建设局', role: 'unit', unit: 'zjj' };

/** A period of seven working days whose workflow is started by hand, its history cut after so many events. */
async function openedCut(stage: TestStage, events?: number): Promise<void> {
  const { ledger, env } = stage;
  const desk = { ledger, client: env.client, now: () => stage.now(), testUnits: false };
  await toDay(stage, start, 8 * 60);
  const { days: _thirty, ...rest } = termsOf('cut', start, { kind: 'normative', workdays: 7 });
  const { window, closeOutDue, faults } = await checkTerms(desk, rest);
  expect(faults).toEqual([]);
  const rules = await commentRules();
  const { plan, title, kind } = rest;
  const facts = { plan, round: 1, title, kind, office: 'office', leadership: 'leadership', start };
  const at = await stage.now();
  const state: PeriodState = announce(facts, { lastDay: window.byCode, closeOutDue }, at);
  await announcePeriod(
    ledger,
    { terms: rest, ...readDraft(rest.draft, district), rules, state, openedBy: office.name },
    { id: 'announced', at, actor: office, kind: 'comment.announced', subject: `comment/${period}`, data: {} },
  );
  await startRounds(desk, 'office', 'leadership', await launchLadder(undefined, false));
  const rounds = [roundsWorkflowId('office')];
  const input: PeriodInput = { state, rules, rounds, toldErrands: {}, ...(events === undefined ? {} : { events }) };
  await env.client.workflow.start('commentPeriod', {
    taskQueue: mainQueue,
    workflowId: commentWorkflowId(period),
    args: [input],
    typedSearchAttributes: [
      { key: planKey, value: plan },
      { key: kindKey, value: 'comment' },
      { key: stageKey, value: state.stage },
    ],
  });
}

/** So many comments at one instant, about the three items and the whole in turn. */
async function crowd(stage: TestStage, name: string, many: number, first = 0): Promise<void> {
  const arrivedAt = await stage.now();
  await Promise.all(
    Array.from({ length: many }, (_, n) =>
      stage.office.comments.receive({
        ...{ period, channel: 'web', arrivedAt, item: (first + n) % 4 || null, text: `${name}的第${n}条意见` },
        ...{ name: null, contact: null, files: [], idempotencyKey: `${name}/${n}` },
      }),
    ),
  );
}

const stateOf = async (stage: TestStage): Promise<PeriodState> => {
  const row = await loadPeriod(stage.ledger, period);
  if (!row) throw new Error('no period');
  return row.state;
};

/** Lengths of all runs' histories, the first to the last. */
async function historyLengths(stage: TestStage): Promise<readonly number[]> {
  const { workflow } = stage.env.client;
  const newest = await workflow.getHandle(commentWorkflowId(period)).fetchHistory();
  const lengths: number[] = [];
  let run = newest.events?.[0]?.workflowExecutionStartedEventAttributes?.firstExecutionRunId ?? undefined;
  while (run !== undefined && run !== null && run !== '') {
    const { events } = await workflow.getHandle(commentWorkflowId(period), run).fetchHistory();
    lengths.push(events?.length ?? 0);
    run = events?.at(-1)?.workflowExecutionContinuedAsNewEventAttributes?.newExecutionRunId ?? undefined;
  }
  return lengths;
}

/** The period from its first day to its close-out: a crowd every day, one unit that answers, an extension and a pause. */
async function livedPeriod(stage: TestStage, events?: number) {
  const { comments: desk } = stage.office;
  await openedCut(stage, events);
  for (let n = 0; n < 6; n++) {
    await toDay(stage, workday(start, n), afternoon);
    // One after the other, so that two periods give them the same numbers.
    for (let one = 0; one < 50; one++) await crowd(stage, `第${n}天第${one}次`, 1, one);
    if (n === 2) {
      const { lastDay } = await stateOf(stage);
      await desk.act(period, { kind: 'extend', to: workday(lastDay, 1), reason: '意见较多' }, office);
    }
    if (n === 3) await desk.act(period, { kind: 'suspend', reason: '网站故障' }, office);
    if (n === 3) await desk.act(period, { kind: 'resume', reason: '网站恢复' }, office);
    for (const { id, unit, waiting } of await errandsOf(stage.ledger, { period, open: true }))
      for (const no of unit === 'zjj' ? waiting.slice(0, n === 5 ? 1000 : 5) : [])
        await desk.giveOpinion(id, no, 'adopted', '建议采纳', zjj);
  }
  const { lastDay } = await stateOf(stage);
  await toDay(stage, workday(lastDay, 6), afternoon);
  const { typedSearchAttributes } = await stage.env.client.workflow.getHandle(commentWorkflowId(period)).describe();
  const open = (await listComments(stage.ledger, period, { open: true })).map(({ no }) => no);
  await desk.dispose(period, open, { kind: 'not-adopted', reason: '已有相应安排' }, office);
  await desk.act(period, { kind: 'publish' }, office);
  await toDay(stage, workday(lastDay, 12));
  const ended: unknown = await stage.env.client.workflow.getHandle(commentWorkflowId(period)).result();
  expect(await verifyChain(stage.ledger)).toMatchObject({ ok: true });
  expect(stage.errors).toEqual([]);
  const { counts, stage: last, moved, closeOutDue, morning, seq } = await stateOf(stage);
  return {
    runs: await historyLengths(stage),
    told: {
      ended,
      attributes: [planKey, kindKey, stageKey].map((key) => typedSearchAttributes.get(key)),
      state: { counts, last, moved: moved.map(({ from, to, why }) => ({ from, to, why })), closeOutDue, morning, seq },
      errands: (await errandsOf(stage.ledger, { period })).map(({ assignedAt: _at, closedAt: _closed, ...one }) => one),
      letters: (await lettersSent(stage)).map(({ key, to, at, notices, facts }) => ({
        ...{ key, to, at: clockOf(at), notices, facts },
      })),
    },
  };
}

describe('a comment period with hundreds of comments', () => {
  const stages: TestStage[] = [];
  afterEach(async () => {
    for (const stage of stages.splice(0)) await stage.close();
  });
  const raised = async (): Promise<TestStage> => {
    const stage = await testStage(district);
    stages.push(stage);
    return stage;
  };

  test('its history cut again and again: letters, counts, errands and end are those of one long history', async () => {
    const [whole, cut] = await Promise.all([livedPeriod(await raised()), livedPeriod(await raised(), 20)]);
    expect(whole.runs).toHaveLength(1);
    expect(cut.runs.length).toBeGreaterThan(5);
    expect(Math.max(...cut.runs)).toBeLessThan(60);
    expect(cut.told).toEqual(whole.told);
    expect(whole.told).toMatchObject({
      ended: { stage: 'published', received: 300 },
      attributes: ['cut', 'comment', 'answering'],
      state: {
        last: 'published',
        counts: { received: 300, open: 0 },
        moved: [{ why: 'extended' }, { why: 'suspended' }],
      },
    });
    expect(whole.told.letters.length).toBeGreaterThan(15);
  }, 120_000);

  test('two thousand comments in one day add no more than six hundred events', async () => {
    const stage = await raised();
    await openedCut(stage);
    const day: Day = workday(start, 1);
    for (let step = 0; step < 200; step++) {
      await toDay(stage, day, 9 * 60 + 3 * step);
      await crowd(stage, `第${step}阵`, 10);
    }
    await toDay(stage, workday(day, 1));
    expect((await stateOf(stage)).counts.received).toBe(2000);
    const [events = 0, ...further] = await historyLengths(stage);
    expect(further).toEqual([]);
    expect(events).toBeLessThan(600);
    expect(stage.errors).toEqual([]);
  }, 120_000);
});
