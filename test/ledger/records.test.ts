import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { badAddresses, clearAddress, markAddressBad } from '../../activities/ledger/addresses.js';
import { loadCalendarYears, saveCalendarYear } from '../../activities/ledger/calendar-years.js';
import { connectLedger, type Ledger } from '../../activities/ledger/connect.js';
import {
  addStandIn,
  formerNames,
  loadDirectory,
  loadUnit,
  renameUnit,
  saveDirectory,
  setContact,
} from '../../activities/ledger/directory.js';
import { counts, eventsOf } from '../../activities/ledger/figures.js';
import { approveFormal, draftFormal, listFormal, loadFormal, withdrawFormal } from '../../activities/ledger/formal.js';
import { alonePlan, loadPlan, savePlan, setPlanLadder, setPlanStatus } from '../../activities/ledger/plans.js';
import { listTasks, loadTask, recordTask } from '../../activities/ledger/tasks.js';
import { verifyChain } from '../../activities/ledger/verify.js';
import type { LedgerEvent } from '../../domain/task.js';
import { testLedger } from '../harness/ledger.js';
import { directory, ladder, NOW, office, plan, taskOf } from './samples.js';

let opened: Awaited<ReturnType<typeof testLedger>>;
let ledger: Ledger;
beforeAll(async () => {
  opened = await testLedger();
  ledger = opened.ledger;
});
afterAll(async () => {
  expect(await verifyChain(ledger)).toMatchObject({ ok: true });
  await opened.close();
});

const entry = (id: string, kind: string, subject: string): LedgerEvent => ({
  id,
  at: NOW,
  actor: office,
  kind,
  subject,
  data: {},
});

describe('tasks', () => {
  test('the newest state stays, whatever order the writes come in; every event is kept once', async () => {
    const write = (seq: number, change = {}) =>
      recordTask(ledger, taskOf(1, seq, change), [entry(`sample/2027/1#${seq}`, 'task.changed', 'sample/2027/1')]);
    await write(3, { stage: 'signed' });
    await write(1);
    await Promise.all([
      write(5, { stage: 'reported' }),
      write(4, { stage: 'underway' }),
      write(3),
      write(5, { stage: 'reported' }),
    ]);
    expect(await loadTask(ledger, 'sample/2027/1')).toEqual(taskOf(1, 5, { stage: 'reported' }));
    expect((await eventsOf(ledger, { subject: 'sample/2027/1' })).map((e) => e.id).sort()).toEqual(
      [1, 3, 4, 5].map((n) => `sample/2027/1#${n}`),
    );
  });

  test('are listed by plan, unit, stage and light', async () => {
    await recordTask(ledger, taskOf(12, 1, { overdue: true }), []);
    await recordTask(ledger, taskOf(3, 1, { stage: 'accepted', duties: [{ unit: 'works', role: 'responsible' }] }), []);
    const numbers = async (filter: Parameters<typeof listTasks>[1]) =>
      (await listTasks(ledger, filter)).map((t) => t.number);
    expect(await numbers({ plan: 'sample' })).toEqual([1, 3, 12]);
    expect(await numbers({ unit: 'finance' })).toEqual([1, 12]);
    expect(await numbers({ unit: 'works', open: false })).toEqual([3]);
    expect(await numbers({ open: true, overdue: true })).toEqual([12]);
    expect(await numbers({ stage: 'reported' })).toEqual([1]);
    expect(await counts(ledger)).toMatchObject({ tasks: { reported: 1, assigned: 1, accepted: 1 }, overdue: 1 });
  });
});

describe('a plan', () => {
  test('is replaced while a draft, launched once, keeps its rules, and ends', async () => {
    await savePlan(ledger, plan, NOW);
    await savePlan(ledger, { ...plan, title: '改过的标题' }, NOW + 1);
    const launch = { status: 'executing', ladder, at: NOW + 2, by: office.name } as const;
    const both = await Promise.all(
      [1, 2].map(() => setPlanStatus(ledger, 'sample', launch, [entry('launch/sample', 'plan.launched', 'sample')])),
    );
    expect(both.sort()).toEqual([false, true]);
    await expect(savePlan(ledger, plan, NOW + 3)).rejects.toMatchObject({ code: 'plan-not-draft' });
    await setPlanLadder(ledger, 'sample', { ...ladder, hour: 600 }, [entry('rules/sample', 'plan.rules', 'sample')]);
    expect(await loadPlan(ledger, 'sample')).toMatchObject({
      title: '改过的标题',
      status: 'executing',
      ladder: { hour: 600 },
      launchedAt: NOW + 2,
      launchedBy: office.name,
    });
    expect(await setPlanStatus(ledger, 'sample', { status: 'closed', at: NOW + 9 })).toBe(true);
    await expect(setPlanStatus(ledger, 'sample', launch)).rejects.toMatchObject({ code: 'plan-status' });
    await expect(setPlanStatus(ledger, 'none', launch)).rejects.toMatchObject({ code: 'not-found' });
  });
});

test('a plan that two people change at once, from two processes, keeps both changes; a failure lets go of it', async () => {
  const other = connectLedger(opened.url);
  await savePlan(ledger, { ...plan, id: 'both', title: '' }, NOW);
  const add = (from: Ledger, words: string) =>
    alonePlan(from, 'both', async () => {
      const draft = (await loadPlan(from, 'both'))?.plan ?? plan;
      await savePlan(from, { ...draft, title: draft.title + words }, NOW);
    });
  await expect(alonePlan(ledger, 'both', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  const letters = Array.from({ length: 24 }, (_, at) => String.fromCharCode(97 + at));
  await Promise.all(letters.map((letter, at) => add(at % 2 === 0 ? ledger : other, letter)));
  expect([...((await loadPlan(ledger, 'both'))?.title ?? '')].sort()).toEqual(letters);
  await other.close();
});

describe('the directory', () => {
  test('comes back as it was saved; a rename keeps the id and the old name, with its day', async () => {
    await saveDirectory(ledger, directory, office, NOW);
    expect(await loadDirectory(ledger)).toEqual(directory);
    const before = (await counts(ledger)).events;
    await saveDirectory(ledger, directory, office, NOW + 1);
    expect((await counts(ledger)).events).toBe(before);

    await renameUnit(ledger, 'education', '区教育和体育局', office, NOW + 2);
    expect(await loadUnit(ledger, 'education')).toMatchObject({
      name: '区教育和体育局',
      aliases: ['教育局', '区教育局'],
    });
    expect(await formerNames(ledger, 'education')).toEqual([{ name: '区教育局', until: '2027-01-03' }]);
    await expect(renameUnit(ledger, 'education', '领导小组办公室', office, NOW)).rejects.toMatchObject({
      code: 'unit-name-in-use',
    });
    await expect(renameUnit(ledger, 'education', '各镇办', office, NOW)).rejects.toMatchObject({
      code: 'unit-name-in-use',
    });

    // The office imports its list again: the new name is in it, the old one lives on as an alias.
    const [education, ...others] = directory.units;
    if (education === undefined) throw new Error('the sample directory is empty');
    await saveDirectory(
      ledger,
      { ...directory, units: [{ ...education, name: '区教育和体育局' }, ...others] },
      office,
      NOW + 3,
    );
    expect((await loadUnit(ledger, 'education'))?.aliases).toEqual(['教育局', '区教育局']);
    const history = await eventsOf(ledger, { subject: 'education' });
    expect(history.map((e) => e.kind)).toEqual(['unit.renamed', 'unit.imported']);
    expect(history[0]).toMatchObject({
      actor: office,
      data: { before: { name: '区教育局' }, after: { name: '区教育和体育局' } },
    });
  });

  test('takes a new contact and a stand-in; a refused address that the office vouches for is written to again', async () => {
    await markAddressBad(ledger, 'new@example.org', '550 no such user', NOW);
    await markAddressBad(ledger, 'old@example.org', '550 no such user', NOW);
    await setContact(ledger, 'education', { role: 'liaison', address: 'new@example.org' }, office, NOW + 4);
    const leave = { role: 'liaison', address: 'deputy@example.org', from: '2027-05-01', until: '2027-05-20' } as const;
    await addStandIn(ledger, 'education', leave, office, NOW + 5);
    await addStandIn(ledger, 'education', leave, office, NOW + 6);
    const unit = await loadUnit(ledger, 'education');
    expect(unit?.contacts.map((c) => c.address).sort()).toEqual(['education-head@example.org', 'new@example.org']);
    expect(unit?.standIns).toEqual([leave]);
    expect(await badAddresses(ledger)).toEqual(
      new Map([['old@example.org', { address: 'old@example.org', reason: '550 no such user', at: NOW }]]),
    );
    await clearAddress(ledger, 'old@example.org', office, NOW + 7);
    expect((await badAddresses(ledger)).size).toBe(0);
    await expect(
      setContact(ledger, 'nobody', { role: 'head', address: 'x@example.org' }, office, NOW),
    ).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('督办函', () => {
  const draft = (id: string) => ({
    id,
    office: 'office',
    unit: 'education',
    tasks: ['sample/2027/1'],
    copies: ['finance'],
    day: '2027-01-04',
  });

  test('numbers run without gaps when many are approved at once from two processes, some twice, some in vain', async () => {
    const other = connectLedger(opened.url);
    const ids = Array.from({ length: 24 }, (_, at) => `formal/${at}`);
    for (const id of [...ids, ids[0] ?? '']) await draftFormal(ledger, draft(id), NOW);
    const approved = await Promise.all(
      [...ids, ...ids].map((id, at) =>
        approveFormal(at % 2 === 0 ? ledger : other, id, office, 2027, undefined, NOW + at),
      ),
    );
    await Promise.all(
      [1, 2, 3].map(() =>
        expect(approveFormal(other, 'formal/none', office, 2027)).rejects.toMatchObject({ code: 'not-found' }),
      ),
    );
    expect(new Set(approved.map((one) => one.number))).toEqual(
      new Set(ids.map((_, at) => `领办督〔2027〕${at + 1}号`)),
    );
    expect(approved.slice(0, 24)).toEqual(approved.slice(24));
    await draftFormal(ledger, draft('formal/next-year'), NOW);
    expect(await approveFormal(other, 'formal/next-year', office, 2028, '文督')).toEqual({ number: '文督〔2028〕1号' });
    await other.close();
  });

  test('a withdrawn draft gets no number, an approved one is not withdrawn', async () => {
    await draftFormal(ledger, draft('formal/closed'), NOW);
    expect((await counts(ledger)).pendingFormal).toBe(1);
    await withdrawFormal(ledger, 'formal/closed', office, '任务已全部销号', NOW);
    await withdrawFormal(ledger, 'formal/closed', office, '任务已全部销号', NOW);
    await expect(approveFormal(ledger, 'formal/closed', office, 2027)).rejects.toMatchObject({
      code: 'formal-decided',
    });
    // The last task was closed while the office approved: the letter keeps its number.
    await withdrawFormal(ledger, 'formal/3', office, '任务已全部销号', NOW);
    expect(await loadFormal(ledger, 'formal/3')).toMatchObject({ status: 'approved', reason: null });
    expect((await listFormal(ledger, { status: 'withdrawn' })).map((row) => row.id)).toEqual(['formal/closed']);
  });
});

test('a year of holidays the office loaded replaces the one before', async () => {
  const year = { year: 2027, notice: '国办发明电〔2026〕1号', off: ['2027-01-01'], work: ['2027-01-02'] };
  await saveCalendarYear(ledger, { ...year, off: [] });
  await saveCalendarYear(ledger, year, [entry('calendar/2027', 'calendar.loaded', '2027')]);
  expect(await loadCalendarYears(ledger)).toEqual([year]);
});
