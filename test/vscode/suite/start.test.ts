import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { open, until } from './documents.ts';

const folder = () => vscode.workspace.workspaceFolders?.[0]?.uri as vscode.Uri;
const exists = (uri: vscode.Uri) =>
  vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
/** Presses Enter in whatever is asked, until it has led to something. */
const acceptUntil = (good: () => PromiseLike<boolean> | boolean) =>
  until(
    async () => {
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      return good();
    },
    (isGood) => isGood,
  );

describe('beginning in VS Code', () => {
  it('makes a policy from a template, which has no findings', async () => {
    const policy = vscode.Uri.joinPath(folder(), 'style.rbr.yaml');
    const done = vscode.commands.executeCommand('rbr.newPolicy', 'style');
    await acceptUntil(() => exists(policy));
    await done;
    assert.equal(vscode.window.activeTextEditor?.document.uri.toString(), policy.toString());
    assert.ok(await exists(vscode.Uri.joinPath(folder(), 'style.samples.yaml')));
    assert.deepEqual(vscode.languages.getDiagnostics(policy), []);
  });

  it('imports a table for the policy in front, beside it, and leaves what is there', async () => {
    const table = vscode.Uri.joinPath(folder(), 'asked.csv');
    const text = 'prompt,completion,label\nWhere is my parcel?,At the depot.,evasive_reply\n';
    await vscode.workspace.fs.writeFile(table, new TextEncoder().encode(text));
    await open('style.rbr.yaml');
    for (const name of ['asked.samples.yaml', 'asked-2.samples.yaml']) {
      const made = vscode.Uri.joinPath(folder(), name);
      void vscode.commands.executeCommand('rbr.import', table);
      await acceptUntil(() => exists(made));
      const document = await vscode.workspace.openTextDocument(made);
      assert.match(document.getText(), /policy: style\.rbr\.yaml\n/);
      assert.match(document.getText(), /label: evasive_reply/);
    }
  });

  it('offers every command that the walkthrough leads to', async () => {
    const { packageJSON } = vscode.extensions.getExtension('rule-based-rewards.rule-based-rewards') ?? {};
    const [walkthrough] = packageJSON.contributes.walkthroughs;
    assert.equal(walkthrough.steps.length, 5);
    const all = await vscode.commands.getCommands();
    const text = JSON.stringify(packageJSON.contributes.viewsWelcome) + JSON.stringify(walkthrough.steps);
    // The doctor comes with the grader's care, which has its own tests.
    for (const [, command = ''] of text.matchAll(/command:([\w.]+)/g))
      if (command !== 'rbr.doctor') assert.ok(all.includes(command), command);
  });
});
