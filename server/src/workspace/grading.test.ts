import { describe, expect, it } from 'vitest';
import { memoryFiles } from '../../../test/support/memory-files.ts';
import { Grading } from './grading.ts';
import { type PolicyState, Workspace } from './workspace.ts';

const URI = 'file:///w/policy.rbr.yaml';
const NAMED = 'file:///w/named.samples.yaml';
const OUTSIDE = 'file:///w/elsewhere/more.samples.yaml';

const FILES = {
  [URI]: `simple_propositions:
  kind: { prompt: Is it kind? }
completion_classes:
  good: { comply: { kind: true } }
  bad: { comply: { kind: false } }
samples: [named.samples.yaml]
`,
  [NAMED]: samples('policy.rbr.yaml', 'With pleasure'),
  [OUTSIDE]: samples('../policy.rbr.yaml', 'My pleasure'),
};

function samples(policy: string, wording: string): string {
  const completion = (number: number) =>
    `      - { text: "${number % 2 ? wording : 'Go away'}, for the ${number}. time.", propositions: { kind: ${number % 2 === 1} } }`;
  return `policy: ${policy}
samples:
  - prompt: A seat, please?
    response_type: comply
    completions:
${[...Array(12).keys()].map(completion).join('\n')}
`;
}

async function started(files: Readonly<Record<string, string>> = FILES) {
  const workspace = new Workspace(memoryFiles(files));
  let learnings = 0;
  const grading = new Grading(workspace, {
    onChange: () => undefined,
    onLearning: () => {
      learnings++;
    },
  });
  const state = (await workspace.policy(URI)) as PolicyState;
  return { workspace, grading, state, learnings: () => learnings };
}

describe('learning in the background', () => {
  it('learns from JSONL that the policy names, too', async () => {
    const line = (number: number) =>
      JSON.stringify({
        prompt: `A seat, please? ${number}`,
        completion: number % 2 ? 'With pleasure.' : 'Go away.',
        response_type: 'comply',
        propositions: { kind: number % 2 === 1 },
      });
    const { grading, state } = await started({
      [URI]: FILES[URI].replace('[named.samples.yaml]', '["*.jsonl"]'),
      'file:///w/data.jsonl': [...Array(12).keys()].map(line).join('\n'),
    });
    expect((await grading.validated(state, undefined))?.model.completions).toBe(12);
  });

  it('learns once for what the policy names and once for a file that it does not, in whatever turn they are asked', async () => {
    const { grading, state, learnings } = await started();
    for (let turn = 0; turn < 3; turn++) {
      for (const uri of [undefined, OUTSIDE, NAMED]) await grading.learnt(state, uri, 0);
    }
    const named = await grading.validated(state, NAMED);
    const outside = await grading.validated(state, OUTSIDE);
    expect(await grading.validated(state, undefined)).toBe(named);
    expect(learnings()).toBe(2);
    expect(named?.model.completions).toBe(12);
    expect(outside?.model.completions).toBe(24);
    expect(outside?.crossValidation).toBeDefined();
  });

  it('answers for a file outside by what is learnt already, until it has learnt from that as well', async () => {
    const { grading, state } = await started();
    const named = await grading.validated(state, undefined);
    expect(await grading.learnt(state, OUTSIDE, 0)).toBe(named);
    expect((await grading.validated(state, OUTSIDE))?.model.completions).toBe(24);
  });

  it('keeps nothing of a file outside that is closed, nor learns for it to the end', async () => {
    const { grading, state, learnings } = await started();
    const named = await grading.validated(state, undefined);
    await grading.learnt(state, OUTSIDE, 0);
    grading.forget(OUTSIDE);
    expect(await grading.validated(state, undefined)).toBe(named);
    expect(learnings()).toBe(2);
    await grading.learnt(state, OUTSIDE, 0);
    expect(learnings()).toBe(3);
  });

  it('goes by the policy alone for a file that is gone', async () => {
    const { grading, state, learnings } = await started();
    const named = await grading.validated(state, undefined);
    expect(await grading.validated(state, 'file:///w/gone.samples.yaml')).toBe(named);
    expect(learnings()).toBe(1);
  });
});
