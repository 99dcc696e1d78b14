import { describe, expect, it } from 'vitest';
import { workspaceOf } from '../../../../test/support/policy-workspace.ts';
import { workspaceSymbols } from './workspace-symbols.ts';

const workspace = workspaceOf({
  'file:///w/a.rbr.yaml':
    'completion_classes:\n  polite_answer: { comply: { polite: true } }\norderings:\n  comply: [best]\n  refuse: [best]\nsimple_propositions:\n  polite: { prompt: Is it? }\n  impolite: { prompt: Is it not? }\n',
  'file:///w/sub/b.samples.yaml':
    'samples:\n  - id: greeting\n    prompt: Hi\n    completions:\n      - { id: polite, text: Hello. }\n',
});

const found = async (query: string) =>
  (await workspaceSymbols(workspace, query)).map(({ name, containerName }) => `${name} in ${containerName}`);

describe('workspace symbols', () => {
  it('finds names of all files, the closest first', async () => {
    expect(await found('Polite')).toEqual([
      'polite in a.rbr.yaml',
      'polite_answer in a.rbr.yaml',
      'impolite in a.rbr.yaml',
      'greeting/polite in b.samples.yaml',
    ]);
  });

  it('finds a name by some of its letters in their order', async () => {
    expect(await found('plans')).toEqual(['polite_answer in a.rbr.yaml']);
    expect(await found('snalp')).toEqual([]);
  });

  it('says a label once, and everything where nothing is asked for', async () => {
    expect(await found('best')).toEqual(['best in a.rbr.yaml']);
    expect(await found('')).toHaveLength(5);
  });

  it('leads to the definition', async () => {
    const [symbol] = await workspaceSymbols(workspace, 'impolite');
    expect(symbol?.location).toMatchObject({
      uri: 'file:///w/a.rbr.yaml',
      range: { start: { line: 7, character: 2 } },
    });
  });
});
