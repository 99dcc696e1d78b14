import { stat } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { glob } from 'tinyglobby';
import { UsageError } from './output.ts';

/** Files as they are asked for on a command line: a file, a folder (its files that match), or a glob. */
export async function expandPaths(paths: readonly string[], inFolder: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const path of paths) {
    const info = await stat(path).catch(() => undefined);
    if (info?.isFile()) found.push(resolve(path));
    else {
      const options = { absolute: true, ignore: ['**/node_modules/**'] };
      const matches = info?.isDirectory()
        ? await glob([...inFolder], { ...options, cwd: path })
        : await glob(path, options);
      if (matches.length === 0) {
        throw new UsageError(
          info
            ? `No ${inFolder.join(' or ')} in ${path}.`
            : `Nothing at ${path}: give a file, a folder or a glob.`,
        );
      }
      found.push(...matches.sort());
    }
  }
  return [...new Set(found)];
}

export function toUri(path: string): string {
  return pathToFileURL(resolve(path)).href;
}

/** A URI as a person would write the path from here. */
export function toPath(uri: string): string {
  return uri.startsWith('file:') ? relative(process.cwd(), fileURLToPath(uri)) : uri;
}
