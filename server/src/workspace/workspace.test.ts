import { describe, expect, it } from 'vitest';
import { memoryFiles } from '../../../test/support/memory-files.ts';
import { conflictsOf } from '../logic/conflicts.ts';
import { Workspace } from './workspace.ts';

const URI = 'file:///w/policy.rbr.yaml';
const POLICY = `completion_classes:
  good: { comply: { kind: true }, refuse: { kind: true } }
  bad: { comply: { kind: false }, refuse: { kind: false } }
simple_propositions:
  kind: { prompt: Is it kind? }
  brief: { prompt: Is it brief? }
`;

async function logicsAfter(edit: (text: string) => string) {
  const workspace = new Workspace(memoryFiles({ [URI]: POLICY }));
  const before = await workspace.policy(URI);
  for (const type of before?.logic.responseTypes ?? []) {
    const logic = before?.logic.responseType(type);
    if (before && logic) conflictsOf(before.logic, logic);
  }
  workspace.update(URI, 'rbr', edit(POLICY));
  const after = await workspace.policy(URI);
  expect(after).not.toBe(before);
  return (type: string) => [before?.logic.responseType(type), after?.logic.responseType(type)];
}

describe('the workspace', () => {
  it('keeps all logic where a prompt or a comment is edited', async () => {
    const logics = await logicsAfter(
      (text) => `# a comment\n${text.replace('Is it kind?', 'Is it kind at all?')}`,
    );
    for (const type of ['comply', 'refuse']) {
      const [before, after] = logics(type);
      expect(after).toBe(before);
    }
  });

  it('keeps the logic of the response types that an edit does not touch', async () => {
    const logics = await logicsAfter((text) =>
      text.replace('comply: { kind: false }', 'comply: { brief: false }'),
    );
    expect(logics('refuse')[1]).toBe(logics('refuse')[0]);
    expect(logics('comply')[1]).not.toBe(logics('comply')[0]);
  });

  it('shows what a change would do, and stays as it is', async () => {
    const workspace = new Workspace(memoryFiles({ [URI]: POLICY }));
    const changed = workspace.withTexts(new Map([[URI, POLICY.replaceAll('kind', 'gentle')]]));
    expect((await changed.policy(URI))?.policy.propositions.has('gentle')).toBe(true);
    expect((await workspace.policy(URI))?.policy.propositions.has('gentle')).toBe(false);
  });
});
