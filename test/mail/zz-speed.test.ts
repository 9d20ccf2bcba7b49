import { test } from '@jest/globals';
import { saveDirectory } from '../../activities/ledger/directory.js';
import { recordTask } from '../../activities/ledger/tasks.js';
import { sendLetter } from '../../activities/mail/outbox.js';
import { composeLetter } from '../../activities/mail/compose.js';
import { ledgerSources } from '../../activities/mail/sources.js';
import { smtpTransport } from '../../activities/mail/transport.js';
import { testLedger } from '../harness/ledger.js';
import { startMailServer } from '../harness/smtp.js';
import { directory, draft, notice, tasks, context } from './sample.js';
test('speed', async () => {
  const server = await startMailServer(); const database = await testLedger();
  await saveDirectory(database.ledger, directory, { name: 'x', role: 'office' }, 1);
  for (const t of tasks) await recordTask(database.ledger, t, []);
  const transport = smtpTransport(server.url);
  const sources = ledgerSources(database.ledger);
  const deps = { ledger: database.ledger, sources, transport, publicUrl: 'https://duban.example.org', linkSecret: 'x'.repeat(20) };
  const mk = (i: number) => draft({ kind: 'digest', key: `d/${i}`, notices: [notice(1, 'fgj', 'reminder'), notice(4, 'fgj', 'assignment'), notice(2, 'fgj', 'reminder')] });
  let t = performance.now(); for (let i = 0; i < 500; i++) composeLetter(mk(i), context); console.log('compose ms', (performance.now() - t) / 500);
  const l = composeLetter(mk(0), context);
  const bare = async (n: number) => { const t = performance.now(); await Promise.all(Array.from({ length: n }, (_, i) => transport.send({ messageId: `<${i}@h>`, at: 0, date: 0, from: { name: 'x', address: 'a@example.org' }, to: 'b@example.org', subject: l.subject, text: l.text, html: l.html, references: l.threadRoots, ...(l.ics ? { ics: l.ics } : {}), attachments: [] }))); return n / ((performance.now() - t) / 1000); };
  const ours = async (n: number, o: number) => { const t = performance.now(); let next = 0; await Promise.all(Array.from({ length: 100 }, async () => { while (next < n) await sendLetter(deps, mk(o + next++), 1); })); return n / ((performance.now() - t) / 1000); };
  await bare(100); await ours(100, 10000);
  for (let r = 0; r < 2; r++) { const b = await bare(500); const o = await ours(500, 20000 + r * 1000); console.log('bare/s', b, 'ours/s', o, 'ratio', o / b); }
  await transport.close(); await server.close(); await database.close();
});
