import picomatch from 'picomatch';

export interface Listing {
  readonly files: readonly string[];
  readonly folders: readonly string[];
}

/** Each folder costs a call, over a network perhaps; with so many, a search without an index is given up. */
export const MOST_FOLDERS = 500;

/** Whether a path fits a glob, by the rules of the file systems that are searched by the server itself. */
export function fits(path: string, pattern: string): boolean {
  return picomatch.isMatch(path, pattern) && !path.split('/').includes('node_modules');
}

/**
 * The files below a folder that fit a glob, and whether that is all of them; `list` reads a folder by its path from there,
 * '' the first.
 */
export async function walk(
  pattern: string,
  list: (folder: string) => Promise<Listing>,
): Promise<{ readonly found: readonly string[]; readonly isWhole: boolean }> {
  const isFitting = picomatch(pattern);
  const deepest = pattern.includes('**') ? Number.POSITIVE_INFINITY : pattern.split('/').length - 1;
  const found: string[] = [];
  let level = [''];
  let left = MOST_FOLDERS;
  let isWhole = true;
  for (let depth = 0; level.length > 0 && depth <= deepest; depth++) {
    const read = level.slice(0, left);
    left -= read.length;
    isWhole &&= read.length === level.length;
    const listings = await Promise.all(read.map(list));
    level = listings.flatMap(({ folders }, index) =>
      folders
        .filter((name) => name !== 'node_modules' && !name.startsWith('.'))
        .map((name) => `${read[index]}${name}/`),
    );
    for (const [index, { files }] of listings.entries())
      for (const name of files) {
        const path = `${read[index]}${name}`;
        if (isFitting(path)) found.push(path);
      }
  }
  return { found, isWhole };
}
