import * as vscode from 'vscode';
import type { Place } from './webview/place.ts';

/** Goes to a place in a file, in the first column: panels stand beside it. */
export async function openPlace({ uri, range: { start, end } }: Place): Promise<void> {
  const selection = new vscode.Range(start.line, start.character, end.line, end.character);
  try {
    await vscode.window.showTextDocument(vscode.Uri.parse(uri, true), {
      viewColumn: vscode.ViewColumn.One,
      selection,
    });
  } catch (error) {
    // The file may be gone by now.
    const why = error instanceof Error ? error.message : String(error);
    void vscode.window.showWarningMessage(vscode.l10n.t('The file could not be opened: {0}', why));
  }
}
