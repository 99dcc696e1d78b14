import * as vscode from 'vscode';
import { DIFF_REQUEST, LOOPHOLES_REQUEST } from '../../../server/src/language/protocol.ts';
import type { Connection } from '../connection.ts';
import type { ReviewDocuments } from './documents.ts';
import { policiesInLastCommit } from './last-commit.ts';

/** The loopholes of the policy in front as a table. */
export async function showLoopholes(connection: Connection, documents: ReviewDocuments): Promise<void> {
  const uri = vscode.window.activeTextEditor?.document.uri;
  const result = uri && (await connection.ask(LOOPHOLES_REQUEST, { uri: uri.toString() }));
  if (!result || 'reason' in result) {
    void vscode.window.showInformationMessage(result?.reason ?? vscode.l10n.t('Open a policy first.'));
    return;
  }
  await documents.show(vscode.l10n.t('Loopholes'), result.markdown);
}

/** What the policy in front means now, against the last commit. */
export async function compareWithLastCommit(
  connection: Connection,
  documents: ReviewDocuments,
): Promise<void> {
  const uri = vscode.window.activeTextEditor?.document.uri;
  if (!uri) {
    void vscode.window.showInformationMessage(vscode.l10n.t('Open a policy first.'));
    return;
  }
  const base = await policiesInLastCommit(uri);
  if (!base?.[uri.toString()]) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('There is no earlier version of this policy in Git.'),
    );
    return;
  }
  const against = vscode.l10n.t('the last commit');
  const result = await connection.ask(DIFF_REQUEST, { uri: uri.toString(), base, against });
  if ('reason' in result) void vscode.window.showInformationMessage(result.reason);
  else await documents.show(vscode.l10n.t('What changed'), result.markdown);
}
