import * as vscode from 'vscode';
import {
  ESTIMATE_REQUEST,
  GRADE_PROGRESS,
  GRADE_REQUEST,
  type GradeProgress,
  type GradeResult,
  type GradeScope,
} from '../../../server/src/language/protocol-grading.ts';
import type { Connection } from '../connection.ts';
import { cost, duration } from './amounts.ts';
import { confirmCost } from './confirm.ts';

/** Grades what a lens stands over, or else the file in front; with a count, the time left and the cost. */
export async function gradeCommand(connection: Connection, asked: unknown): Promise<GradeResult | undefined> {
  const scope = scopeOf(asked);
  if (!scope) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('Open a *.samples.yaml file to grade its completions.'),
    );
    return undefined;
  }
  const estimate = await connection.ask(ESTIMATE_REQUEST, scope);
  if ('reason' in estimate) {
    // Messages stay until they are closed; nobody waits for that.
    void complain(estimate.reason);
    return undefined;
  }
  if (!(await confirmCost(estimate))) return undefined;
  const title = vscode.l10n.t('Grading with {0}', estimate.grader);
  let agreed = 0;
  let differ = 0;
  const result = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title, cancellable: true },
    (progress, token) => {
      let done = 0;
      const tell = (told: GradeProgress) => {
        agreed += told.verdicts.filter(({ agrees }) => agrees === true).length;
        differ += told.verdicts.filter(({ agrees }) => agrees === false).length;
        progress.report({ message: inWords(told), increment: ((told.done - done) / told.total) * 100 });
        done = told.done;
      };
      return connection.follow(GRADE_REQUEST, scope, GRADE_PROGRESS, tell, token);
    },
  );
  sayEnd(result, agreed, differ);
  return result;
}

function scopeOf(asked: unknown): GradeScope | undefined {
  if (typeof asked === 'object' && asked !== null && 'uri' in asked && typeof asked.uri === 'string')
    return asked as GradeScope;
  const document = vscode.window.activeTextEditor?.document;
  return document?.languageId === 'rbr-samples' ? { uri: document.uri.toString() } : undefined;
}

function inWords({ done, total, secondsLeft, costUsd, calls, waiting }: GradeProgress): string {
  if (waiting) {
    const until = new Date(waiting.until).toLocaleTimeString(vscode.env.language);
    return vscode.l10n.t('{0} of {1} · waiting until {2}: {3}', done, total, until, waiting.why);
  }
  return [
    vscode.l10n.t('{0} of {1}', done, total),
    ...(secondsLeft === null || done === total ? [] : [vscode.l10n.t('{0} left', duration(secondsLeft))]),
    ...(calls > 0 ? [cost(costUsd)] : []),
  ].join(' · ');
}

function sayEnd(result: GradeResult, agreed: number, differ: number): void {
  if ('reason' in result) {
    void complain(result.reason);
    return;
  }
  const { done, total, missing, missingAnswers, calls, costUsd, stopped, needsKey } = result;
  const said = [
    vscode.l10n.t('{0} of {1} completions graded', done, total),
    ...(agreed + differ > 0 ? [vscode.l10n.t('{0} as expected, {1} otherwise', agreed, differ)] : []),
    ...(missing > 0 ? [vscode.l10n.t('{0} without a verdict', missing)] : []),
    ...(missingAnswers === undefined ? [] : [missingAnswers]),
    ...(calls > 0 ? [vscode.l10n.t('{0} calls, {1}', calls, cost(costUsd))] : []),
  ].join(vscode.l10n.t('; '));
  if (stopped === undefined && missing === 0)
    void vscode.window.showInformationMessage(vscode.l10n.t('{0}.', said));
  else if (stopped === undefined) void vscode.window.showWarningMessage(vscode.l10n.t('{0}.', said));
  else void complain(vscode.l10n.t('{0}. {1}', said, stopped), needsKey);
}

/** With what may mend it. */
async function complain(message: string, needsKey = false): Promise<void> {
  const setKey = vscode.l10n.t('Set API Key');
  const settings = vscode.l10n.t('Open Settings');
  const chosen = await vscode.window.showWarningMessage(message, ...(needsKey ? [setKey] : []), settings);
  if (chosen === setKey) await vscode.commands.executeCommand('rbr.setApiKey');
  if (chosen === settings)
    await vscode.commands.executeCommand('workbench.action.openSettings', 'rbr.grader');
}
