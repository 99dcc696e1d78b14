import * as vscode from 'vscode';
import type { Connection } from '../connection.ts';
import type { ApiKeys } from '../grading/api-keys.ts';
import type { GraderChoice } from '../grading/grader.ts';
import { readSettings } from '../grading/settings.ts';
import { verdict } from './doctor-report.ts';
import { examine, offerCures } from './examination.ts';
import { fileInFront } from './file-in-front.ts';

/** Asks for the key of the address that is set, and offers to try it. */
export async function setApiKey(keys: ApiKeys): Promise<void> {
  const address = await keys.ask(readSettings().baseUrl);
  if (address === undefined) return;
  const test = vscode.l10n.t('Test It');
  const said = vscode.l10n.t('The API key for {0} is kept.', address);
  // Nobody waits for the answer.
  void vscode.window.showInformationMessage(said, test).then((chosen) => {
    if (chosen === test) return vscode.commands.executeCommand('rbr.testApiKey');
    return undefined;
  });
}

/** Whether address, key and model belong together; also while another kind grades. */
export async function testApiKey(
  connection: Connection,
  grader: GraderChoice,
  showOutput: () => void,
): Promise<void> {
  if (!vscode.workspace.isTrusted) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('This workspace is not trusted: no key is sent anywhere.'),
    );
    return;
  }
  const { settings, keySource } = await grader.ofAddress();
  const document = fileInFront();
  const uri = document ? { uri: document.uri.toString() } : {};
  const result = await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t('Testing the API key for {0}', settings.baseUrl),
      cancellable: true,
    },
    (_, token) => examine(connection, { settings, keySource, onlyKey: true, ...uri }, token),
  );
  if ('reason' in result) {
    void offerCures(result.reason, false, showOutput);
    return;
  }
  const failed = result.steps.find(({ state }) => state === 'failed');
  const message = failed
    ? `${failed.title}: ${failed.found} ${failed.cure ?? ''}`
    : vscode.l10n.t('{0} takes the key ({1}). {2}', settings.baseUrl, keySource, verdict(result));
  void offerCures(message, !failed, showOutput);
}

/** Forgets the key of an address; which one is asked where there are several. */
export async function forgetApiKey(keys: ApiKeys): Promise<void> {
  const kept = await keys.addresses(readSettings().baseUrl);
  const [only, ...more] = kept;
  if (only === undefined) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t(
        'No API key is kept. One from an environment variable is forgotten by unsetting the variable.',
      ),
    );
    return;
  }
  const title = vscode.l10n.t('Forget the API key for which address?');
  const address = more.length === 0 ? only : await vscode.window.showQuickPick(kept, { title });
  if (address === undefined) return;
  await keys.forget(address);
  void vscode.window.showInformationMessage(vscode.l10n.t('The API key for {0} is forgotten.', address));
}
