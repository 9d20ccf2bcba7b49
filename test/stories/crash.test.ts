/** kill -9 of duban, Temporal and PostgreSQL in real time, across instants at which letters were due. */
import { afterAll, expect, test } from '@jest/globals';
import type { LetterAnswer, PlanDetail } from '../../client/http/answers.js';
import { dayOf, inChinese } from '../../domain/day.js';
import { makePlace, type Place, pause, planFile, secondsLadder, until } from '../harness/service.js';
import { type MailServer, startMailServer } from '../harness/smtp.js';

let place: Place | undefined;
let mail: MailServer | undefined;
afterAll(async () => {
  await place?.close();
  await mail?.close();
});

/** The day falls 40 s after the assignment; two reminders and the call to sign fall into the outage, the chase after it. */
const ladder = secondsLadder({ slot: 2, sign: [14], before: [24, 20], after: [9] });
const restartAfterMs = 21_500;

test('what fell due while everything was dead leaves once, merged per unit, and says it is late', async () => {
  const here = await makePlace();
  place = here;
  const post = await startMailServer();
  mail = post;
  const env = { SMTP_URL: post.url, SMTP_FROM: 'duban@example.org' };
  const today = dayOf(Date.now());
  const first = await here.up(env);
  const tasks = [
    ['建设园区道路', 'lead:wch-jjfzj support:wch-czj'],
    ['改造老旧小区', 'lead:wch-jjfzj support:wch-czj'],
    ['整治河道', 'lead:wch-msz'],
  ] as const;
  await here.answer('import', here.file('crash.json', planFile('crash', today, tasks)));
  const ladderFile = here.file('ladder.yaml', ladder);
  await here.answer('launch', 'crash', '--ladder', ladderFile);
  const plan = () => here.answer<PlanDetail & { readonly list: PlanDetail['list'] }>('status', 'crash');
  const assignedAt = (
    await here.answer<{ readonly state: { readonly assignedAt: number } }>(
      'task',
      'show',
      `crash/${today.slice(0, 4)}/3`,
    )
  ).state.assignedAt;
  await until(() => post.messages.length === 3, 'the letters of assignment');
  await here.answer('task', 'sign', `crash/${today.slice(0, 4)}/3`, '--unit', 'wch-msz', '--why', '电话签收');
  const before = stateOf(await plan());
  expect(Date.now() - assignedAt).toBeLessThan(14_000);

  await first.kill();
  expect(here.servers()).toEqual({ temporal: undefined, ledger: undefined });
  await pause(assignedAt + restartAfterMs - Date.now());
  const second = await here.up(env);
  await until(() => post.messages.length >= 6, 'the letters that were missed');
  expect(stateOf(await plan())).toEqual(before);

  // One letter a unit, with both reminders and the call to sign in it; who has signed is not called to sign.
  const late = post.messages.slice(3, 6);
  expect(late.map((m) => m.to).sort()).toEqual([
    'liaison@czj.wch.example.org',
    'liaison@jjfzj.wch.example.org',
    'liaison@msz.wch.example.org',
  ]);
  for (const { text } of late) expect(text).toContain(`原应于${inChinese(today)}告知，现予补发`);
  expect(late.map((m) => m.subject.includes('待签收')).sort()).toEqual([false, true, true]);

  // And life goes on: the day passes, the leads are chased.
  await until(() => post.messages.length >= 8, 'the chase after the deadline', 45_000);
  expect(
    post.messages
      .slice(6)
      .map((m) => m.to)
      .sort(),
  ).toEqual(['liaison@jjfzj.wch.example.org', 'liaison@msz.wch.example.org']);
  expect((await plan()).list.map((task) => task.overdue)).toEqual([true, true, true]);

  const { letters } = await here.answer<{ readonly letters: readonly LetterAnswer[] }>('letters');
  expect(letters.map((l) => l.status)).toEqual(letters.map(() => 'sent'));
  expect(letters.filter((l) => l.perhapsTwice)).toEqual([]);
  expect(new Set(post.messages.map((m) => m.messageId)).size).toBe(post.messages.length);
  expect(post.messages.length).toBe(letters.length);
  expect((await here.answer<{ readonly ok: boolean }>('verify')).ok).toBe(true);
  expect(await second.interrupt()).toBe(0);
}, 150_000);

function stateOf(plan: PlanDetail): unknown {
  return plan.list.map(({ id, stage, due, unsigned, leads, supports }) => ({
    id,
    stage,
    due,
    unsigned,
    leads,
    supports,
  }));
}
