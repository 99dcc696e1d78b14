import { describe, expect, it } from 'vitest';
import type { Grades } from '../../grader/grader.ts';
import { compileLogic } from '../../logic/classes.ts';
import { composePolicy } from '../../policy/compose.ts';
import { parsePolicy } from '../../policy/parse.ts';
import { SourceText } from '../../policy/source.ts';
import { parseSamples } from '../../samples/yaml.ts';
import { gradedInput } from './graded-rows.ts';

const POLICY = `completion_class_order: [good, bad]
completion_classes:
  good: { comply: { polite: true } }
  bad: { comply: { polite: false } }
response_types: { comply: Does what is asked. }
simple_propositions: { polite: {}, unread: {} }
`;
const SAMPLES = `samples:
  - prompt: Tea?
    response_type: comply
    completions:
      - { text: "Yes, please.", class: good }
      - { text: "No.", class: bad }
`;
const policy = composePolicy([parsePolicy(new SourceText('file:///p.rbr.yaml', POLICY))]);
const { completions } = parseSamples(new SourceText('file:///s.samples.yaml', SAMPLES));

const inputOf = (grades: Grades) =>
  gradedInput(
    policy,
    compileLogic(policy),
    completions.map((completion) => ({ completion, grades })),
    { useBaseReward: false, grader: 'embedded' },
  );

describe('graded completions as the input of a fit', () => {
  it('names the propositions whose answers the grader does not rely on, where a feature reads them', () => {
    const unread = { p: 0.1, mode: 'base_rate', reliable: false } as const;
    expect(inputOf({ polite: { p: 0.7, mode: 'ranked', reliable: false }, unread }).unreliable).toEqual([
      'polite',
    ]);
    expect(inputOf({ polite: { p: 0.7, mode: 'embedded' }, unread }).unreliable).toBeUndefined();
  });
});
