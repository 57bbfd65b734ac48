/** Ends the output with one plain line that says how many tests passed and failed. */
import { writeSync } from 'node:fs';

export default class ClosingLine {
  onRunComplete(_, results) {
    const { numPassedTests, numFailedTests, numPendingTests, numRuntimeErrorTestSuites, testResults } =
      results;
    const failed = numFailedTests + numRuntimeErrorTestSuites;
    const skipped = numPendingTests > 0 ? `, ${numPendingTests} skipped` : '';
    const again = testResults.flatMap(secondAttempts);
    // The default reporter says its own summary after this, so the line waits for the very end.
    process.on('exit', () => {
      for (const test of again) writeSync(2, `PASSED ONLY WHEN RUN AGAIN: ${test}\n`);
      writeSync(2, `${numPassedTests} passed, ${failed} failed${skipped}\n`);
    });
  }
}

function secondAttempts({ testFilePath, testResults }) {
  return testResults
    .filter(({ status, invocations }) => status === 'passed' && invocations > 1)
    .map(({ fullName }) => `${testFilePath.replace(`${process.cwd()}/`, '')} › ${fullName}`);
}
