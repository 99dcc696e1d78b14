import * as vscode from 'vscode';

/** The part of the built-in Git extension's API that is used here. */
interface GitApi {
  getRepository(uri: vscode.Uri): { show(ref: string, path: string): Promise<string> } | null;
}

const POLICIES = '**/{*.rbr.yaml,*.rbr.yml,proposition_prompts.yaml}';

/**
 * The texts of the workspace's policy files in the last commit, by URI; files that were not in it are left
 * out. Undefined where the file is in no repository, or Git is switched off.
 */
export async function policiesInLastCommit(of: vscode.Uri): Promise<Record<string, string> | undefined> {
  const extension = vscode.extensions.getExtension<{ getAPI(version: 1): GitApi }>('vscode.git');
  const git = extension && (await extension.activate()).getAPI(1);
  if (!git?.getRepository(of)) return undefined;
  const texts: Record<string, string> = {};
  for (const uri of [of, ...(await vscode.workspace.findFiles(POLICIES, '**/node_modules/**'))]) {
    const text = await git
      .getRepository(uri)
      ?.show('HEAD', uri.fsPath)
      .catch(() => undefined);
    if (text !== undefined) texts[uri.toString()] = text;
  }
  return texts;
}
