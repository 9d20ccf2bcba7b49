/** Jest's global teardown: ends what global-setup.js started. */
export default async function tearDown() {
  await globalThis.takeDownDubanServers?.();
}
