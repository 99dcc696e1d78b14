import { describe, expect, it } from 'vitest';
import { workspaceOf } from '../../../../test/support/policy-workspace.ts';
import { foldingRanges } from './folding.ts';

/** The first and last line of each range as they are written, of comments with their kind. */
async function folds(text: string, uri = 'file:///w/a.rbr.yaml'): Promise<string[]> {
  const lines = text.split('\n');
  const ranges = await foldingRanges(workspaceOf({ [uri]: text }), uri);
  return ranges.map(({ startLine, endLine, kind }) =>
    [lines[startLine]?.trim(), lines[endLine]?.trim(), ...(kind ? [kind] : [])].join(' … '),
  );
}

describe('folding', () => {
  it('folds sections, propositions, prompts and runs of comments, to their last line with text', async () => {
    const text = `# one
# two
simple_propositions:
  polite:
    prompt: |-
      # Task
      # Not a comment
      Is it polite?

  # alone
  kind: { prompt: Is it kind? }

margins: { a: 1 }
`;
    expect(await folds(text)).toEqual([
      '# one … # two … comment',
      'simple_propositions: … kind: { prompt: Is it kind? }',
      'polite: … Is it polite?',
      'prompt: |- … Is it polite?',
    ]);
  });

  it('folds samples and completions, each once', async () => {
    const text = `samples:
  - id: a
    prompt: Hi
    completions:
      - text: >-
          Hello
          you.
        propositions:
          { a: true,
            b: false }
      - text: No.
`;
    expect(await folds(text, 'file:///w/a.samples.yaml')).toEqual([
      'samples: … - text: No.',
      '- id: a … - text: No.',
      'completions: … - text: No.',
      '- text: >- … b: false }',
      'propositions: … b: false }',
      '{ a: true, … b: false }',
    ]);
  });

  it('folds what is there of a half-typed file, and nothing of other files', async () => {
    expect(await folds('completion_classes:\n  good:\n    comply: { a: tr\nmargins:\n  b: 1\n')).toEqual([
      'completion_classes: … comply: { a: tr',
      'good: … comply: { a: tr',
      'margins: … b: 1',
    ]);
    expect(await folds('a:\n  b: 1\n', 'file:///w/readme.md')).toEqual([]);
  });
});
