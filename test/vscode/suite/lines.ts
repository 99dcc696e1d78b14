/**
 * Mocha's reporter in every extension host: a line for each test as it ends, and one over all of them. Mocha's own for
 * browsers write into a page, which a worker has not, and those for terminals tell only at the end why a test failed.
 */
export class Lines {
  constructor(runner: Mocha.Runner) {
    let passed = 0;
    let failed = 0;
    runner.on('pass', (test) => {
      passed++;
      console.log(`  ✓ ${test.fullTitle()} (${test.duration} ms)`);
    });
    runner.on('fail', (test, error) => {
      failed++;
      console.log(`  ✗ ${test.fullTitle()}\n${error?.stack ?? error}`);
    });
    runner.on('end', () => console.log(`suite: ${passed} passed, ${failed} failed`));
  }
}
