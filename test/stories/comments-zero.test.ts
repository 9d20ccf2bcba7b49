import { afterEach, describe, expect, test } from '@jest/globals';
import { loadCloseOut } from '../../activities/ledger/comments/close-out.js';
import { loadPeriod } from '../../activities/ledger/comments/periods.js';
import { eventsOf } from '../../activities/ledger/figures.js';
import { verifyChain } from '../../activities/ledger/verify.js';
import { commentWorkflowId } from '../../domain/ids.js';
import type { TestStage } from '../harness/stage.js';
import { toDay } from './breakage.js';
import { before, office, officeLetters, opened, say, termsOf } from './comments.js';
import { calendar, on, workday, year } from './year.js';

describe('periods in which nobody comments', () => {
  let stage: TestStage | undefined;
  afterEach(async () => {
    await stage?.close();
    stage = undefined;
  });
  const here = (): TestStage => {
    if (!stage) throw new Error('no stage');
    return stage;
  };
  const stateOf = async (id: string) => (await loadPeriod(here().ledger, id))?.state;

  test('the office is asleep after the end: reminded three times, then the leadership group is told, week after week', async () => {
    const start = on('07-05');
    stage = await opened(termsOf('asleep', start));
    const state = await stateOf('asleep/1');
    const lastDay = state?.lastDay ?? '';
    const due = workday(lastDay, 20);
    expect(state).toMatchObject({ stage: 'open', lastDay, closeOutDue: due });
    const late = workday(due, 1);
    const mondays = [1, 2, 3].map((week) => {
      const monday = new Date(Date.parse(`${late}T00:00:00Z`));
      monday.setUTCDate(monday.getUTCDate() - ((monday.getUTCDay() + 6) % 7) + 7 * week);
      return calendar.onOrAfter(monday.toISOString().slice(0, 10));
    });
    await toDay(here(), mondays[2] ?? '');
    expect(await officeLetters(here())).toEqual(
      [
        ...[7, 3, 1, 0].map((n) => [before(lastDay, n), 'office', 'comment-office', `end-${n}`]),
        [workday(lastDay, 1), 'office', 'comment-office', 'ended'],
        ...[15, 5, 1].map((n) => [workday(due, -n), 'office', 'comment-office', `due-${n}`]),
        ...[late, ...mondays].flatMap((day) => [
          [day, 'leadership', 'comment-overdue', 'overdue'],
          [day, 'office', 'comment-office', 'overdue'],
        ]),
      ]
        .map(([day, ...rest]) => [`${day} 09:00`, ...rest].join(' '))
        .sort(),
    );
    expect(here().mail.messages.some((m) => m.to === 'head@leadership.example.org')).toBe(true);

    // There is no way out but publication, and it ends the letters.
    const done = await here().office.comments.act('asleep/1', { kind: 'publish' }, office);
    expect(done).toMatchObject({ stage: 'published', counts: { received: 0 } });
    const sent = here().mail.messages.length;
    await toDay(here(), workday(mondays[2] ?? '', 15));
    expect(here().mail.messages.length).toBe(sent);
    const published = await loadCloseOut(here().ledger, 'asleep/1');
    expect(published?.closeOut).toMatchObject({ zero: true, rows: [] });
    await here().env.client.workflow.getHandle(commentWorkflowId('asleep/1')).result();
    expect(await verifyChain(here().ledger)).toMatchObject({ ok: true });
    expect(here().errors).toEqual([]);
  }, 60_000);

  test('the last day is a holiday the office has loaded: the next working day is the last', async () => {
    const holidays = `year: ${year}\nnotice: 放假安排\noff: [${year}-04-05]\nwork: []\n`;
    stage = await opened(termsOf('holiday', `${year}-03-06`), holidays);
    const state = await stateOf('holiday/1');
    const next = [`${year}-04-06`, `${year}-04-07`, `${year}-04-08`];
    expect(next).toContain(state?.lastDay);
    expect(state?.lastDay).not.toBe(`${year}-04-05`);
    await toDay(here(), state?.lastDay ?? '', 24 * 60 - 1);
    expect(await say(here(), 'holiday/1', { text: '最后一分钟' })).toMatchObject({ late: false });
    await toDay(here(), state?.lastDay ?? '', 24 * 60);
    expect(await say(here(), 'holiday/1', { text: '过了零点' })).toMatchObject({ late: true });
  }, 60_000);

  test('shortened with a reason in the notice; without one it does not start', async () => {
    const start = on('05-10');
    const short = { days: 10, reasonForShort: '汛期临近，需尽快印发实施。' };
    stage = await opened(termsOf('short', start, short));
    const refused = here().office.comments.open(termsOf('other', start, { days: 10 }), office);
    await expect(refused).rejects.toMatchObject({
      faults: expect.arrayContaining([expect.objectContaining({ message: expect.stringContaining('30') })]),
    });
    expect((await eventsOf(here().ledger, { subject: 'comment/other/1', kind: 'act.refused' })).length).toBe(1);
    const { lastDay = '' } = (await stateOf('short/1')) ?? {};
    await toDay(here(), workday(lastDay, 1));
    await here().office.comments.act('short/1', { kind: 'publish' }, office);
    expect(await stateOf('short/1')).toMatchObject({ stage: 'published' });
    // Another round is another period.
    const again = await here().office.comments.open(termsOf('short', workday(lastDay, 2)), office);
    expect(again.period).toBe('short/2');
  }, 60_000);

  test('extended before the end, not after it; suspended days are given back; withdrawn it is over', async () => {
    const start = on('03-01');
    stage = await opened(termsOf('moved', start));
    const first = (await stateOf('moved/1'))?.lastDay ?? '';
    await toDay(here(), first);
    const longer = workday(first, 5);
    const reason = '意见较多';
    await here().office.comments.act('moved/1', { kind: 'extend', to: longer, reason }, office);
    expect(await stateOf('moved/1')).toMatchObject({ firstLastDay: first, lastDay: longer, stage: 'open' });
    await toDay(here(), workday(first, 1));
    expect(await say(here(), 'moved/1', { text: '延长期内' })).toMatchObject({ late: false });

    await here().office.comments.act('moved/1', { kind: 'suspend', reason: '网站故障' }, office);
    await expect(say(here(), 'moved/1', { text: '网页停了' })).rejects.toMatchObject({ code: 'period-suspended' });
    expect(await say(here(), 'moved/1', { channel: 'email', text: '邮件照收' })).toMatchObject({ late: false });
    // The end passes while it rests.
    await toDay(here(), workday(longer, 3));
    expect(await stateOf('moved/1')).toMatchObject({ stage: 'open' });
    const resumed = await here().office.comments.act('moved/1', { kind: 'resume', reason: '网站恢复' }, office);
    expect(resumed.lastDay > workday(longer, 3)).toBe(true);
    expect(resumed.moved.map((m) => m.why)).toEqual(['extended', 'suspended']);

    await toDay(here(), workday(resumed.lastDay, 1));
    await expect(
      here().office.comments.act('moved/1', { kind: 'extend', to: workday(resumed.lastDay, 9), reason }, office),
    ).rejects.toMatchObject({ code: 'period-ended' });
    await here().office.comments.act('moved/1', { kind: 'withdraw', reason: '上位规划调整' }, office);
    expect(await stateOf('moved/1')).toMatchObject({ stage: 'withdrawn' });
    await expect(say(here(), 'moved/1', { text: '还能提吗' })).rejects.toMatchObject({ code: 'period-over' });
    const sent = here().mail.messages.length;
    await toDay(here(), workday(resumed.lastDay, 30));
    expect(here().mail.messages.length).toBe(sent);
    expect(here().errors).toEqual([]);
  }, 60_000);
});
