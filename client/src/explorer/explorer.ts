import * as vscode from 'vscode';
import type { Connection } from '../connection.ts';
import { DiagramPanel } from './diagram-panel.ts';
import type { PolicyItem } from './policy-tree.ts';
import { PolicyView } from './policy-view.ts';

/** The policy explorer with its commands, and the pictures of classes. */
export function policyExplorer(extension: vscode.Uri, connection: Connection): vscode.Disposable {
  const view = new PolicyView(connection);
  const diagrams = new DiagramPanel(extension, connection);
  const { registerCommand } = vscode.commands;
  return vscode.Disposable.from(
    view,
    diagrams,
    vscode.window.registerWebviewPanelSerializer(DiagramPanel.viewType, diagrams),
    registerCommand('rbr.showDiagram', async (item?: PolicyItem) => {
      const params = view.diagramOf(item);
      if (params) await diagrams.show(params);
      else
        void vscode.window.showInformationMessage(
          vscode.l10n.t('Select a class in the policy explorer first.'),
        );
    }),
    registerCommand('rbr.moveClassUp', (item?: PolicyItem) => view.step(item, -1)),
    registerCommand('rbr.moveClassDown', (item?: PolicyItem) => view.step(item, 1)),
  );
}
