import { test } from '@jest/globals';
import { launched, toDay, toDayWithoutWorkers } from './breakage.js';
import { district, on, planOf, workday } from './year.js';
const monday = on('03-08');
const plan = planOf('outage', monday, [
  { title: '建设园区道路', due: workday(monday, 9), duties: 'lead:fgj support:zjj' },
  { title: '改造老旧小区', due: workday(monday, 8), duties: 'lead:fgj support:czj' },
]);
for (const mode of ['plain', 'hold', 'wait70'])
test(mode, async () => {
  const here = await launched(plan, district);
  await toDay(here, workday(monday, 4));
  const before = here.mail.messages.length;
  await here.stopWorkers();
  if (mode === 'wait70') await new Promise((r) => setTimeout(r, 65000));
  if (mode !== 'plain') await toDayWithoutWorkers(here, workday(monday, 7));
  await here.startWorkers();
  const t0 = Date.now();
  if (mode === 'plain') await Promise.race([toDay(here, workday(monday, 7)), new Promise((r) => setTimeout(r, 15000))]);
  else await new Promise((r) => setTimeout(r, 5000));
  console.log(mode, here.mail.messages.length - before, Date.now() - t0);
  await here.close();
}, 120000);
