/** Prints the count of a run as its very last line: `N passed, N failed`, and how many were skipped if any. */
export default class CountReporter {
  onRunComplete(_contexts, results) {
    const broken = results.numRuntimeErrorTestSuites;
    const failed = results.numFailedTests + broken;
    const skipped = results.numPendingTests + results.numTodoTests;
    const line = `${results.numPassedTests} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
    // On exit, so that nothing of Jest's own summary follows.
    process.once('exit', () => process.stdout.write(`${line}\n`));
  }
}
