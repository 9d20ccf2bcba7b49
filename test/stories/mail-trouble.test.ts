/** Mail servers fail and addresses die: nothing is lost, nothing is doubled, and the office hears of it at once. */
import { afterEach, expect, test } from '@jest/globals';
import { badAddresses } from '../../activities/ledger/addresses.js';
import { eventsOf } from '../../activities/ledger/figures.js';
import { verifyChain } from '../../activities/ledger/verify.js';
import { compareLetters } from '../../client/drill/compare.js';
import { rehearse } from '../../domain/schedule/rehearsal.js';
import type { TestStage } from '../harness/stage.js';
import { carried, eventually, launched, mailsSince, office, recorded, toDay } from './breakage.js';
import { district, on, planOf, workday, yearOfPlan } from './year.js';

const monday = on('03-08');
const plan = planOf('mail-trouble', monday, [
  { title: '建设园区道路', due: workday(monday, 9), duties: 'lead:fgj support:zjj' },
  { title: '改造老旧小区', due: workday(monday, 8), duties: 'lead:fgj support:czj' },
  { title: '新建幼儿园', due: workday(monday, 7), duties: 'responsible:jyj' },
]);

let stage: TestStage | undefined;
afterEach(async () => {
  await stage?.close();
  stage = undefined;
});

test('SMTP down for two days: every letter of the rehearsal leaves in the end, each once', async () => {
  stage = await launched(plan, district);
  const here = stage;
  const input = yearOfPlan(plan, undefined, { until: workday(monday, 12) });
  await toDay(here, workday(monday, 4));
  const before = here.mail.messages.length;
  await here.mail.down();
  await toDay(here, workday(monday, 6));
  const waiting = (await recorded(here)).filter((row) => row.status !== 'sent');
  expect(waiting.length).toBeGreaterThan(3);
  expect(new Set(waiting.map((row) => row.status))).toEqual(new Set(['retry']));
  expect(waiting.every((row) => row.lastError !== null)).toBe(true);
  expect(here.mail.messages.length).toBe(before);

  await here.mail.up();
  await toDay(here, workday(monday, 12), 12 * 60);
  const rehearsal = rehearse(input);
  const until = rehearsal.letters.filter((letter) => letter.draft.day <= workday(monday, 12));
  const rows = await recorded(here);
  const differences = compareLetters(until, rows, here.arrivals(), {
    plan,
    publicUrl: here.publicUrl,
  });
  expect(differences).toEqual([]);
  expect((await verifyChain(here.ledger)).ok).toBe(true);
});

test('one address refused with 550: the others are served, the letter climbs to the head, the address is marked, the office told', async () => {
  stage = await launched(plan, district);
  const here = stage;
  here.mail.refuse('liaison@zjj.example.org', 550);
  await toDay(here, workday(monday, 3));
  const before = here.mail.messages.length;
  await toDay(here, workday(monday, 6), 12 * 60);

  const morning = mailsSince(here, before).map((mail) => mail.to);
  expect(morning).toEqual(
    expect.arrayContaining([
      'liaison@fgj.example.org',
      'liaison@czj.example.org',
      'liaison@jyj.example.org',
      'head@zjj.example.org',
    ]),
  );
  expect(morning).not.toContain('liaison@zjj.example.org');
  expect([...(await badAddresses(here.ledger)).keys()]).toEqual(['liaison@zjj.example.org']);

  const rows = await recorded(here);
  const climbed = rows.filter((row) => row.unit === 'zjj' && row.recipient === 'head@zjj.example.org');
  const told = rows.filter((row) => row.kind === 'undelivered');
  // The refusal is news once: later letters go to the head straight away.
  expect(climbed.length).toBeGreaterThan(1);
  expect(climbed.map((row) => row.refused.map((r) => r.address))).toEqual([
    ['liaison@zjj.example.org'],
    ...climbed.slice(1).map(() => []),
  ]);
  expect(told.map((row) => [row.key, row.recipient])).toEqual([
    [`undelivered/${climbed[0]?.key}`, 'liaison@office.example.org'],
  ]);
  expect((told[0]?.sentAt ?? 0) - (climbed[0]?.sentAt ?? 0)).toBeLessThan(60_000);
  expect(told[0]?.subject).toContain('区住房城乡建设局有邮箱被退回');
  expect(told[0]?.text).toContain('liaison@zjj.example.org');
  expect([...here.arrivals().values()].every((count) => count === 1)).toBe(true);
});

test('nobody of a unit can be reached: the office is told at once, and with a new contact the letter goes out again', async () => {
  stage = await launched(plan, district);
  const here = stage;
  for (const role of ['liaison', 'head', 'leader']) here.mail.refuse(`${role}@jyj.example.org`, 550);
  await toDay(here, workday(monday, 4), 12 * 60);

  const [lost, ...alsoLost] = (await recorded(here)).filter(
    (row) => row.unit === 'jyj' && row.status === 'undeliverable',
  );
  expect(lost?.refused.map((r) => r.address)).toEqual(
    ['liaison', 'head', 'leader'].map((role) => `${role}@jyj.example.org`),
  );
  const told = here.mail.messages.filter(
    (mail) => mail.to === 'liaison@office.example.org' && mail.subject.includes('区教育局没有可送达的邮箱'),
  );
  // Assignment, call to sign, reminder: the office hears of each, for each has to be told by telephone.
  expect([alsoLost.length, told.length]).toEqual([2, 3]);
  expect(told[0]?.text).toContain('请电话告知，并更新名录后在督办台重发');
  const key = lost?.key ?? '';
  expect((await eventsOf(here.ledger, { kind: 'letter.undeliverable' })).map((e) => e.subject)).toContain(key);

  await here.office.setContact('jyj', 'liaison', 'new@jyj.example.org', office);
  await here.office.resend(key, office);
  const arrived = await eventually(
    () => here.mail.messages.find((mail) => mail.to === 'new@jyj.example.org'),
    'the letter sent again',
  );
  expect(arrived.text).toContain('新建幼儿园');
  await eventually(
    async () => (await recorded(here)).find((row) => row.key === key && row.status === 'sent'),
    'the letter marked as sent',
  );
  expect((await eventsOf(here.ledger, { subject: key })).map((e) => e.kind).reverse()).toEqual([
    'letter.undeliverable',
    'letter.resent',
    'letter.sent',
  ]);
  await expect(here.office.resend('digest/nobody', office)).rejects.toMatchObject({ code: 'not-found' });

  await toDay(here, workday(monday, 6), 12 * 60);
  const later = (await recorded(here)).filter((row) => row.unit === 'jyj' && row.day > workday(monday, 4));
  expect(later.map((row) => [row.status, row.recipient])).toEqual(later.map(() => ['sent', 'new@jyj.example.org']));
  expect(later.flatMap(carried)).toContain('3:before-1');
  expect((await verifyChain(here.ledger)).ok).toBe(true);
});
