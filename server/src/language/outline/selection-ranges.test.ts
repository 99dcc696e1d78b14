import { describe, expect, it } from 'vitest';
import type { SelectionRange } from 'vscode-languageserver-types';
import { marked } from '../../../../test/support/marked-text.ts';
import { workspaceOf } from '../../../../test/support/policy-workspace.ts';
import { selectionRanges } from './selection-ranges.ts';

/** What is selected at the cursor, step by step outwards, without the file as a whole. */
async function steps(text: string): Promise<string[]> {
  const { source, cursor = -1 } = marked(text, 'file:///w/a.rbr.yaml');
  const workspace = workspaceOf({ [source.uri]: source.text });
  let [range]: (SelectionRange | undefined)[] = await selectionRanges(workspace, source.uri, [cursor]);
  const selected: string[] = [];
  while (range) {
    selected.push(source.text.slice(source.offsetAt(range.range.start), source.offsetAt(range.range.end)));
    range = range.parent;
  }
  expect(selected.pop()).toBe(source.text);
  return selected;
}

describe('selection ranges', () => {
  it('go from the name in a condition to its entry, its map, and so on', async () => {
    expect(await steps('a: 1\nderived_propositions:\n  kind: { po‸lite: true, b: false }\n')).toEqual([
      'polite',
      'polite: true',
      '{ polite: true, b: false }',
      'kind: { polite: true, b: false }',
      'derived_propositions:\n  kind: { polite: true, b: false }',
      'a: 1\nderived_propositions:\n  kind: { polite: true, b: false }',
    ]);
  });

  it('go from a word in a prompt to its line and to the whole prompt', async () => {
    expect(await steps('x:\n  prompt: |-\n    Is it\n    po‸lite now?\n')).toEqual([
      'polite',
      'polite now?',
      'Is it\n    polite now?',
      '|-\n    Is it\n    polite now?',
      'prompt: |-\n    Is it\n    polite now?',
      'x:\n  prompt: |-\n    Is it\n    polite now?',
    ]);
  });

  it('take the quotes after what is between them', async () => {
    expect((await steps('- "one ‸two"\n')).slice(0, 3)).toEqual(['two', 'one two', '"one two"']);
  });

  it('know only the file where nothing stands', async () => {
    expect(await steps('a: 1\n\n‸\n\nb: 2\n')).toEqual(['a: 1\n\n\n\nb: 2']);
  });
});
