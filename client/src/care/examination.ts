import * as vscode from 'vscode';
import {
  DOCTOR_REQUEST,
  DOCTOR_STEP,
  type DoctorParams,
  type DoctorResult,
  type Step,
} from '../../../server/src/language/protocol-care.ts';
import type { Connection } from '../connection.ts';

/** Has the server examine a grader; each step is told as it is done. */
export function examine(
  connection: Connection,
  params: Omit<DoctorParams, 'run'>,
  token: vscode.CancellationToken,
  tell: (step: Step) => void = () => undefined,
): Promise<DoctorResult> {
  return connection.follow(DOCTOR_REQUEST, params, DOCTOR_STEP, ({ step }) => tell(step), token);
}

/** With what may mend it as buttons. */
export async function offerCures(message: string, isSound: boolean, output: () => void): Promise<void> {
  const setKey = vscode.l10n.t('Set API Key');
  const settings = vscode.l10n.t('Open Settings');
  const log = vscode.l10n.t('Show Output');
  const chosen = isSound
    ? await vscode.window.showInformationMessage(message)
    : await vscode.window.showWarningMessage(message, setKey, settings, log);
  if (chosen === setKey) await vscode.commands.executeCommand('rbr.setApiKey');
  if (chosen === settings)
    await vscode.commands.executeCommand('workbench.action.openSettings', 'rbr.grader');
  if (chosen === log) output();
}
