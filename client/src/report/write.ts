import * as vscode from 'vscode';

/** Writes the weights of a fit where the policy looks for them. */
export async function saveWeights({
  uri,
  text,
}: {
  readonly uri: string;
  readonly text: string;
}): Promise<void> {
  await written(vscode.Uri.parse(uri, true), text, (name) => vscode.l10n.t('Weights saved as {0}.', name));
}

/** Asks where an evaluation is to be kept: beside its policy, unless the user would rather have it elsewhere. */
export async function keepRun(
  policyUri: string,
  { name, text }: { readonly name: string; readonly text: string },
): Promise<void> {
  const suggested = vscode.Uri.joinPath(
    vscode.Uri.parse(policyUri, true),
    `../${name.replace(/(\.rbr)?\.ya?ml$/, '')}.run.json`,
  );
  const uri = await vscode.window.showSaveDialog({
    defaultUri: suggested,
    filters: { [vscode.l10n.t('Evaluation')]: ['json'] },
    title: vscode.l10n.t('Keep this evaluation'),
  });
  if (uri) await written(uri, text, (file) => vscode.l10n.t('The evaluation is kept as {0}.', file));
}

async function written(uri: vscode.Uri, text: string, said: (name: string) => string): Promise<void> {
  try {
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
    void vscode.window.showInformationMessage(said(vscode.workspace.asRelativePath(uri)));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    void vscode.window.showErrorMessage(
      vscode.l10n.t('{0} could not be written: {1}', vscode.workspace.asRelativePath(uri), why),
    );
  }
}
