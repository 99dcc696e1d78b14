import * as vscode from 'vscode';
import { SHOW_BREAKDOWN_COMMAND, SHOW_REFERENCES_COMMAND } from '../../server/src/language/protocol.ts';
import { BreakdownPanels } from './breakdown-panel.ts';
import { Connection } from './connection.ts';
import { showReferences } from './show-references.ts';

let connection: Connection | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const output = vscode.window.createOutputChannel('Rule Based Rewards', { log: true });
  connection = new Connection(context, output);
  const panels = new BreakdownPanels(context.extensionUri, connection);
  context.subscriptions.push(
    output,
    panels,
    vscode.commands.registerCommand(SHOW_BREAKDOWN_COMMAND, (asked: unknown) => panels.show(asked)),
    vscode.commands.registerCommand(SHOW_REFERENCES_COMMAND, showReferences),
    vscode.commands.registerCommand('rbr.restartServer', () => connection?.restart()),
    vscode.commands.registerCommand('rbr.showOutput', () => output.show()),
    vscode.window.registerWebviewPanelSerializer(BreakdownPanels.viewType, panels),
  );
  await connection.start();
}

export async function deactivate(): Promise<void> {
  await connection?.stop();
}
