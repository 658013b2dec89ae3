import { writeFileSync } from 'node:fs';

/** A jest reporter that leaves the counts in a file; a suite that could not run is a failure. */
export default class CountReporter {
  onRunComplete(_contexts, results) {
    const counts = {
      passed: results.numPassedTests,
      failed: results.numFailedTests + results.numRuntimeErrorTestSuites,
      skipped: results.numPendingTests + results.numTodoTests,
    };
    writeFileSync(process.env.AUDIOFLOW_COUNTS, JSON.stringify(counts));
  }
}
