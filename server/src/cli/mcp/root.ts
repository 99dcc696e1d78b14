import { realpath } from 'node:fs/promises';
import { dirname, relative, resolve, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { inline } from '../../tools/quoted.ts';
import { type Reach, ToolError } from '../../tools/tool.ts';
import { type FileSystem, folderOf } from '../../workspace/file-system.ts';
import { nodeFiles } from '../../workspace/node-files.ts';
import { UsageError } from '../output.ts';

/** The folder that a server may look into, and nothing else. */
export interface Root {
  readonly uri: string;
  readonly reach: Reach;
  /** Outside the folder there is nothing: neither for an assistant nor for what a policy extends. */
  readonly files: FileSystem;
}

/** Where a path really leads is what counts, with `..` and symbolic links followed. */
export async function openRoot(folder: string): Promise<Root> {
  const root = await realpath(folder).catch(() => undefined);
  if (root === undefined) throw new UsageError(`--root: there is no folder ${folder}.`);
  const within = (path: string) => path === root || path.startsWith(root.endsWith(sep) ? root : root + sep);
  const isInside = async (path: string) => within(await leadsTo(path));
  const disk = nodeFiles();
  return {
    uri: pathToFileURL(root).href,
    reach: {
      async resolve(written) {
        const path = written.startsWith('file:') ? pathOf(written) : resolve(root, written);
        if (!(await isInside(path)))
          throw new ToolError(
            `"${inline(written)}" is outside ${root}, the only folder that this server looks into. It is started with another one by \`rbr mcp --root\`.`,
          );
        return pathToFileURL(path).href;
      },
      show: (uri) => (uri.startsWith('file:') ? relative(root, fileURLToPath(uri)) : uri),
      holds: (uri) => uri.startsWith('file:') && within(fileURLToPath(uri)),
    },
    files: {
      canonical: disk.canonical,
      async readText(uri, atMost) {
        if (!uri.startsWith('file:') || !(await isInside(fileURLToPath(uri)))) return undefined;
        return disk.readText(uri, atMost);
      },
      async glob(base, pattern) {
        if (!base.startsWith('file:') || !(await isInside(fileURLToPath(folderOf(base))))) return [];
        const found = await disk.glob(base, pattern);
        const inside = await Promise.all(found.map((uri) => isInside(fileURLToPath(uri))));
        return found.filter((_, index) => inside[index]);
      },
    },
  };
}

function pathOf(uri: string): string {
  try {
    return fileURLToPath(uri);
  } catch {
    throw new ToolError(`"${inline(uri)}" is no URI of a file on this machine.`);
  }
}

/** The real path, as far as there is one: what is not there yet is where its folder is. */
async function leadsTo(path: string): Promise<string> {
  const real = await realpath(path).catch(() => undefined);
  if (real !== undefined) return real;
  const parent = dirname(path);
  return parent === path ? path : resolve(await leadsTo(parent), relative(parent, path));
}
