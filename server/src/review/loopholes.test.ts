import { describe, expect, it } from 'vitest';
import { compileLogic } from '../logic/classes.ts';
import { policyOf } from '../logic/testing.ts';
import type { PolicyData } from '../policy/schema.ts';
import { SourceText } from '../policy/source.ts';
import { parseSamples } from '../samples/yaml.ts';
import { loopholesOf } from './loopholes.ts';
import { loopholeInWords } from './loopholes-in-words.ts';

const POLICY: PolicyData = {
  response_types: { accept: 'Say how.' },
  completion_class_order: ['ideal', 'wrong'],
  completion_classes: {
    ideal: { accept: { explains: true, brief: true } },
    wrong: { accept: [{ explains: false }, { brief: false }] },
  },
  simple_propositions: {
    explains: { prompt: 'Does the response say how?' },
    brief: { check: { count: 'words', max: 5 } },
  },
};

const LONG = 'Press the green button that is under the screen.';

interface Reply {
  readonly text: string;
  readonly propositions?: Record<string, boolean>;
}

function sentences(replies: readonly Reply[], policy: PolicyData = POLICY): string[] {
  const composed = policyOf(policy);
  const samples = [{ response_type: 'accept', prompt: 'How?', completions: replies }];
  const { completions } = parseSamples(
    new SourceText('file:///test.samples.yaml', JSON.stringify({ samples })),
  );
  const found = loopholesOf({ policy: composed, logic: compileLogic(composed), files: [] }, completions);
  return (found.get('accept') ?? []).map(loopholeInWords);
}

describe('what loopholes say of labelled completions', () => {
  it('counts what the checks of the policy compute', () => {
    expect(sentences([{ text: 'Press the green button.', propositions: { explains: true } }])).toEqual([]);
    expect(sentences([{ text: LONG, propositions: { explains: true } }])).toEqual([
      '"ideal" requires brief: yes, which was never seen (0 of 1 labelled completions)',
    ]);
  });

  it('takes a label before what a check computes', () => {
    expect(sentences([{ text: LONG, propositions: { explains: true, brief: true } }])).toEqual([]);
  });

  it('counts only completions of which something is labelled', () => {
    const rows = [{ text: LONG, propositions: { explains: true } }, { text: LONG }, { text: LONG }];
    expect(sentences(rows)).toEqual([
      '"ideal" requires brief: yes, which was never seen (0 of 1 labelled completions)',
    ]);
  });

  it('counts all of them where nothing is left to label', () => {
    const policy: PolicyData = {
      ...POLICY,
      completion_classes: { ideal: { accept: { brief: true } }, wrong: { accept: { brief: false } } },
    };
    expect(sentences([{ text: LONG }, { text: LONG }], policy)).toEqual([
      '"ideal" requires brief: yes, which was never seen (0 of 2 labelled completions)',
    ]);
  });

  it('names no combination that the constraints rule out', () => {
    const policy: PolicyData = {
      ...POLICY,
      completion_classes: {
        ideal: {
          accept: [
            { explains: true, brief: true },
            { links: true, brief: true },
          ],
        },
        wrong: { accept: [{ explains: false, links: false }, { brief: false }] },
      },
      simple_propositions: { ...POLICY.simple_propositions, links: { prompt: 'Does it link?' } },
    };
    const reached = (data: PolicyData) =>
      sentences([], data).filter((each) => each.includes('is reached with'));
    expect(reached(policy)).toEqual([
      '"ideal" is reached with explains: no, such as brief: yes, links: yes, all else free',
      '"ideal" is reached with links: no, such as explains: yes, brief: yes, all else free',
    ]);
    const constraints = [{ if: { links: true }, then: { explains: true } }];
    expect(reached({ ...policy, constraints })).toEqual([
      '"ideal" is reached with links: no, such as explains: yes, brief: yes, all else free',
    ]);
  });
});
