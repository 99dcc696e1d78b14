import { describe, expect, it } from 'vitest';
import { fits, type Listing, walk } from './walk.ts';

/** A file system of these paths, and which of its folders were read. */
function folders(...paths: string[]) {
  const read: string[] = [];
  const list = async (folder: string): Promise<Listing> => {
    read.push(folder);
    const below = paths.filter((path) => path.startsWith(folder)).map((path) => path.slice(folder.length));
    const names = (isFolder: boolean) =>
      below.filter((path) => path.includes('/') === isFolder).map((path) => path.split('/')[0] as string);
    return { files: names(false), folders: [...new Set(names(true))] };
  };
  return { list, read };
}

const PATHS = [
  'a.rbr.yaml',
  'b.rbr.yml',
  'c.txt',
  'deep/er/d.rbr.yaml',
  'node_modules/x/e.rbr.yaml',
  '.git/f.rbr.yaml',
];

describe('searching folder by folder', () => {
  it('finds what fits, at any depth, but not in what is not the author’s', async () => {
    const { list, read } = folders(...PATHS);
    expect(await walk('**/{*.rbr.yaml,*.rbr.yml}', list)).toEqual({
      found: ['a.rbr.yaml', 'b.rbr.yml', 'deep/er/d.rbr.yaml'],
      isWhole: true,
    });
    expect(read).toEqual(['', 'deep/', 'deep/er/']);
  });

  it('reads no folder that is too deep for the glob', async () => {
    const { list, read } = folders(...PATHS);
    expect(await walk('*.rbr.yaml', list)).toEqual({ found: ['a.rbr.yaml'], isWhole: true });
    expect(read).toEqual(['']);
  });

  it('ends in a file system without end, and says that it has not seen it all', async () => {
    let calls = 0;
    const endless = async (): Promise<Listing> => {
      calls++;
      return { files: ['x.jsonl'], folders: ['down', 'further'] };
    };
    const { found, isWhole } = await walk('**/*.jsonl', endless);
    expect(found).toHaveLength(calls);
    expect([calls, isWhole]).toEqual([500, false]);
  });

  it('takes a path for fitting just as it would find it', () => {
    expect(fits('deep/er/d.rbr.yaml', '**/*.rbr.yaml')).toBe(true);
    expect(fits('deep/d.rbr.yaml', '*.rbr.yaml')).toBe(false);
    expect(fits('node_modules/x/e.rbr.yaml', '**/*.rbr.yaml')).toBe(false);
    expect(fits('.git/f.rbr.yaml', '**/*.rbr.yaml')).toBe(false);
  });
});
