import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { type Counts, firstLine } from './counts.mts';
import { succeeds } from './succeeds.mts';

/** What is read of Vitest's JSON reporter. */
interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly testResults: readonly FileReport[];
}

interface FileReport {
  /** Its whole path. */
  readonly name: string;
  readonly status: string;
  readonly message: string;
  readonly assertionResults: readonly {
    readonly fullName: string;
    readonly status: string;
    readonly failureMessages: readonly string[];
  }[];
}

/** Runs a project of vitest.config.mts. */
export function vitest(project: string): Counts {
  const folder = mkdtempSync(join(tmpdir(), 'rbr-test-'));
  const report = join(folder, 'report.json');
  try {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    const isFine = succeeds('vitest', ['run', '--project', project, ...reporters]);
    const { numPassedTests, numFailedTests, numPendingTests, testResults } = JSON.parse(
      readFileSync(report, 'utf8'),
    ) as Report;
    return {
      passed: numPassedTests,
      // A file that cannot be loaded fails without a test of its own.
      failed: isFine ? numFailedTests : Math.max(1, numFailedTests),
      skipped: numPendingTests,
      failures: testResults.flatMap(failuresOf),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function failuresOf({ name, status, message, assertionResults }: FileReport): string[] {
  if (status !== 'failed') return [];
  const file = relative('.', name);
  const failed = assertionResults.filter((test) => test.status === 'failed');
  if (failed.length === 0) return [`${file}: ${firstLine(message)}`];
  return failed.map(
    ({ fullName, failureMessages }) => `${file}: ${fullName}: ${firstLine(failureMessages[0])}`,
  );
}
