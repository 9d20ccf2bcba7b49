/**
 * Workers and web server as `duban up` runs them, in a process of its own, so that whoever sends comments takes no time
 * from its event loop. Arguments: ledger, Temporal, workflow bundle, secret, `limits` or `no-limits`.
 */
import { connectLedger } from '../activities/ledger/connect.js';
import { smtpTransport } from '../activities/mail/transport.js';
import { readCommentRecords } from '../client/comments/records.js';
import { createServer } from '../client/http/server.js';
import { readIndicatorRecords } from '../client/indicators/records.js';
import { createOffice } from '../client/office.js';
import { readRecords } from '../client/records.js';
import { readReplyRecords } from '../client/replies/records.js';
import { readCycleRecords } from '../client/supervision/records.js';
import { readConfig } from '../worker/config.js';
import { silentRuntime } from '../worker/observe.js';
import { startWorkers } from '../worker/run.js';
import { connect } from '../worker/temporal.js';

const [ledgerUrl = '', address = '', bundle = '', secret = '', limits] = process.argv.slice(2);
const publicUrl = 'http://duban.example.org';
silentRuntime();
const ledger = connectLedger(ledgerUrl);
const transport = smtpTransport('smtp://127.0.0.1:9');
const link = await connect(readConfig(process.env).temporal, address);
const workers = await startWorkers({
  connection: link.nativeConnection,
  namespace: link.namespace,
  deps: { ledger, transport, publicUrl, linkSecret: secret },
  mailRate: 0,
  bundle,
});
const web = await createServer({
  office: createOffice({ ledger, client: link.client, now: async () => Date.now(), testUnits: false }),
  records: readRecords(ledger),
  cycles: readCycleRecords(ledger, Date.now),
  indicators: readIndicatorRecords(ledger, Date.now),
  replies: readReplyRecords(ledger),
  comments: readCommentRecords(ledger, publicUrl, Date.now),
  config: { publicUrl },
  token: secret,
  secret,
  mailbox: '',
  health: async () => ({ temporal: 'ok', ledger: 'ok' }),
  limits: limits !== 'no-limits',
});
const url = await web.listen({ host: '127.0.0.1', port: 0 });

async function stop(): Promise<void> {
  await web.close();
  await workers.stop();
  await transport.close();
  await ledger.close();
  await link.close();
  process.exit(0);
}
process.on('disconnect', () => void stop());
process.send?.({ url });
