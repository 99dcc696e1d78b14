import { CompletionItemKind } from 'vscode-languageserver-types';
import { folderOf } from '../../workspace/file-system.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import type { Slot } from './completion-context.ts';
import type { Candidate } from './completion-item.ts';
import { asValues } from './completion-names.ts';

export const POLICY_FILES = '**/{*.rbr.yaml,*.rbr.yml,proposition_prompts.yaml}';
export const SAMPLES_FILES = '**/{*.samples.yaml,*.samples.yml}';

/** The files of the folder and those below it, by their path from the file that names them. */
export async function fileCandidates(
  workspace: Workspace,
  slot: Slot,
  uri: string,
  pattern: string,
): Promise<Candidate[]> {
  const folder = folderOf(uri);
  const files = await workspace.glob(uri, pattern);
  return asValues(
    slot,
    files
      .filter((file) => file !== uri && file.startsWith(folder))
      .map((file) => ({
        label: decodeURIComponent(file.slice(folder.length)),
        kind: CompletionItemKind.File,
      })),
  );
}
