import * as vscode from 'vscode';
import type { DoctorResult, Step } from '../../../server/src/language/protocol-care.ts';
import type { Connection } from '../connection.ts';
import type { GraderChoice } from '../grading/grader.ts';
import type { ReviewDocuments } from '../review/documents.ts';
import { doctorReport, verdict } from './doctor-report.ts';
import { examine, offerCures } from './examination.ts';
import { fileInFront } from './file-in-front.ts';

/** Examines whoever grades now; the report grows as steps are done. */
export async function doctorCommand(
  connection: Connection,
  grader: GraderChoice,
  documents: ReviewDocuments,
  showOutput: () => void,
): Promise<DoctorResult | undefined> {
  if (!vscode.workspace.isTrusted) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t(
        'This workspace is not trusted: the embedded grader grades, and nothing is sent anywhere. Trust the workspace to have a model examined.',
      ),
    );
    return undefined;
  }
  const { settings, keySource } = await grader.current();
  const uri = fileInFront()?.uri.toString();
  const name = vscode.l10n.t('Doctor');
  const steps: Step[] = [];
  await documents.show(name, doctorReport(steps));
  const result = await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t('Checking the grader'),
      cancellable: true,
    },
    (progress, token) =>
      examine(connection, { settings, keySource, ...(uri !== undefined && { uri }) }, token, (step) => {
        steps.push(step);
        progress.report({ message: step.title });
        documents.update(name, doctorReport(steps));
      }),
  );
  if ('reason' in result) {
    // Else it would say for ever that it is looking.
    documents.update(name, doctorReport(steps, result));
    void offerCures(result.reason, false, showOutput);
    return result;
  }
  documents.update(name, doctorReport(result.steps, result));
  const isSound = result.steps.every(({ state }) => state !== 'failed');
  void offerCures(verdict(result), isSound, showOutput);
  return result;
}
