import { test } from '@jest/globals';
import { NativeConnection } from '@temporalio/worker';
import { startWorkers } from '../../worker/run.js';
import { smtpTransport } from '../../activities/mail/transport.js';
import { launched, toDay, toDayWithoutWorkers } from './breakage.js';
import { district, on, planOf, workday } from './year.js';
const monday = on('03-08');
const plan = planOf('outage', monday, [
  { title: '建设园区道路', due: workday(monday, 9), duties: 'lead:fgj support:zjj' },
  { title: '改造老旧小区', due: workday(monday, 8), duties: 'lead:fgj support:czj' },
]);
for (const mode of ['newconn', 'simple'])
test(mode, async () => {
  const here = await launched(plan, district);
  await toDay(here, workday(monday, 4));
  const before = here.mail.messages.length;
  await here.stopWorkers();
  await toDayWithoutWorkers(here, workday(monday, 7));
  const connection = mode === 'newconn' ? await NativeConnection.connect({ address: here.env.address! }) : here.env.nativeConnection;
  const w = await startWorkers({ connection, namespace: 'default', deps: { ledger: here.ledger, transport: smtpTransport(here.mail.url), publicUrl: 'http://x.example.org', linkSecret: 'drill'.repeat(8) }, mailRate: 0, bundle: process.env['DUBAN_TEST_BUNDLE']!, ...(mode === 'simple' ? { cached: 0 } : {}) });
  const t0 = Date.now();
  await new Promise((r) => setTimeout(r, 6000));
  console.log(mode, here.mail.messages.length - before, Date.now() - t0);
  await w.stop();
  await here.close();
}, 120000);
