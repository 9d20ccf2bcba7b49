/** A quarter's end that passed while nobody worked: the starter makes it up once, with its full time. */
import { expect, test } from '@jest/globals';
import { saveDirectory } from '../../activities/ledger/directory.js';
import { savePlan, setPlanStatus, setPlanSupervision } from '../../activities/ledger/plans.js';
import { listCycles, putOff } from '../../activities/ledger/supervision/cycles.js';
import { recordTask } from '../../activities/ledger/tasks.js';
import { nextMorning, startable } from '../../activities/supervision.js';
import { launchLadder } from '../../client/launch-ladder.js';
import { comingCycles } from '../../client/supervision/coming.js';
import { supervisionRules } from '../../client/supervision/rules.js';
import { assignTask, seedsOf } from '../../domain/assign.js';
import { type Day, dayOf, instantOf } from '../../domain/day.js';
import { testLedger } from '../harness/ledger.js';
import { calendar, district, planOf, workday } from '../stories/district.js';

const office = { name: '办公室 甲', role: 'office' } as const;
const launch = '2026-02-02';
/** The last working day of the quarter but five, and the fifth working day after it. */
const request = calendar.addWorkdays(calendar.onOrBefore('2026-03-31'), -5);
const due = calendar.addWorkdays('2026-03-31', 5);

test('missed by an outage it starts once when somebody looks; put off it waits; a day off starts nothing', async () => {
  const { ledger, close } = await testLedger();
  try {
    const plan = planOf('watched', launch, [{ title: '完善路网', due: '2026-12-31', duties: 'lead:zjj support:czj' }]);
    const at = (day: Day): number => instantOf(day, 9 * 60);
    await saveDirectory(ledger, district, office, at(launch));
    await savePlan(ledger, plan, at(launch));
    await setPlanStatus(ledger, plan.id, {
      status: 'executing',
      ladder: await launchLadder(undefined, false),
      at: at(launch),
      by: office.name,
    });
    const rules = await supervisionRules();
    await setPlanSupervision(ledger, plan.id, rules, []);
    for (const seed of seedsOf(plan)) {
      const task = assignTask(plan.id, plan.year, seed, launch, at(launch), at('2027-01-01'));
      await recordTask(ledger, task, []);
    }
    const look = (day: Day) => startable(ledger, calendar, at(day), null);

    expect(await look(workday(request, -1))).toEqual([]);
    expect(await nextMorning(ledger, calendar, plan.id, at(workday(request, -1)))).toBe(at(request) - 5 * 60_000);
    const back = workday(request, 3);
    const [found, ...more] = await look(back);
    expect(more).toEqual([]);
    const late = workday(back, 5);
    expect(found?.state).toMatchObject({ key: '2026Q1', stage: 'requested', dates: { due: late > due ? late : due } });
    // Asked again before the workflow has moved, it is the same cycle.
    expect((await look(workday(back, 1))).map(({ state }) => state.id)).toEqual([found?.state.id]);
    expect((await listCycles(ledger)).length).toBe(1);

    await putOff(ledger, plan.id, '2026Q2', '2026-07-20', '与年中检查合并', office, at('2026-06-01'));
    expect(await look('2026-07-17')).toEqual([]);
    expect(calendar.isWorkday('2026-07-18')).toBe(false);
    expect(dayOf(at('2026-07-18'))).toBe('2026-07-18');
    expect(await look('2026-07-18')).toEqual([]);
    // The first quarter is not finished: the second, whose day has come, waits for it in sight of the office.
    expect(await look('2026-07-20')).toEqual([]);
    expect((await comingCycles(ledger, at('2026-07-20'))).find((one) => one.key === '2026Q2')).toMatchObject({
      waitsFor: found?.state.id,
      putOff: { until: '2026-07-20' },
      held: null,
    });
  } finally {
    await close();
  }
}, 30_000);
