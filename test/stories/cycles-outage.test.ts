import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from '@jest/globals';
import { eventsOf } from '../../activities/ledger/figures.js';
import { listCycles, loadCycle } from '../../activities/ledger/supervision/cycles.js';
import { verifyChain } from '../../activities/ledger/verify.js';
import { playedReturn } from '../../domain/supervision/rehearse.js';
import type { Actor } from '../../domain/task.js';
import { fromRoot } from '../../worker/root.js';
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
    await supervision.act(id, { kind: 'publish' }, office);
    await supervision.correct(id, '漏计一项任务', office);
    await expect(supervision.act(id, { kind: 'approve' }, office)).rejects.toMatchObject({ code: 'bulletin-own' });
    const { bulletin } = await supervision.act(id, { kind: 'approve' }, other);
    expect(bulletin).toMatchObject({ no: 2, corrects: { reason: '漏计一项任务' } });
    await supervision.act(id, { kind: 'publish' }, other);
    await toDay(here(), workday(due, 20));
    const letters = await lettersSent(here());
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
});
