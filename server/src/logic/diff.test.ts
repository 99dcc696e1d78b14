import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileLogic } from './classes.ts';
import { diffLogic } from './diff.ts';
import {
  type Assignment,
  arbitraryPolicy,
  assignmentsOf,
  constraintHolds,
  dataOf,
  formulaHolds,
  policyOf,
  type SmallPolicy,
} from './testing.ts';

const logicOf = (policy: SmallPolicy) => compileLogic(policyOf(dataOf(policy)));

function classesOf(policy: SmallPolicy, assignment: Assignment): string[] {
  return Object.keys(policy.classes).filter((name) =>
    formulaHolds(policy, policy.classes[name] as SmallPolicy['classes'][string], assignment),
  );
}

function isAllowed(policy: SmallPolicy, assignment: Assignment): boolean {
  return policy.constraints.every((constraint) => constraintHolds(policy, constraint, assignment));
}

const SMALL: SmallPolicy = {
  simple: ['a', 'b', 'c'],
  derived: { both: { a: true, b: true } },
  classes: { good: { both: true }, bad: { both: false } },
  constraints: [],
};

describe('diffLogic', () => {
  it('proves a rewrite equivalent', () => {
    const rewritten: SmallPolicy = {
      ...SMALL,
      derived: {},
      classes: { good: { a: true, b: true }, bad: [{ a: false }, { a: true, b: false }] },
    };
    expect(diffLogic(logicOf(SMALL), logicOf(rewritten))).toMatchObject([
      { responseType: 'r', equivalent: true, changes: [], changed: 0n, of: 4n },
    ]);
  });

  it('counts what changes, with a combination that does', () => {
    const changed: SmallPolicy = { ...SMALL, derived: { both: { a: true, b: true, c: false } } };
    expect(diffLogic(logicOf(SMALL), logicOf(changed))).toMatchObject([
      {
        equivalent: false,
        changed: 1n,
        of: 8n,
        changes: [{ from: ['good'], to: ['bad'], count: 1n, witness: { a: true, b: true, c: true } }],
      },
    ]);
  });

  it('does not count what both rule out', () => {
    const constraints = [{ at_most_one: ['a', 'c'] }];
    const old = { ...SMALL, constraints };
    const changed: SmallPolicy = { ...old, derived: { both: { a: true, b: true, c: false } } };
    expect(diffLogic(logicOf(old), logicOf(changed))[0]?.equivalent).toBe(true);
    expect(diffLogic(logicOf(SMALL), logicOf(changed))[0]?.equivalent).toBe(false);
  });

  it('agrees with enumeration on random policies', () => {
    fc.assert(
      fc.property(arbitraryPolicy(5), arbitraryPolicy(5), fc.boolean(), (before, other, isEdit) => {
        // An edit: the other policy's classes over the names of this one, where it has them.
        const after = isEdit ? { ...before, constraints: other.constraints.slice(0, 0) } : other;
        const [diff] = diffLogic(logicOf(before), logicOf(after));
        const names = [...new Set([...before.simple, ...after.simple])];
        let changed = 0;
        for (const assignment of assignmentsOf(names)) {
          if (!isAllowed(before, assignment) && !isAllowed(after, assignment)) continue;
          const [from, to] = [classesOf(before, assignment), classesOf(after, assignment)];
          const differs = from.join() !== [...to].sort().join();
          if (differs) changed++;
          const region = diff?.changes.find(
            (each) =>
              [...each.from].sort().join() === [...from].sort().join() &&
              [...each.to].sort().join() === [...to].sort().join(),
          );
          expect(region !== undefined).toBe(differs);
        }
        // Counted over fewer propositions where some are read by nobody.
        const scale = 2 ** names.length / Number(diff?.of ?? 1n);
        expect(Number(diff?.changed ?? 0n) * scale).toBe(changed);
        expect(diff?.equivalent).toBe(changed === 0);
        for (const { witness, from, to } of diff?.changes ?? []) {
          for (const free of assignmentsOf(names.filter((name) => !(name in witness)))) {
            const assignment = { ...witness, ...free };
            expect(classesOf(before, assignment).sort()).toEqual([...from].sort());
            expect(classesOf(after, assignment).sort()).toEqual([...to].sort());
          }
        }
      }),
      { numRuns: 1000 },
    );
  });
});
