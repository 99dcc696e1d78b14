import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { policyOf } from '../../logic/testing.ts';
import { FeatureRows } from './feature-rows.ts';

const policy = policyOf({
  completion_class_order: ['good', 'bad'],
  completion_classes: { good: { r: { a: true } }, bad: { r: { a: false } } },
  simple_propositions: { a: { prompt: 'a?' } },
});

describe('features of lines', () => {
  it('that a line lacks are 0 there, and counted', () => {
    const features = fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.integer({ min: 1, max: 9 }));
    fc.assert(
      fc.property(fc.array(features, { minLength: 1, maxLength: 6 }), (lines) => {
        const rows = new FeatureRows(policy, { useBaseReward: false });
        lines.forEach((each, index) => {
          rows.add({
            id: `${index}`,
            promptId: 'p',
            responseType: 'r',
            label: 'good',
            baseReward: undefined,
            features: each,
          });
        });
        const { byType, absent } = rows.input();
        const data = byType.get('r')?.data;
        const names = [...new Set(lines.flatMap((each) => Object.keys(each)))];
        const lacking = names
          .map((feature) => ({ feature, lines: lines.filter((each) => !(feature in each)).length }))
          .filter((each) => each.lines > 0);
        expect(absent).toEqual(lacking.map((each) => ({ responseType: 'r', ...each, of: lines.length })));
        const zeros = [...(data?.values ?? [])].filter((value) => value === 0).length;
        expect(zeros).toBe(lacking.reduce((sum, each) => sum + each.lines, 0));
      }),
    );
  });
});
