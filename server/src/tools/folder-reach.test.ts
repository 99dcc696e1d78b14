import { describe, expect, it } from 'vitest';
import { memoryFiles } from '../../../test/support/memory-files.ts';
import { Workspace } from '../workspace/workspace.ts';
import { folderReach } from './folder-reach.ts';

const files = memoryFiles({ 'file:///b/two.rbr.yaml': '', 'file:///b/my%20policy.rbr.yaml': '' });
const workspace = new Workspace(files);
workspace.setFolders(['file:///a', 'file:///b']);
workspace.update('untitled:Untitled-1', 'rbr', 'x: 1');
const reach = folderReach(workspace, files);

describe('what is in reach of a workspace', () => {
  it.each([
    ['a path in whichever folder has it', 'two.rbr.yaml', 'file:///b/two.rbr.yaml'],
    ['a path with a space', 'my policy.rbr.yaml', 'file:///b/my%20policy.rbr.yaml'],
    ['a new path in the first folder', 'new.rbr.yaml', 'file:///a/new.rbr.yaml'],
    ['an absolute path', '/b/two.rbr.yaml', 'file:///b/two.rbr.yaml'],
    ['a URI', 'file:///b/two.rbr.yaml', 'file:///b/two.rbr.yaml'],
    ['what is open', 'untitled:Untitled-1', 'untitled:Untitled-1'],
  ])('%s', async (_, written, uri) => {
    expect(await reach.resolve(written)).toBe(uri);
  });

  it.each([
    '../c/p.rbr.yaml',
    '/c/p.rbr.yaml',
    'file:///c/p.rbr.yaml',
    'file:///a/../c/p.rbr.yaml',
    '/ab/p.rbr.yaml',
  ])('not %s', async (written) => {
    await expect(reach.resolve(written)).rejects.toThrow(/outside the folders/);
  });

  it('writes paths as people do', () => {
    expect(reach.show('file:///b/my%20policy.rbr.yaml')).toBe('my policy.rbr.yaml');
    expect(reach.show('untitled:Untitled-1')).toBe('untitled:Untitled-1');
  });
});
