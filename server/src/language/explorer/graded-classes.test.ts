import { describe, expect, it } from 'vitest';
import { toolContext } from '../../../../test/support/tool-context.ts';
import type { PolicyState } from '../../workspace/workspace.ts';
import { gradedClasses } from './graded-classes.ts';

const POLICY = `simple_propositions:
  refuses: { prompt: Does it refuse? }
completion_classes:
  good: { comply: { refuses: false } }
  bad: { comply: { refuses: true } }
samples: [p.samples.yaml]
`;

const SAMPLES = `policy: p.rbr.yaml
samples:
${[...Array(10).keys()]
  .map(
    (number) => `  - prompt: The way to station ${number}, please?
    response_type: comply
    completions:
      - { text: "Left, then straight on for ${number} minutes.", class: good, propositions: { refuses: false } }
      - { text: "No, I won't say that ${number} times.", class: bad, propositions: { refuses: true } }`,
  )
  .join('\n')}
`;

async function begun() {
  const { workspace, graders } = toolContext({ 'p.rbr.yaml': POLICY, 'p.samples.yaml': SAMPLES });
  const state = (await workspace.policy('file:///w/p.rbr.yaml')) as PolicyState;
  return { state, context: { workspace, ...graders, waitMs: 0 } };
}

describe('how many of each class the grader gets right', () => {
  it('is counted with folds that never saw the prompt', async () => {
    const { state, context } = await begun();
    await context.grading.validated(state, undefined);
    const tallies = (await gradedClasses(context, state)).get('comply');
    expect(tallies?.get('good')?.n).toBe(10);
    expect(tallies?.get('bad')?.n).toBe(10);
    expect(tallies?.get('good')?.right).toBeGreaterThan(5);
  });

  it('is not known where the grader has learnt them, and the folds are not done', async () => {
    const { state, context } = await begun();
    const learnt = await context.grading.learnt(state, undefined, 60_000);
    const tallies = await gradedClasses(context, state);
    expect(learnt).toBeDefined();
    expect(learnt?.crossValidation).toBeUndefined();
    expect(tallies).toEqual(new Map());
  });
});
