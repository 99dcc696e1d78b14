import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRoot, type Root } from './root.ts';

let folder: string;
let root: Root;
const uri = (path: string) => pathToFileURL(join(folder, path)).href;

beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'rbr-root-')));
  await mkdir(join(folder, 'in/deep'), { recursive: true });
  await mkdir(join(folder, 'inner'));
  await writeFile(join(folder, 'in/p.rbr.yaml'), 'in');
  await writeFile(join(folder, 'in/deep/q.rbr.yaml'), 'deep');
  await writeFile(join(folder, 'secret.rbr.yaml'), 'secret');
  await writeFile(join(folder, 'inner/r.rbr.yaml'), 'beside');
  await symlink(join(folder, 'secret.rbr.yaml'), join(folder, 'in/link.rbr.yaml'));
  await symlink(folder, join(folder, 'in/up'));
  await symlink(join(folder, 'in/deep'), join(folder, 'in/within'));
  root = await openRoot(join(folder, 'in'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('a root', () => {
  it.each([
    ['a file', 'p.rbr.yaml', 'in/p.rbr.yaml'],
    ['a file that is not there yet', 'new/x.rbr.yaml', 'in/new/x.rbr.yaml'],
    ['a way there and back', 'deep/../p.rbr.yaml', 'in/p.rbr.yaml'],
    ['a link within', 'within/q.rbr.yaml', 'in/within/q.rbr.yaml'],
  ])('holds %s', async (_, written, at) => {
    expect(await root.reach.resolve(written)).toBe(uri(at));
    expect(await root.reach.resolve(uri(at))).toBe(uri(at));
  });

  it.each([
    ['the folder above', '../secret.rbr.yaml'],
    ['a folder whose name begins like it', '../inner/r.rbr.yaml'],
    ['where a link leads', 'link.rbr.yaml'],
    ['what is behind a linked folder', 'up/secret.rbr.yaml'],
    ['what is not there, behind a linked folder', 'up/none/none.rbr.yaml'],
    ['an absolute path', '/etc/hosts'],
    ['an escaped way up', `file:///${'%2e%2e/'.repeat(3)}etc/hosts`],
  ])('holds not %s', async (_, written) => {
    await expect(root.reach.resolve(written)).rejects.toThrow(/outside .*rbr mcp --root/);
  });

  it('has nothing outside for what a policy extends, nor for its globs', async () => {
    expect(await root.files.readText(uri('in/p.rbr.yaml'))).toBe('in');
    expect(await root.files.readText(uri('secret.rbr.yaml'))).toBeUndefined();
    expect(await root.files.readText(uri('in/link.rbr.yaml'))).toBeUndefined();
    expect(await root.files.glob(uri('in/'), '../*.rbr.yaml')).toEqual([]);
    const inside = await root.files.glob(uri('in/'), '**/*.rbr.yaml');
    expect(inside).toEqual(expect.arrayContaining(['in/deep/q.rbr.yaml', 'in/p.rbr.yaml'].map(uri)));
    expect(inside.filter((each) => /secret|link|inner/.test(each))).toEqual([]);
    expect(await root.files.glob(uri(''), '*.rbr.yaml')).toEqual([]);
  });

  it('says so where there is none', async () => {
    await expect(openRoot(join(folder, 'none'))).rejects.toThrow(/--root: there is no folder/);
  });
});
