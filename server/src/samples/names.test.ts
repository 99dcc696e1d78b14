import { describe, expect, it } from 'vitest';
import { composePolicy } from '../policy/compose.ts';
import type { Policy } from '../policy/model.ts';
import { parsePolicy } from '../policy/parse.ts';
import { SourceText } from '../policy/source.ts';
import type { SampleCompletion } from './model.ts';
import { findCategory, responseTypeOf, sameName } from './names.ts';

const POLICY = `response_types:
  hard_refuse: Decline.
  safe_refuse_2: Decline with care.
  comply: { aliases: [Answer] }
content_policy:
  crime:
    categories:
      advice: { response_type: hard_refuse, aliases: [Criminal Advice] }
      history: { description: No response type is named. }
      fraud: { response_type: Comply }
`;
const policy = composePolicy([parsePolicy(new SourceText('file:///p.rbr.yaml', POLICY))]);

function typeOf(said: Pick<SampleCompletion, 'responseType' | 'category'>): string | undefined {
  return responseTypeOf(said, policy);
}

describe('names in data', () => {
  it.each([
    [{ responseType: 'hard_refuse' }, 'hard_refuse'],
    [{ responseType: 'Hard Refuse' }, 'hard_refuse'],
    [{ responseType: ' Safe-Refuse 2' }, 'safe_refuse_2'],
    [{ responseType: 'answer' }, 'comply'],
    [{ responseType: 'other' }, undefined],
    [{ category: 'crime.advice' }, 'hard_refuse'],
    [{ category: 'advice' }, 'hard_refuse'],
    [{ category: 'criminal advice' }, 'hard_refuse'],
    [{ category: 'fraud' }, 'comply'],
    [{ category: 'history' }, undefined],
    [{ category: 'other' }, undefined],
    // What the sample says itself counts, even where nobody knows it: a guess would grade it wrongly.
    [{ responseType: 'comply', category: 'advice' }, 'comply'],
    [{ responseType: 'other', category: 'advice' }, undefined],
    [{}, undefined],
  ])('%j is %s', (said, expected) => {
    expect(typeOf(said)).toBe(expected);
  });

  describe('that several areas have', () => {
    const areas = ['crime', 'health', 'talk'];
    const policyIn = (order: readonly string[], typeOf: (area: string) => string) =>
      composePolicy([
        parsePolicy(
          new SourceText(
            'file:///p.rbr.yaml',
            JSON.stringify({
              response_types: { comply: 'Answer.', refuse: 'Decline.' },
              content_policy: Object.fromEntries(
                order.map((area) => [area, { categories: { advice: { response_type: typeOf(area) } } }]),
              ),
            }),
          ),
        ),
      ]);
    const orders = [areas, areas.toReversed(), ['health', 'crime', 'talk']];
    const inCategory = (category: string, of: Policy) => responseTypeOf({ category }, of);

    it.each(orders)(
      'mean nothing where the areas differ, in whatever order they stand: %s, %s, %s',
      (...order) => {
        const of = policyIn(order, (area) => (area === 'crime' ? 'refuse' : 'comply'));
        expect(findCategory('advice', of)).toBeUndefined();
        expect(inCategory('advice', of)).toBeUndefined();
        expect(inCategory('crime.advice', of)).toBe('refuse');
        expect(inCategory('Talk.Advice', of)).toBe('comply');
      },
    );

    it('say the response type that all of them have', () => {
      const of = policyIn(areas, () => 'refuse');
      expect(findCategory('advice', of)).toBeUndefined();
      expect(inCategory('advice', of)).toBe('refuse');
    });
  });

  it('are the same whatever the case and the separators', () => {
    expect(sameName('Safe-Refuse 1', 'safe_refuse_1')).toBe(true);
    expect(sameName('safe_refuse_1', 'safe_refuse_2')).toBe(false);
    expect(findCategory('Crime.Advice', policy)?.name).toBe('advice');
  });
});
