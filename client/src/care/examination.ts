import * as vscode from 'vscode';
import {
  DOCTOR_REQUEST,
  DOCTOR_STEP,
  type DoctorParams,
  type DoctorResult,
  type DoctorStep,
  type Step,
} from '../../../server/src/language/protocol-care.ts';
import type { Connection } from '../connection.ts';

let runs = 0;

/** Has the server examine a grader; each step is told as it is done. */
export async function examine(
  connection: Connection,
  params: Omit<DoctorParams, 'run'>,
  token: vscode.CancellationToken,
  tell: (step: Step) => void = () => undefined,
): Promise<DoctorResult> {
  const run = `doctor ${++runs}`;
  const hearing = connection.hear<DoctorStep>(DOCTOR_STEP, (told) => {
    if (told.run === run) tell(told.step);
  });
  try {
    return await connection.ask<DoctorResult>(DOCTOR_REQUEST, { ...params, run }, token);
  } catch (error) {
    if (token.isCancellationRequested) return { reason: vscode.l10n.t('It was cancelled.') };
    return { reason: error instanceof Error ? error.message : String(error) };
  } finally {
    hearing.dispose();
  }
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
