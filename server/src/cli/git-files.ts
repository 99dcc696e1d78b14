import { execFile } from 'node:child_process';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { FileSystem } from '../workspace/file-system.ts';
import { nodeFiles } from '../workspace/node-files.ts';

const run = promisify(execFile);

/** More than any policy has. */
const MOST_BYTES = 64 * 1024 * 1024;

/** `revision:path`, as `git show` takes it; undefined for what is no such thing. */
export function revisionAndPath(written: string): { revision: string; path: string } | undefined {
  // A leading dash would be an option to git, and one letter is a drive.
  const found = /^(?<revision>[^-:][^:]+):(?<path>.+)$/.exec(written)?.groups;
  return found?.revision !== undefined && found.path !== undefined
    ? { revision: found.revision, path: found.path }
    : undefined;
}

/** Files as they are in a revision of the repository around the current folder. Globs find nothing there. */
export function gitFiles(revision: string): FileSystem {
  const { canonical } = nodeFiles();
  return {
    canonical,
    async readText(uri) {
      if (!uri.startsWith('file:')) return undefined;
      const path = relative(process.cwd(), fileURLToPath(uri)).replaceAll('\\', '/');
      try {
        const { stdout } = await run('git', ['show', `${revision}:./${path}`], { maxBuffer: MOST_BYTES });
        return stdout;
      } catch {
        return undefined;
      }
    },
    glob: async () => [],
  };
}
