import * as vscode from 'vscode';

/** The policy or samples file that the user is at: also where a preview or a panel has the focus. */
export function fileInFront(): vscode.TextDocument | undefined {
  const { activeTextEditor, visibleTextEditors } = vscode.window;
  const editors = activeTextEditor ? [activeTextEditor] : visibleTextEditors;
  return editors
    .map(({ document }) => document)
    .find(({ languageId }) => /^rbr(-samples)?$/.test(languageId));
}
