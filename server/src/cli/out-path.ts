import { stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { UsageError } from './output.ts';

/**
 * Throws `UsageError` where a file that is to be written is one that is read, by whatever name. `inputs`: paths, of which
 * some need not be there, or file URIs.
 */
export async function refuseInput(
  option: string,
  path: string | undefined,
  inputs: Iterable<string | undefined>,
): Promise<void> {
  const out = path === undefined ? undefined : await identityOf(path);
  if (out === undefined) return;
  for (const input of inputs) {
    if (input !== undefined && (await identityOf(input)) === out)
      throw new UsageError(
        `${option} ${path} is one of the files that are read; it stays as it is. Name another file.`,
      );
  }
}

/** The same for each name of a file. Undefined where there is none, and of what is no file, such as a terminal. */
async function identityOf(path: string): Promise<string | undefined> {
  const file = path.startsWith('file:') ? fileURLToPath(path) : path;
  const info = await stat(file, { bigint: true }).catch(() => undefined);
  return info?.isFile() ? `${info.dev}:${info.ino}` : undefined;
}
