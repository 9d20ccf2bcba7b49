import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from '@jest/globals';
import { eventsOf } from '../../activities/ledger/figures.js';
import { lettersOf } from '../../activities/ledger/letters.js';
import { listCycles, loadCycle } from '../../activities/ledger/supervision/cycles.js';
import { returnsOf } from '../../activities/ledger/supervision/returns.js';
import { verifyChain } from '../../activities/ledger/verify.js';
import { resumeRounds } from '../../client/rounds.js';
import { roundsWorkflowId } from '../../domain/ids.js';
import { playedReturn } from '../../domain/supervision/rehearse.js';
import type { Actor } from '../../domain/task.js';
import { fromRoot } from '../../worker/root.js';
import { roundsTable } from '../../workflows/messages.js';
import type { TestStage } from '../harness/stage.js';
import { testStage } from '../harness/stage.js';
import { office, toDay } from './breakage.js';
import { calendar, district, lettersSent, on, planOf, workday, year } from './year.js';

const rules = readFileSync(fromRoot('seeds', 'supervision-rules.yaml'), 'utf8');
const launch = on('02-01');
const other: Actor = { name: '办公室 乙', role: 'office' };
const unit = (id: string): Actor => ({ name: id, role: 'unit', unit: id });
/** The last working day of the first quarter but five, and the fifth working day after it. */
const request = calendar.addWorkdays(calendar.onOrBefore(`${year}-03-31`), -5);
const due = calendar.addWorkdays(`${year}-03-31`, 5);

async function supervised(): Promise<TestStage> {
  const stage = await testStage(district);
  const plan = planOf('watched', launch, [
    { title: '完善路网', due: `${year}-12-31`, duties: 'lead:zjj support:czj' },
    { title: '扩大学位', due: `${year}-12-31`, duties: 'lead:jyj' },
  ]);
  await toDay(stage, launch, 600);
  await stage.office.importPlan(plan, office);
  await stage.office.launch('watched', { supervision: rules }, office);
  return stage;
}

describe('cycles on days when things go wrong', () => {
  let stage: TestStage | undefined;
  afterEach(async () => {
    await stage?.close();
    stage = undefined;
  });
  const here = (): TestStage => {
    if (!stage) throw new Error('no stage');
    return stage;
  };
  const give = (id: string, who: string, actor: Actor = unit(who)) =>
    loadCycle(here().ledger, id).then(async (kept) => {
      const leads = kept?.state.units.find((one) => one.unit === who)?.leads ?? [];
      return here().office.supervision.giveReturn(
        id,
        who,
        { content: playedReturn(leads), files: [], via: 'link', confirmed: true },
        actor,
      );
    });

  test('put off it starts later, skipped it does not start, twice it is refused, a wrong quarter too', async () => {
    stage = await supervised();
    const { supervision } = here().office;
    await supervision.putOff('watched', `${year}Q1`, workday(request, 2), '与年中检查合并', office);
    await supervision.putOff('watched', `${year}Q2`, null, '上级统一督查', office);
    await toDay(here(), request);
    expect(await listCycles(here().ledger)).toEqual([]);
    await toDay(here(), workday(request, 2));
    expect((await listCycles(here().ledger)).map((one) => one.id)).toEqual([`watched/${year}Q1`]);
    await expect(supervision.start('watched', `${year}Q1`, {}, office)).rejects.toMatchObject({ code: 'cycle-exists' });
    await expect(supervision.start('watched', `${year}Q5`, {}, office)).rejects.toMatchObject({ code: 'cycle-key' });
    await expect(supervision.start('watched', `${year + 3}Q1`, {}, office)).rejects.toMatchObject({
      faults: expect.arrayContaining([expect.objectContaining({ code: 'cycle-outside' })]),
    });
    await supervision.act(`watched/${year}Q1`, { kind: 'skip', reason: '不再需要' }, office);
    await toDay(here(), on('07-20'));
    expect((await listCycles(here().ledger)).map((one) => [one.id, one.stage])).toEqual([
      [`watched/${year}Q1`, 'skipped'],
    ]);
    expect((await eventsOf(here().ledger, { kind: 'act.refused' })).length).toBe(2);
    expect(here().errors).toEqual([]);
  }, 60_000);

  test('everybody answers in time: drafted at once, approved by another, corrected by a new one', async () => {
    stage = await supervised();
    const id = `watched/${year}Q1`;
    const { supervision } = here().office;
    await toDay(here(), request);
    await expect(give(id, 'zjj', unit('jyj'))).rejects.toMatchObject({ code: 'role-other-unit' });
    await expect(give(id, 'czj')).rejects.toMatchObject({
      faults: expect.arrayContaining([expect.objectContaining({ code: 'cycle-other-unit' })]),
    });
    await give(id, 'zjj');
    await give(id, 'jyj');
    await toDay(here(), workday(request, 1));
    expect((await loadCycle(here().ledger, id))?.state).toMatchObject({ stage: 'compiling' });
    await expect(supervision.act(id, { kind: 'publish' }, office)).rejects.toMatchObject({ code: 'cycle-stage' });
    await supervision.act(id, { kind: 'approve' }, office);
    // Approved and left lying: the office hears of it, for the next cycle waits for this one.
    const left = workday(request, 4);
    await toDay(here(), left);
    const about = (await lettersSent(here())).filter((one) => one.kind === 'cycle-office');
    expect(about.map((one) => [one.day, one.facts?.['why']])).toContainEqual([left, 'publish-overdue']);
    await supervision.act(id, { kind: 'publish' }, office);
    await expect(give(id, 'jyj')).rejects.toMatchObject({ code: 'cycle-stage' });
    await supervision.correct(id, '漏计一项任务', office);
    // Until the correction is approved a late or changed return comes into it; nobody is asked or chased for it.
    await give(id, 'jyj');
    expect((await loadCycle(here().ledger, id))?.state.stage).toBe('compiling');
    await expect(supervision.act(id, { kind: 'approve' }, office)).rejects.toMatchObject({ code: 'bulletin-own' });
    // What is published can be contested meanwhile; withdrawn, the correction leaves it as it stood.
    await supervision.act(id, { kind: 'contest', unit: 'zjj', text: '数据有误' }, unit('zjj'));
    const stood = await supervision.act(id, { kind: 'withdrawCorrection', reason: '没有漏计' }, other);
    expect(stood).toMatchObject({ stage: 'published', bulletin: { no: 1, reminded: true } });
    expect(stood.bulletin?.contestBy).toBeDefined();
    await supervision.correct(id, '漏计一项任务', office);
    const { bulletin } = await supervision.act(id, { kind: 'approve' }, other);
    expect(bulletin).toMatchObject({ no: 2, corrects: { reason: '漏计一项任务' } });
    await expect(give(id, 'zjj')).rejects.toMatchObject({ code: 'cycle-stage' });
    expect((await returnsOf(here().ledger, id)).map((one) => [one.unit, one.version]).toSorted()).toEqual([
      ['jyj', 2],
      ['zjj', 1],
    ]);
    await supervision.act(id, { kind: 'publish' }, other);
    await toDay(here(), workday(due, 20));
    const letters = await lettersSent(here());
    // A plan's letters and a cycle's letters hold the requests that carry nothing but a return.
    const requests = letters.filter((l) =>
      l.notices.some((n) => n.kind === 'assignment' && n.task.startsWith('return/')),
    );
    for (const filter of [{ plan: 'watched' }, { cycle: id }]) {
      const found = (await lettersOf(here().ledger, { ...filter, limit: 1000 })).map((one) => one.key);
      expect(found).toEqual(expect.arrayContaining(requests.map((one) => one.key)));
      expect(found).toEqual(expect.arrayContaining(letters.filter((l) => l.kind === 'bulletin').map((one) => one.key)));
    }
    expect(requests.map((one) => one.unit).toSorted()).toEqual(['jyj', 'zjj']);
    expect(
      letters
        .filter((l) => l.kind === 'bulletin')
        .map((l) => l.unit)
        .sort(),
    ).toEqual(['jyj', 'jyj', 'leadership', 'leadership', 'zjj', 'zjj']);
    expect(letters.filter((l) => l.notices.some((n) => n.kind === 'chase' && n.task.startsWith('return/')))).toEqual(
      [],
    );
    expect(await verifyChain(here().ledger)).toMatchObject({ ok: true });
    expect(here().errors).toEqual([]);
  }, 60_000);

  test('rounds that an operator ended know again who owes a return and when to chase', async () => {
    stage = await supervised();
    const { env, ledger } = here();
    await toDay(here(), request);
    await give(`watched/${year}Q1`, 'zjj');
    await toDay(here(), due, 480);
    await env.client.workflow.getHandle(roundsWorkflowId('office')).terminate('drill');
    await resumeRounds({ ledger, client: env.client, now: () => here().now(), testUnits: false });
    // The test server keeps its clock locked after a termination: what would leave is read from the table itself.
    const { tasks, schedules } = await env.client.workflow.getHandle(roundsWorkflowId('office')).query(roundsTable);
    const owed = Object.values(tasks).filter((task) => task.id.startsWith('return/'));
    expect(owed.map((task) => [task.id, task.due])).toEqual([[`return/watched/jyj/${year}0331`, due]]);
    const ahead = owed.flatMap((task) => schedules[task.schedule]?.slice(task.taken) ?? []);
    expect(ahead.map((step) => [step.rung, step.day])).toEqual([1, 3, 5].map((n) => [`after-${n}`, workday(due, n)]));
  }, 60_000);
});
