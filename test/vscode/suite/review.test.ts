import { execFileSync } from 'node:child_process';
import * as vscode from 'vscode';
import { open, until } from './documents.ts';

const POLICY = 'four-areas.rbr.yaml';

async function tabCalled(label: RegExp): Promise<void> {
  await until(
    () => vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs),
    (tabs) => tabs.some((tab) => label.test(tab.label)),
  );
}

describe('reviewing in VS Code', () => {
  it('shows the loopholes as a table', async () => {
    await open(POLICY);
    await vscode.commands.executeCommand('rbr.showLoopholes');
    await tabCalled(/Loopholes/);
  });

  it('compares the policy with the last commit by meaning', async () => {
    const document = await open(POLICY);
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath as string;
    const git = (...args: string[]) =>
      execFileSync('git', ['-c', 'user.name=rbr', '-c', 'user.email=rbr@localhost', ...args], {
        cwd: folder,
      });
    git('init', '--quiet');
    git('add', '.');
    git('commit', '--quiet', '-m', 'A policy');
    await vscode.commands.executeCommand('git.openRepository', folder);
    const editor = vscode.window.activeTextEditor;
    const at = document.getText().indexOf('    brief: true\n');
    await editor?.edit((edit) =>
      edit.delete(
        new vscode.Range(document.positionAt(at), document.positionAt(at + '    brief: true\n'.length)),
      ),
    );
    await until(
      async () => {
        await vscode.window.showTextDocument(document, vscode.ViewColumn.One);
        await vscode.commands.executeCommand('rbr.compareWithLastCommit');
        // The preview has its title a moment later, and asked for again it would be another one.
        await new Promise((resolve) => setTimeout(resolve, 2000));
        return vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs);
      },
      (tabs) => tabs.some((tab) => /What changed/.test(tab.label)),
    );
    await vscode.window.showTextDocument(document, vscode.ViewColumn.One);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });
});
