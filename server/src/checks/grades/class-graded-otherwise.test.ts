import { describe, expect, it } from 'vitest';
import type { Grade, Grades } from '../../grader/grader.ts';
import { compileLogic } from '../../logic/classes.ts';
import { composePolicy } from '../../policy/compose.ts';
import { applyEdits } from '../../policy/edit/apply.ts';
import { parsePolicy } from '../../policy/parse.ts';
import { SourceText } from '../../policy/source.ts';
import { parseSamples } from '../../samples/yaml.ts';
import { classGradedOtherwise } from './class-graded-otherwise.ts';

const policy = composePolicy([
  parsePolicy(
    new SourceText(
      'file:///p.rbr.yaml',
      `
completion_class_order: [good, rude]
completion_classes:
  good: {comply: {polite: true}}
  rude: {comply: {polite: false}}
simple_propositions: {polite: {prompt: Is it polite?}}
`,
    ),
  ),
]);
const SAMPLES = `samples:
  - prompt: [{user: Hello}]
    response_type: comply
    completions:
      - text: What is it?
        class: good
`;
const samples = parseSamples(new SourceText('file:///s.samples.yaml', SAMPLES));

function find(grades: Grades) {
  const context = { policy, logic: compileLogic(policy) };
  return samples.completions.flatMap((each) => classGradedOtherwise(context, each, grades));
}
const polite = (p: number | null, mode: Grade['mode'] = 'logprobs'): Grades => ({ polite: { p, mode } });

describe('class-graded-otherwise', () => {
  it('stands at the class that the grades surely do not give, and accepts the other', () => {
    const [finding, ...more] = find(polite(0.03));
    expect(more).toEqual([]);
    expect(finding?.message).toBe(
      'Expected good, graded rude (0.97, good 0.03): the expectation is wrong, or a condition, or the grader.',
    );
    const { start, end } = finding?.place.span ?? { start: 0, end: 0 };
    expect(SAMPLES.slice(start, end)).toBe('good');
    expect(applyEdits(SAMPLES, finding?.fixes?.[0]?.edits ?? [])).toBe(
      SAMPLES.replace('class: good', 'class: rude'),
    );
  });

  it('says nothing where the grade agrees, is open, is missing, or is no grade of this completion', () => {
    for (const grades of [
      polite(0.9),
      polite(0.4),
      polite(null),
      polite(0.03, 'base_rate'),
      polite(0.03, 'ranked'),
    ])
      expect(find(grades)).toEqual([]);
  });
});
