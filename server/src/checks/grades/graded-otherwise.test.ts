import { describe, expect, it } from 'vitest';
import type { Grades } from '../../grader/grader.ts';
import { compileLogic } from '../../logic/classes.ts';
import { composePolicy } from '../../policy/compose.ts';
import { applyEdits } from '../../policy/edit/apply.ts';
import type { Finding } from '../../policy/finding.ts';
import { parsePolicy } from '../../policy/parse.ts';
import { SourceText } from '../../policy/source.ts';
import { parseSamples } from '../../samples/yaml.ts';
import { gradedOtherwise } from './graded-otherwise.ts';

const POLICY = 'file:///p.rbr.yaml';
const SAMPLES = 'file:///s.samples.yaml';

const BLOCK = `simple_propositions:
  polite:
    prompt: Is it polite?
  brief: { prompt: Is it brief? }
`;

const LABELLED = `samples:
  - prompt:
      - user: "Hello: are you there?"
    completions:
      - text: |-
          Yes.
          # What is it, please?
        propositions: { polite: false, brief: true }
`;

function find(policyText: string, samplesText: string, grades: Grades): Finding[] {
  const file = parsePolicy(new SourceText(POLICY, policyText));
  const policy = composePolicy([file]);
  const samples = parseSamples(new SourceText(SAMPLES, samplesText));
  expect([...file.findings, ...samples.findings]).toEqual([]);
  const context = { policy, files: [file], logic: compileLogic(policy) };
  return samples.completions.flatMap((each) => gradedOtherwise(samples, context, each, grades));
}

const SURE: Grades = { polite: { p: 0.97, mode: 'embedded' }, brief: { p: 0.6, mode: 'embedded' } };

describe('graded-otherwise', () => {
  it('stands at the label that a sure grade contradicts', () => {
    const [finding, ...more] = find(BLOCK, LABELLED, SURE);
    expect(more).toEqual([]);
    expect(finding).toMatchObject({ code: 'graded-otherwise', severity: 'info' });
    const { start, end } = finding?.place.span ?? { start: 0, end: 0 };
    expect(LABELLED.slice(start, end)).toBe('polite');
    expect(finding?.message).toContain('Labelled false, graded 0.97');
  });

  it('says nothing of grades that are not sure, not reliable, or not there', () => {
    for (const grade of [
      { p: 0.9, mode: 'embedded' },
      { p: 0.99, mode: 'base_rate' },
      { p: 0.99, mode: 'ranked' },
      { p: null, mode: 'embedded' },
    ] as const) {
      expect(find(BLOCK, LABELLED, { polite: grade })).toEqual([]);
    }
  });

  it('accepts the grade into the sample', () => {
    const fix = find(BLOCK, LABELLED, SURE)[0]?.fixes?.[0];
    expect(fix?.title).toBe('Accept the grade: label "polite" true');
    const accepted = applyEdits(LABELLED, fix?.edits ?? []);
    expect(accepted).toBe(LABELLED.replace('polite: false', 'polite: true'));
    expect(find(BLOCK, accepted, SURE)).toEqual([]);
  });

  it.each([
    ['with no examples yet', BLOCK],
    [
      'after those that are there',
      BLOCK.replace(
        '    prompt: Is it polite?\n',
        '    prompt: Is it polite?\n    examples: # two\n      - response: Please.\n        answer: yes\n',
      ),
    ],
  ])('adds the completion as a few-shot example, %s', (_, policy) => {
    const fix = find(policy, LABELLED, SURE)[0]?.fixes?.[1];
    expect(fix?.title).toBe('Add this completion to the examples of "polite"');
    const taught = applyEdits(policy, fix?.edits ?? []);
    const { propositions } = composePolicy([parsePolicy(new SourceText(POLICY, taught))]);
    expect(propositions.get('polite')?.examples.at(-1)).toMatchObject({
      conversation: [{ role: 'user', content: 'Hello: are you there?' }],
      response: 'Yes.\n# What is it, please?',
      answer: false,
    });
    // What is an example has had its say.
    expect(find(taught, LABELLED, SURE)).toEqual([]);
  });

  it('adds of a rollout what is judged of it', () => {
    const rollout = LABELLED.replace('Yes.\n', '<think>Hm.</think>\n          Yes.\n');
    const marked = (policy: string) => {
      const taught = applyEdits(policy, find(policy, rollout, SURE)[0]?.fixes?.[1]?.edits ?? []);
      expect(find(taught, rollout, SURE)).toEqual([]);
      return composePolicy([parsePolicy(new SourceText(POLICY, taught))]).propositions.get('polite')
        ?.examples;
    };
    expect(marked(BLOCK)).toMatchObject([{ response: 'Yes.\n# What is it, please?', answer: false }]);
    expect(marked(`grader: {judged: thought}\n${BLOCK}`)).toMatchObject([{ response: 'Hm.' }]);
  });
});
