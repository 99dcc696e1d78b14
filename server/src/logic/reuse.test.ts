import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileLogic, type LogicOptions, type PolicyLogic, type ResponseTypeLogic } from './classes.ts';
import { conflictsOf, contradictionOf, type Witness } from './conflicts.ts';
import { arbitraryPolicy, type SmallPolicy } from './testing.ts';
import { compose, type Draft, draftOf, type Edit, edited, inBoth, KINDS_OF_EDITS } from './testing-edits.ts';
import { isEmpty, PolicyTables } from './testing-tables.ts';

function ofType(logic: PolicyLogic, name: string): ResponseTypeLogic {
  const found = logic.responseType(name);
  if (!found) throw new Error(`no response type ${name}`);
  return found;
}

/** All but the witnesses, of which there may be several that are right. */
function verdicts(logic: PolicyLogic, name: string) {
  const { unsatisfiable, overlaps, gap, notChecked } = conflictsOf(logic, ofType(logic, name));
  const pairs = overlaps.map(({ classes }) => classes);
  return {
    unsatisfiable,
    pairs,
    hasGap: gap !== undefined,
    notChecked,
    contradiction: contradictionOf(logic),
  };
}

function expectWitnesses(logic: PolicyLogic, name: string, small: SmallPolicy): void {
  const ofPolicy = new PolicyTables(small);
  const { tables } = ofPolicy;
  const possible = isEmpty(ofPolicy.kept) ? tables.all : ofPolicy.kept;
  const inClass = (className: string) => ofPolicy.formula(small.classes[className] ?? []);
  const expectShown = (witness: Witness, ...by: ReturnType<typeof inClass>[]) =>
    expect(
      isEmpty(tables.and([ofPolicy.condition(witness), tables.not(tables.and([possible, ...by]))])),
    ).toBe(true);
  const { overlaps, gap } = conflictsOf(logic, ofType(logic, name));
  for (const { classes, witness } of overlaps) expectShown(witness, ...classes.map(inClass));
  if (gap) expectShown(gap, ...Object.keys(small.classes).map((each) => tables.not(inClass(each))));
}

describe.each<[string, LogicOptions]>([
  ['the diagram', {}],
  ['the solver', { nodeLimit: 3 }],
])('a sequence of edits, by %s', (_, options) => {
  it('gives what a fresh compilation gives, with the places of the current version', () => {
    const arbitraryEdit: fc.Arbitrary<Edit> = fc.tuple(fc.nat(KINDS_OF_EDITS - 1), fc.nat(20), fc.nat(20));
    let reused = 0;
    fc.assert(
      fc.property(arbitraryPolicy(6), fc.array(arbitraryEdit, { maxLength: 10 }), (small, edits) => {
        const drafts = [draftOf(small)];
        let previous = compileLogic(compose(drafts[0] as Draft), options);
        for (const edit of edits) {
          const draft = edited(drafts.at(-1) as Draft, edit, drafts);
          drafts.push(draft);
          const policy = compose(draft);
          const fresh = compileLogic(policy, options);
          const next = compileLogic(policy, { ...options, previous });
          for (const name of ['r', 'q'] as const) {
            expect(verdicts(next, name)).toEqual(verdicts(fresh, name));
            expectWitnesses(next, name, draft.policies[name]);
            const [a, b] = [next, fresh].map((logic) => ofType(logic, name)) as [
              ResponseTypeLogic,
              ResponseTypeLogic,
            ];
            expect(a.propositions).toEqual(b.propositions);
            expect(a.classes).toEqual(b.classes);
            if (a === previous.responseType(name)) reused++;
            if (options.nodeLimit !== undefined) continue;
            const p = (proposition: string) => 1 / (1 + proposition.charCodeAt(1) - 40);
            const probabilities = b.classProbabilities(p, 'exact');
            for (const [each, value] of Object.entries(a.classProbabilities(p, 'exact')))
              expect(value).toBeCloseTo(probabilities[each] as number, 10);
            expect(a.classProbabilities(p, 'product')).toEqual(b.classProbabilities(p, 'product'));
          }
          previous = next;
        }
      }),
      { numRuns: 120 },
    );
    expect(reused).toBeGreaterThan(100);
  }, 30_000);
});

describe('what an edit leaves as it is', () => {
  const small: SmallPolicy = {
    simple: ['a', 'b', 'c'],
    derived: { both: { a: true, b: true } },
    classes: { never: { both: true, a: false }, first: { both: true }, second: { both: false, c: true } },
    constraints: [],
  };
  const draft = draftOf(small);
  const logic = compileLogic(compose(draft));
  for (const name of ['r', 'q']) ofType(logic, name);

  it('an edit of a prompt: all of it, with cores at their new places', () => {
    const before = conflictsOf(logic, ofType(logic, 'r'));
    const policy = compose({ ...draft, prompt: ' is longer now?' });
    const next = compileLogic(policy, { previous: logic });
    expect(ofType(next, 'r')).toBe(ofType(logic, 'r'));
    expect(ofType(next, 'q')).toBe(ofType(logic, 'q'));
    const after = conflictsOf(next, ofType(next, 'r'));
    expect(after.overlaps).toBe(before.overlaps);
    const [item] = after.unsatisfiable[0]?.core ?? [];
    const written = policy.classes.get('never')?.byResponseType.get('r')?.formula.anyOf[0]?.literals[0];
    expect(item?.kind === 'requires' && item.literal).toBe(written);
  });

  it('an edit of a class: the other response types', () => {
    const { r, q } = draft.policies;
    const classes = { ...r.classes, first: { both: true, c: false } };
    const next = compileLogic(compose({ ...draft, policies: { r: { ...r, classes }, q } }), {
      previous: logic,
    });
    expect(ofType(next, 'q')).toBe(ofType(logic, 'q'));
    expect(ofType(next, 'r')).not.toBe(ofType(logic, 'r'));
    expect(ofType(next, 'r').kept).toBe(ofType(logic, 'r').kept);
  });

  it('a proposition inserted before the others that no class reads: everything', () => {
    const next = compileLogic(
      compose(inBoth(draft, (each) => ({ ...each, simple: ['new', ...each.simple] }))),
      { previous: logic },
    );
    expect(ofType(next, 'r')).toBe(ofType(logic, 'r'));
    expect(ofType(next, 'r').classesOf({ a: true, b: true, c: true })).toEqual(['first']);
  });

  it('another limit: nothing', () => {
    const next = compileLogic(compose(draft), { previous: logic, nodeLimit: 50 });
    expect(ofType(next, 'r')).not.toBe(ofType(logic, 'r'));
  });

  it('what has grown by edits is built anew', () => {
    let previous = logic;
    const kept = new Set([ofType(logic, 'r').kept]);
    for (let edit = 0; edit < 1200; edit++) {
      const { r, q } = draft.policies;
      const classes = { ...r.classes, first: { both: true, [`n${edit}`]: true } };
      const simple = [...r.simple, `n${edit}`];
      const next = compose({ ...draft, policies: { r: { ...r, simple, classes }, q } });
      previous = compileLogic(next, { previous });
      conflictsOf(previous, ofType(previous, 'r'));
      kept.add(ofType(previous, 'r').kept);
    }
    expect(kept.size).toBeGreaterThan(1);
    expect(kept.size).toBeLessThan(6);
    expect(ofType(previous, 'r').vocabulary.simple.length).toBeLessThan(1200);
  });
});
