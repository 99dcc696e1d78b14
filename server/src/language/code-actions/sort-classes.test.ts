import { describe, expect, it } from 'vitest';
import { memoryFiles } from '../../../../test/support/memory-files.ts';
import { applyEdits } from '../../policy/edit/apply.ts';
import { Workspace } from '../../workspace/workspace.ts';
import { sortClasses } from './sort-classes.ts';

const URI = 'file:///p/policy.rbr.yaml';

async function sorted(text: string): Promise<string | undefined> {
  const state = await new Workspace(memoryFiles({ [URI]: text })).policy(URI);
  const [action] = state ? sortClasses(state) : [];
  return action && applyEdits(text, action.edits);
}

describe('sorting classes', () => {
  it('moves each class with the comments above it', async () => {
    const text = `completion_class_order: [best, middle, worst]
completion_classes:
  # What nobody wants.
  worst:
    comply: { kind: false } # never

  best:
    comply: { kind: true }
  # In between.
  middle: { comply: [] }
simple_propositions:
  kind: { prompt: Is it kind? }
`;
    expect(await sorted(text)).toBe(`completion_class_order: [best, middle, worst]
completion_classes:
  best:
    comply: { kind: true }
  # In between.
  middle: { comply: [] }
  # What nobody wants.
  worst:
    comply: { kind: false } # never
simple_propositions:
  kind: { prompt: Is it kind? }
`);
  });

  it('has nothing to offer where they are in order', async () => {
    expect(
      await sorted('completion_class_order: [a, b]\ncompletion_classes:\n  a: {}\n  b: {}\n'),
    ).toBeUndefined();
  });
});
