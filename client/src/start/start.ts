import * as vscode from 'vscode';
import type { Connection } from '../connection.ts';
import { newPolicy } from './new-policy.ts';
import { Progress } from './progress.ts';
import { Walkthrough } from './walkthrough.ts';

const WALKTHROUGH = 'rbr.getStarted';

/** A new policy, and the walkthrough that leads from it to a graded sample. */
export function gettingStarted(
  { extension, extensionUri }: vscode.ExtensionContext,
  connection: Connection,
): vscode.Disposable {
  const progress = new Progress(connection);
  const walkthrough = new Walkthrough(progress);
  const { registerCommand, executeCommand } = vscode.commands;
  return vscode.Disposable.from(
    progress,
    registerCommand('rbr.newPolicy', async (template: unknown) =>
      walkthrough.made(await newPolicy(extensionUri, connection, template)),
    ),
    registerCommand('rbr.getStarted', () =>
      executeCommand('workbench.action.openWalkthrough', `${extension.id}#${WALKTHROUGH}`, false),
    ),
    registerCommand('rbr.getStarted.mistake', () => walkthrough.mistake()),
    registerCommand('rbr.getStarted.hover', () => walkthrough.hover()),
    registerCommand('rbr.getStarted.breakdown', () => walkthrough.breakdown()),
  );
}
