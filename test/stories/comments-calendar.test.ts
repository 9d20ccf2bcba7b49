/** Days that move under a comment period: holidays published late, mornings that nobody took, a pause nobody ends. */
import { afterEach, describe, expect, test } from '@jest/globals';
import { errandsOf } from '../../activities/ledger/comments/errands.js';
import { loadPeriod } from '../../activities/ledger/comments/periods.js';
import { listComments } from '../../activities/ledger/comments/read.js';
import { eventsOf } from '../../activities/ledger/figures.js';
import { verifyChain } from '../../activities/ledger/verify.js';
import { resumePeriods } from '../../client/comments/period-act.js';
import { addDays, type Day, weekday } from '../../domain/day.js';
import { commentWorkflowId, roundsWorkflowId } from '../../domain/ids.js';
import { periodState, roundsTable } from '../../workflows/messages.js';
import { ledgerComments } from '../client/ledger-comments.js';
import { type TestStage, testStage } from '../harness/stage.js';
import { eventually, toDay, toDayWithoutWorkers } from './breakage.js';
import { office, officeLetters, opened, say, termsOf } from './comments.js';
import { calendar, district, lettersSent, on, workday, year } from './year.js';

/** A Monday in March, far from the holidays of any year. */
const monday = ((): Day => {
  let day = on('03-08');
  while (weekday(day) !== 1) day = addDays(day, 1);
  return day;
})();
const [tuesday, wednesday] = [workday(monday, 1), workday(monday, 2)];
const afternoon = 15 * 60;

describe('days under a period', () => {
  let stage: TestStage | undefined;
  afterEach(async () => {
    await stage?.close();
    stage = undefined;
  });
  const here = (): TestStage => {
    if (!stage) throw new Error('no stage');
    return stage;
  };
  const stateOf = async (id: string) => {
    const row = await loadPeriod(here().ledger, id);
    if (!row) throw new Error('no period');
    return row.state;
  };
  const handleOf = (id: string) => here().env.client.workflow.getHandle(commentWorkflowId(id));
  const holidays = (off: readonly Day[], work: readonly Day[] = []): string =>
    `year: ${year}\nnotice: 国办发明电〔${year - 1}〕1号\noff: [${off.join(', ')}]\nwork: [${work.join(', ')}]\n`;

  test('holidays published while it is open: last day, close-out and errands come later, and it is told why', async () => {
    const id = 'late-holidays/1';
    stage = await opened(termsOf('late-holidays', monday));
    const announced = await stateOf(id);
    await toDay(here(), monday, afternoon);
    await say(here(), id, { item: 1, text: '公园多种树' });
    await toDay(here(), tuesday, afternoon);
    const [asked] = await errandsOf(here().ledger, { period: id });
    expect(asked).toMatchObject({ day: tuesday, due: workday(tuesday, 5) });

    const due = asked?.due ?? '';
    const { lastDay } = announced;
    const saturday = addDays(monday, 5);
    await here().office.loadCalendarYear(holidays([due, lastDay], [saturday]), office);
    const moved = await stateOf(id);
    const later = workday(lastDay, 1);
    expect(moved).toMatchObject({
      firstLastDay: lastDay,
      lastDay: later,
      moved: [{ from: lastDay, to: later, why: 'calendar', reason: expect.stringContaining('1号') }],
      counts: { received: 1 },
    });
    expect(moved.closeOutDue).toBe(workday(later, 20));
    // A working Saturday and a day off more: never earlier, here the same day as before.
    expect(await errandsOf(here().ledger, { period: id })).toMatchObject([{ due, seq: asked?.seq }]);

    // The arrangement is corrected: the Saturday is off after all, so the unit has a day more.
    await here().office.loadCalendarYear(holidays([due, lastDay]), office);
    const [put] = await errandsOf(here().ledger, { period: id });
    expect(put).toMatchObject({ due: workday(due, 1), open: true });
    const table = await here().env.client.workflow.getHandle(roundsWorkflowId('office')).query(roundsTable);
    expect(table.tasks[put?.id ?? '']).toMatchObject({ due: put?.due, seq: put?.seq });
    expect((await stateOf(id)).moved).toEqual(moved.moved);
    const seq = (await stateOf(id)).seq;
    await here().office.loadCalendarYear(holidays([due, lastDay]), office);
    expect((await stateOf(id)).seq).toBe(seq);
    expect(await eventsOf(here().ledger, { subject: `comment/${id}`, kind: 'comment.recalendar' })).toHaveLength(1);

    await toDay(here(), lastDay, 24 * 60 + 60);
    expect(await say(here(), id, { text: '放假那天之后' })).toMatchObject({ late: false });
    await toDay(here(), workday(later, 1));
    expect(await stateOf(id)).toMatchObject({ stage: 'answering', lastDay: later });
    const units = (await lettersSent(here())).filter(({ unit }) => unit === 'zjj');
    expect(units.map(({ day, notices }) => [day, ...notices.map(({ kind }) => kind)])).toEqual([
      [tuesday, 'assignment'],
      [workday(due, -1), 'reminder'],
      [workday(put?.due ?? '', 1), 'chase'],
    ]);
    expect(await verifyChain(here().ledger)).toMatchObject({ ok: true });
    expect(here().errors).toEqual([]);
  }, 60_000);

  test('a pause that nobody ends is brought up week after week, at last to the leadership group', async () => {
    stage = await opened(termsOf('forgotten', monday));
    const { lastDay } = await stateOf('forgotten/1');
    await toDay(here(), wednesday, afternoon);
    await here().office.comments.act('forgotten/1', { kind: 'suspend', reason: '网页无法访问' }, office);
    const mondays = Array.from({ length: 6 }, (_, week) => calendar.onOrAfter(addDays(monday, 7 * (week + 1))));
    await toDay(here(), mondays.at(-1) ?? '');
    expect(await officeLetters(here())).toEqual(
      [workday(wednesday, 1), ...mondays]
        .flatMap((day) =>
          day > lastDay
            ? [
                `${day} 09:00 leadership comment-overdue suspended-late`,
                `${day} 09:00 office comment-office suspended-late`,
              ]
            : [`${day} 09:00 office comment-office suspended`],
        )
        .sort(),
    );
    expect(here().mail.messages.some((mail) => mail.to === 'head@leadership.example.org')).toBe(true);
    expect(here().errors).toEqual([]);
  }, 60_000);

  test('an outage that ends at night: the morning is not taken twice, and nobody is left out of its letter', async () => {
    const id = 'night/1';
    stage = await testStage(district, { cached: 0 });
    await toDay(here(), monday, 8 * 60);
    await here().office.comments.open(termsOf('night', monday), office);
    await toDay(here(), monday, afternoon);
    await say(here(), id, { item: 1, text: '停机之前' });
    await here().stopWorkers();
    await toDayWithoutWorkers(here(), wednesday, 3 * 60);
    await here().startWorkers();
    // The workers have taken up what there was.
    await eventually(async () => (await handleOf(id).query(periodState)).counts.received === 1, 'the period counted');
    await toDay(here(), wednesday, 8 * 60 + 30);
    await say(here(), id, { item: 2, text: '来电之后，清点之前' });
    await toDay(here(), wednesday);
    const letters = (await lettersSent(here())).filter(({ kind }) => kind === 'comment-office');
    expect(letters.map(({ day, facts }) => [day, facts?.['rungs'], facts?.['fresh']])).toEqual([
      [wednesday, 'daily', 2],
    ]);
    expect((await errandsOf(here().ledger, { period: id })).map(({ day, unit }) => [day, unit])).toEqual([
      [wednesday, 'jyj'],
      [wednesday, 'zjj'],
    ]);
    expect(await stateOf(id)).toMatchObject({ morning: wednesday, told: 2 });
  }, 60_000);

  test('a run that starts late makes up for the morning it missed, the same day', async () => {
    const id = 'restarted/1';
    stage = await testStage(district);
    await toDay(here(), monday, 8 * 60);
    // On record, and Temporal did not answer when it was to be started.
    const at = await here().now();
    await ledgerComments(here().ledger, () => at).open(termsOf('restarted', monday), office);
    await toDay(here(), monday, afternoon);
    await say(here(), id, { text: '总体赞成' });
    await toDay(here(), tuesday, 10 * 60);
    const desk = { ledger: here().ledger, client: here().env.client, now: () => here().now(), testUnits: false };
    expect(await resumePeriods(desk)).toBe(1);
    await toDay(here(), tuesday, 12 * 60);
    expect(await officeLetters(here())).toEqual([`${tuesday} 09:00 office comment-office daily`]);
    await toDay(here(), workday(wednesday, 1));
    expect(await officeLetters(here())).toHaveLength(1);
  }, 60_000);

  test('every act answers with the counts of the ledger, publication with those it was published with', async () => {
    const id = 'counted/1';
    stage = await opened(termsOf('counted', monday));
    const { comments: desk } = here().office;
    await toDay(here(), monday, afternoon);
    await say(here(), id, { text: '一' });
    await say(here(), id, { text: '二' });
    const extended = await desk.act(id, { kind: 'extend', to: addDays(monday, 40), reason: '意见较多' }, office);
    expect(extended).toMatchObject({ counts: { received: 2, open: 2 }, unknownYears: [year] });
    expect(await stateOf(id)).toMatchObject({ counts: { received: 2 } });
    await toDay(here(), workday(extended.lastDay, 1), afternoon);
    await say(here(), id, { channel: 'phone', text: '三' });
    const nos = (await listComments(here().ledger, id)).map(({ no }) => no);
    await desk.dispose(id, nos, { kind: 'not-adopted', reason: '已有相应安排' }, office);
    const counts = { received: 3, open: 0, late: 1, disposed: { 'not-adopted': 3 } };
    expect(await desk.act(id, { kind: 'publish' }, office)).toMatchObject({
      stage: 'published',
      counts,
      unknownYears: [],
    });
    expect(await handleOf(id).result()).toEqual({ stage: 'published', received: 3 });
    expect(await handleOf(id).query(periodState)).toMatchObject({ counts });
    const { currentDetails } = await handleOf(id).query<{ readonly currentDetails: string }>(
      '__temporal_workflow_metadata',
    );
    expect(currentDetails).toContain('收到意见 3 条，待处理 0 条');
  }, 60_000);
});
