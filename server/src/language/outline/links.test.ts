import { describe, expect, it } from 'vitest';
import { marked } from '../../../../test/support/marked-text.ts';
import { workspaceOf } from '../../../../test/support/policy-workspace.ts';
import { documentLinks } from './links.ts';

const FILES = {
  'file:///w/base.rbr.yaml': 'description: base',
  'file:///w/one.samples.yaml': 'samples: []',
  'file:///w/data/two.samples.yaml': 'samples: []',
  'file:///w/data/three.samples.yaml': 'samples: []',
};

describe('links', () => {
  it('lead from a policy to what it extends and to its samples, where that is one file', async () => {
    const { source, spans } = marked(
      'extends: [«base.rbr.yaml», missing.rbr.yaml]\nsamples: [«"*.samples.yaml"», data/*.samples.yaml, none.yaml]\n',
      'file:///w/a.rbr.yaml',
    );
    expect(await documentLinks(workspaceOf({ ...FILES, [source.uri]: source.text }), source.uri)).toEqual([
      {
        range: source.range(spans[0] ?? { start: 0, end: 0 }),
        target: 'file:///w/base.rbr.yaml',
        tooltip: 'Open policy base.rbr.yaml',
      },
      {
        range: source.range(spans[1] ?? { start: 0, end: 0 }),
        target: 'file:///w/one.samples.yaml',
        tooltip: 'Open samples one.samples.yaml',
      },
    ]);
  });

  it('lead from samples to their policy', async () => {
    const { source, spans } = marked(
      'policy: «../base.rbr.yaml»\nsamples: []\n',
      'file:///w/data/b.samples.yaml',
    );
    expect(
      await documentLinks(workspaceOf({ ...FILES, [source.uri]: source.text }), source.uri),
    ).toMatchObject([
      { range: source.range(spans[0] ?? { start: 0, end: 0 }), target: 'file:///w/base.rbr.yaml' },
    ]);
  });

  it('lead nowhere where no file is named', async () => {
    const uri = 'file:///w/c.samples.yaml';
    expect(await documentLinks(workspaceOf({ [uri]: 'policy: gone.rbr.yaml\n' }), uri)).toEqual([]);
    expect(await documentLinks(workspaceOf({ [uri]: 'samples: []\n' }), uri)).toEqual([]);
    expect(await documentLinks(workspaceOf({}), 'file:///w/readme.md')).toEqual([]);
  });
});
