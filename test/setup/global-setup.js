/** Jest's global set-up: see servers.ts. DUBAN_TEST_SERVERS=0 leaves it out, for files of pure functions. */
import './typescript.js';

export default async function setUp() {
  if (process.env.DUBAN_TEST_SERVERS === '0') return;
  const { prepareServers } = await import('./servers.ts');
  globalThis.takeDownDubanServers = await prepareServers();
}
