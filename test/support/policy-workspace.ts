import { Workspace } from '../../server/src/workspace/workspace.ts';
import { memoryFiles } from './memory-files.ts';

/** A workspace over files in memory, all of them in its one folder. */
export function workspaceOf(texts: Readonly<Record<string, string>>): Workspace {
  const workspace = new Workspace(memoryFiles(texts));
  workspace.setFolders(['file:///w']);
  return workspace;
}
