import * as vscode from 'vscode';
import {
  ESTIMATE_REQUEST,
  GRADE_PROGRESS,
  GRADE_REQUEST,
  type GradeProgress,
  type Verdict,
} from '../../../server/src/language/protocol-grading.ts';
import type { Connection } from '../connection.ts';
import { cost } from '../grading/amounts.ts';
import { confirmCost, together } from '../grading/confirm.ts';
import type { Expectation } from './items.ts';

type OfFile = readonly [uri: string, expectations: readonly Expectation[]];

/** Grades what is expected, a file at a time, and marks each as its verdict comes. */
export async function runExpectations(
  connection: Connection,
  run: vscode.TestRun,
  expectations: readonly Expectation[],
  token: vscode.CancellationToken,
): Promise<void> {
  const either = new vscode.CancellationTokenSource();
  const subscriptions = [token, run.token].map((each) => each.onCancellationRequested(() => either.cancel()));
  try {
    const files = byFile(expectations);
    for (const { item } of expectations) run.enqueued(item);
    if (!(await mayRun(connection, files, run))) return;
    for (const file of files) {
      if (either.token.isCancellationRequested) return;
      await runFile(connection, run, file, either.token);
    }
  } finally {
    for (const each of subscriptions) each.dispose();
    either.dispose();
    run.end();
  }
}

function byFile(expectations: readonly Expectation[]): OfFile[] {
  const files = new Map<string, Expectation[]>();
  for (const each of expectations) {
    const uri = each.item.uri?.toString() ?? '';
    files.set(uri, [...(files.get(uri) ?? []), each]);
  }
  return [...files];
}

async function mayRun(
  connection: Connection,
  files: readonly OfFile[],
  run: vscode.TestRun,
): Promise<boolean> {
  const estimates = await Promise.all(
    files.map(([uri, own]) => connection.ask(ESTIMATE_REQUEST, { uri, completionIds: idsOf(own) })),
  );
  const sums = estimates.flatMap((each) => ('reason' in each ? [] : [each]));
  const whole = together(sums);
  const refusals = estimates.flatMap((each) => ('reason' in each ? [each.reason] : []));
  for (const reason of refusals) print(run, reason);
  return whole !== undefined && (await confirmCost(whole));
}

async function runFile(
  connection: Connection,
  run: vscode.TestRun,
  [uri, expectations]: OfFile,
  token: vscode.CancellationToken,
): Promise<void> {
  const open = new Map(expectations.map((each) => [each.completionId, each]));
  for (const { item } of expectations) run.started(item);
  const tell = ({ verdicts }: GradeProgress) => {
    for (const verdict of verdicts) {
      const expectation = open.get(verdict.completionId);
      if (expectation) mark(run, expectation, verdict);
      open.delete(verdict.completionId);
    }
  };
  const asked = { uri, completionIds: idsOf(expectations) };
  const result = await connection.follow(GRADE_REQUEST, asked, GRADE_PROGRESS, tell, token);
  const reason = 'reason' in result ? result.reason : (result.stopped ?? vscode.l10n.t('It was not graded.'));
  for (const { item } of open.values()) {
    if (token.isCancellationRequested) run.skipped(item);
    else run.errored(item, new vscode.TestMessage(reason));
  }
  if (!('reason' in result) && result.calls > 0)
    print(run, vscode.l10n.t('{0} calls, {1}', result.calls, cost(result.costUsd)));
}

function mark(run: vscode.TestRun, { item, expectedClass }: Expectation, verdict: Verdict): void {
  if (verdict.agrees === true) {
    run.passed(item);
    return;
  }
  const { gradedClass, message } = verdict;
  const said =
    gradedClass === null
      ? new vscode.TestMessage(message)
      : vscode.TestMessage.diff(message, expectedClass, gradedClass);
  if (item.uri && item.range) said.location = new vscode.Location(item.uri, item.range);
  if (gradedClass === null) run.errored(item, said);
  else run.failed(item, said);
}

function idsOf(expectations: readonly Expectation[]): string[] {
  return expectations.map(({ completionId }) => completionId);
}

/** The terminal of a run wants both. */
function print(run: vscode.TestRun, line: string): void {
  run.appendOutput(`${line}\r\n`);
}
