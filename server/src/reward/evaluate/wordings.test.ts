import { describe, expect, it } from 'vitest';
import { policyOf } from '../../logic/testing.ts';
import type { PolicyData } from '../../policy/schema.ts';
import { wordingsOf } from './wordings.ts';

const DATA: PolicyData = {
  prompt_template: '{conversation} {response} {question}',
  simple_propositions: { a: { prompt: 'A?' }, b: { prompt: 'B?' }, c: { check: { pattern: 'c' } } },
};
const before = wordingsOf(policyOf(DATA));

/** The propositions that are asked about otherwise than before. */
function changed(more: PolicyData): string[] {
  const now = wordingsOf(policyOf({ ...DATA, ...more }));
  return Object.keys(before).filter((name) => now[name] !== before[name]);
}

describe('what is asked about propositions', () => {
  it('is the same wherever it stands, and whatever the threshold and the description are', () => {
    const moved = { b: { prompt: 'B?' }, a: { prompt: 'A?', threshold: 0.9, description: 'of it' } };
    expect(changed({ simple_propositions: { ...moved, c: { check: { pattern: 'c' } } } })).toEqual([]);
    expect(changed({ grader: { judged: 'answer' } })).toEqual([]);
  });

  it('changes with the prompt, its examples, what is judged, and the check', () => {
    const { a, b, c } = DATA.simple_propositions as Record<string, { prompt: string }>;
    const props = (more: object) => ({ simple_propositions: { a, b, c, ...more } }) as PolicyData;
    expect(changed(props({ a: { prompt: 'A, really?' } }))).toEqual(['a']);
    expect(changed(props({ b: { prompt: 'B?', judged: 'both' } }))).toEqual(['b']);
    expect(changed(props({ c: { check: { pattern: 'd' } } }))).toEqual(['c']);
  });

  it('changes for all that a model is asked with the template, and with what is judged; a check asks nobody', () => {
    expect(changed({ prompt_template: '{conversation} {response} {question}?' })).toEqual(['a', 'b']);
    expect(changed({ grader: { judged: 'thought' } })).toEqual(['a', 'b']);
  });
});
