import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';

export interface TestFolder {
  at(name: string): string;
  /** Writes a file, and says where it is. */
  file(name: string, text: string): Promise<string>;
}

/** A folder that all tests of a file share; it is there while they run. */
export function testFolder(prefix: string): TestFolder {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), prefix));
  });
  afterAll(() => rm(folder, { recursive: true }));
  const at = (name: string) => join(folder, name);
  return {
    at,
    async file(name, text) {
      await writeFile(at(name), text);
      return at(name);
    },
  };
}
