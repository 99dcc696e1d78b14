import * as vscode from 'vscode';
import type { ShowReferencesParams } from '../../server/src/language/protocol.ts';

/** The places that a code lens has counted, as the editor shows references. */
export async function showReferences({ uri, position, locations }: ShowReferencesParams): Promise<void> {
  const at = (line: number, character: number) => new vscode.Position(line, character);
  await vscode.commands.executeCommand(
    'editor.action.showReferences',
    vscode.Uri.parse(uri),
    at(position.line, position.character),
    locations.map(
      ({ uri: file, range: { start, end } }) =>
        new vscode.Location(
          vscode.Uri.parse(file),
          new vscode.Range(at(start.line, start.character), at(end.line, end.character)),
        ),
    ),
  );
}
