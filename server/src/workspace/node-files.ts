import { readFile, stat } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { glob } from 'tinyglobby';
import { type FileSystem, folderOf } from './file-system.ts';

/**
 * Files of this machine. A text is read again only where size or time of change differ, so that asking
 * for every file of a policy on every keystroke costs a `stat` each.
 */
export function nodeFiles(): FileSystem {
  const read = new Map<string, { stamp: string; text: string }>();
  return {
    canonical,
    async readText(uri, atMost = Number.POSITIVE_INFINITY) {
      if (!uri.startsWith('file:')) return undefined;
      const path = fileURLToPath(uri);
      const info = await stat(path).catch(() => undefined);
      if (!info?.isFile()) {
        read.delete(uri);
        return undefined;
      }
      if (info.size > atMost) return undefined;
      const stamp = `${info.mtimeMs} ${info.size}`;
      const known = read.get(uri);
      if (known?.stamp === stamp) return known.text;
      const text = await readFile(path, 'utf8');
      read.set(uri, { stamp, text });
      return text;
    },
    async glob(base, pattern) {
      if (!base.startsWith('file:')) return [];
      const paths = await glob(pattern, {
        cwd: fileURLToPath(folderOf(base)),
        absolute: true,
        ignore: ['**/node_modules/**'],
      });
      return paths.map((path) => pathToFileURL(path).href).sort();
    },
  };
}

function canonical(uri: string): string {
  if (!uri.startsWith('file:')) return uri;
  try {
    return pathToFileURL(fileURLToPath(uri)).href;
  } catch {
    return uri;
  }
}
