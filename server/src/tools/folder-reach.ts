import type { FileSystem } from '../workspace/file-system.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { inline } from './quoted.ts';
import { type Reach, ToolError } from './tool.ts';

/** A path by itself may look like one: `C:\policy.rbr.yaml`. */
const URI = /^[a-z][a-z0-9+.-]+:/i;

/** The folders of a workspace, and what is open beside them. Paths are written from a folder. */
export function folderReach(workspace: Workspace, files: Pick<FileSystem, 'canonical'>): Reach {
  const folders = () => workspace.folders.map((uri) => (uri.endsWith('/') ? uri : `${uri}/`));
  const folderOf = (uri: string) => folders().find((folder) => uri.startsWith(folder));
  const holds = (uri: string) => folderOf(uri) !== undefined || workspace.openUris().includes(uri);
  const candidates = (written: string): string[] => {
    if (URI.test(written)) return [new URL(written).href];
    const path = written.replaceAll('\\', '/').replace(/^([a-z]:\/)/i, '/$1');
    const escaped = path.split('/').map(encodeURIComponent).join('/');
    return folders().map((folder) => new URL(escaped, folder).href);
  };
  return {
    holds,
    show(uri) {
      const folder = folderOf(uri);
      return folder === undefined ? uri : decodeURIComponent(uri.slice(folder.length));
    },
    async resolve(written) {
      const uris = candidates(written).map((uri) => files.canonical(uri));
      const inside = uris.filter(holds);
      if (inside.length === 0)
        throw new ToolError(
          folders().length === 0
            ? `No folder is open, so "${inline(written)}" cannot be found: open one, or open the file and give its URI.`
            : `"${inline(written)}" is outside the folders of this workspace: only what is in them, or open, can be looked at.`,
        );
      for (const uri of inside) if ((await workspace.readText(uri)) !== undefined) return uri;
      return inside[0] as string;
    },
  };
}
