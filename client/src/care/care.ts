import * as vscode from 'vscode';
import type { Connection } from '../connection.ts';
import type { ApiKeys } from '../grading/api-keys.ts';
import type { GraderChoice } from '../grading/grader.ts';
import { SettingsProblems } from '../grading/settings-problems.ts';
import type { ReviewDocuments } from '../review/documents.ts';
import { chooseGrader } from '../status/choose-grader.ts';
import { statusMenu } from '../status/menu.ts';
import { MENU_COMMAND, StatusBar } from '../status/status-bar.ts';
import { doctorCommand } from './doctor-command.ts';
import { forgetApiKey, setApiKey, testApiKey } from './key-commands.ts';

export interface Cared {
  readonly connection: Connection;
  readonly keys: ApiKeys;
  readonly grader: GraderChoice;
  readonly documents: ReviewDocuments;
  readonly output: vscode.LogOutputChannel;
}

/** Status bar, doctor, keys and checks of settings. */
export function careFor({ connection, keys, grader, documents, output }: Cared): vscode.Disposable {
  const { registerCommand } = vscode.commands;
  const status = new StatusBar(connection, grader);
  const showOutput = () => output.show();
  return vscode.Disposable.from(
    status,
    new SettingsProblems(output),
    registerCommand(MENU_COMMAND, statusMenu),
    registerCommand('rbr.chooseGrader', () => chooseGrader(connection, keys)),
    registerCommand('rbr.resetSpend', () => status.resetSpend()),
    registerCommand('rbr.doctor', () => doctorCommand(connection, grader, documents, showOutput)),
    registerCommand('rbr.setApiKey', () => setApiKey(keys)),
    registerCommand('rbr.testApiKey', () => testApiKey(connection, grader, showOutput)),
    registerCommand('rbr.forgetApiKey', () => forgetApiKey(keys)),
  );
}
