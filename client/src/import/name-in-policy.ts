import * as vscode from 'vscode';
import { NAME_SAMPLES_REQUEST } from '../../../server/src/language/protocol-import.ts';
import type { Connection } from '../connection.ts';

/** Asks whether a policy is to name a sample file, where it does not: what it does not name is not learnt from. */
export async function nameInPolicy(
  connection: Connection,
  policy: vscode.Uri,
  samples: vscode.Uri,
): Promise<void> {
  const asked = { policyUri: policy.toString(), samplesUri: samples.toString() };
  if ((await connection.ask(NAME_SAMPLES_REQUEST, asked)).edits.length === 0) return;
  const name = vscode.l10n.t('Name It');
  const chosen = await vscode.window.showInformationMessage(
    vscode.l10n.t(
      '{0} does not name {1} under `samples`, so it is not learnt from.',
      vscode.workspace.asRelativePath(policy),
      vscode.workspace.asRelativePath(samples),
    ),
    name,
  );
  if (chosen !== name) return;
  // The message may have stood there for long: the policy as it is now.
  const { uri, edits } = await connection.ask(NAME_SAMPLES_REQUEST, asked);
  const edit = new vscode.WorkspaceEdit();
  for (const { range, newText } of edits) {
    const { start, end } = range;
    edit.replace(
      vscode.Uri.parse(uri, true),
      new vscode.Range(start.line, start.character, end.line, end.character),
      newText,
    );
  }
  await vscode.workspace.applyEdit(edit);
}
