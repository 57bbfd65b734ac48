/** Ends the output with one plain line that says how many tests passed and failed. */
export default class ClosingLine {
  onRunComplete(_, results) {
    const { numPassedTests, numFailedTests, numPendingTests, numRuntimeErrorTestSuites } = results;
    const failed = numFailedTests + numRuntimeErrorTestSuites;
    const skipped = numPendingTests > 0 ? `, ${numPendingTests} skipped` : '';
    // After the summary of the default reporter, which goes to standard error.
    process.stderr.write(`${numPassedTests} passed, ${failed} failed${skipped}\n`);
  }
}
