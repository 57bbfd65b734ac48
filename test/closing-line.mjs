/** Ends the output with one plain line that says how many tests passed and failed. */
import { writeSync } from 'node:fs';

export default class ClosingLine {
  onRunComplete(_, results) {
    const { numPassedTests, numFailedTests, numPendingTests, numRuntimeErrorTestSuites } = results;
    const failed = numFailedTests + numRuntimeErrorTestSuites;
    const skipped = numPendingTests > 0 ? `, ${numPendingTests} skipped` : '';
    // The default reporter says its own summary after this, so the line waits for the very end.
    process.on('exit', () => writeSync(2, `${numPassedTests} passed, ${failed} failed${skipped}\n`));
  }
}
