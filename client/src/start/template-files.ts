import * as vscode from 'vscode';
import {
  filesOfTemplate,
  type Template,
  type TemplateFile,
} from '../../../server/src/language/protocol-import.ts';

/** A template as the package has it. */
export function readTemplate(extension: vscode.Uri, template: Template): Promise<TemplateFile[]> {
  const folder = vscode.Uri.joinPath(extension, template.folder);
  return Promise.all(
    filesOfTemplate(template).map(async (name) => {
      const bytes = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(folder, name));
      return { name, text: new TextDecoder().decode(bytes) };
    }),
  );
}

/** Writes all of the files or none; the name of one that is there already, or undefined. */
export async function writeAll(
  folder: vscode.Uri,
  files: readonly TemplateFile[],
): Promise<string | undefined> {
  for (const { name } of files) {
    if (await exists(vscode.Uri.joinPath(folder, name))) return name;
  }
  for (const { name, text } of files) {
    await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(folder, name), new TextEncoder().encode(text));
  }
  return undefined;
}

export async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') return false;
    throw error;
  }
}
