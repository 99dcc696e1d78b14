import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ClassGraph } from './class-graph.ts';
import { inseparable } from './inseparable.ts';
import { arbitraryRobustCase, buildRobust, combinationsOf } from './testing.ts';

describe('how few wrong grades make two classes look alike', () => {
  it('is the least distance of their combinations, by enumeration', () => {
    let near = 0;
    let never = 0;
    const cases = arbitraryRobustCase(7).chain((each) =>
      fc.record({ each: fc.constant(each), certain: fc.subarray([...each.small.simple]) }),
    );
    fc.assert(
      fc.property(cases, ({ each, certain }) => {
        const { policy, logic } = buildRobust(each);
        const graph = new ClassGraph(policy, logic);
        const names = Object.keys(each.small.classes);
        for (const [index, better] of names.entries()) {
          for (const worse of names.slice(index + 1)) {
            const [ups, downs] = [combinationsOf(each, better), combinationsOf(each, worse)];
            const differing = (a: Record<string, boolean>, b: Record<string, boolean>) =>
              each.small.simple.filter((name) => a[name] !== b[name]);
            const distances = ups.flatMap((a) =>
              downs
                .map((b) => differing(a, b))
                .filter((names) => !names.some((name) => certain.includes(name)))
                .map((names) => names.length),
            );
            const found = inseparable(graph, better, worse, new Set(certain));
            if (distances.length === 0) {
              never++;
              expect(found).toBeUndefined();
              continue;
            }
            near++;
            if (!found) throw new Error('nothing found');
            expect(found.wrongGrades).toBe(Math.min(...distances));
            expect(differing(found.better, found.worse)).toEqual(
              each.small.simple.filter((name) => found.propositions.includes(name)),
            );
            expect(found.propositions.length).toBe(found.wrongGrades);
            expect(ups).toContainEqual(found.better);
            expect(downs).toContainEqual(found.worse);
          }
        }
      }),
      { numRuns: 2000 },
    );
    expect(near).toBeGreaterThan(20);
    expect(never).toBeGreaterThan(2);
  });
});
