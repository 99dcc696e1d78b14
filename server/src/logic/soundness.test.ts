import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Conjunction, Policy } from '../policy/model.ts';
import { compileLogic, type LogicOptions } from './classes.ts';
import { type Conflicts, conflictsOf, contradictionOf, type Witness } from './conflicts.ts';
import type { Claim, Core, CoreItem } from './core.ts';
import { arbitraryPolicy, dataOf, policyOf, type SmallPolicy } from './testing.ts';
import { isEmpty, PolicyTables, type Table, TruthTables } from './testing-tables.ts';

const MAX_SIMPLE = 14;
/** The random policies name their propositions the same. */
const tablesBySize = Array.from(
  { length: MAX_SIMPLE + 1 },
  (_, size) => new TruthTables(Array.from({ length: size }, (_, index) => `s${index}`)),
);

/** Verdicts and witnesses against all completions; how many conflicts there were. */
function expectRight(small: SmallPolicy, conflicts: Conflicts, contradicts: boolean): number {
  const ofPolicy = new PolicyTables(small, tablesBySize[small.simple.length] as TruthTables);
  const { tables, kept } = ofPolicy;
  expect(contradicts).toBe(isEmpty(kept));
  const possible = contradicts ? tables.all : kept;
  const names = Object.keys(small.classes);
  const classes = new Map(
    names.map((name) => [name, tables.and([possible, ofPolicy.formula(small.classes[name] ?? [])])]),
  );
  const completions = (...classNames: string[]) =>
    tables.and(classNames.map((name) => classes.get(name) as Table));
  const expectShown = (witness: Witness, by: Table) => {
    const shown = ofPolicy.condition(witness);
    expect(isEmpty(shown)).toBe(false);
    expect(isEmpty(tables.and([shown, tables.not(by)]))).toBe(true);
  };

  expect(conflicts.unsatisfiable.map(({ className }) => className)).toEqual(
    names.filter((name) => isEmpty(completions(name))),
  );
  expect(conflicts.overlaps.map((each) => each.classes)).toEqual(
    names.flatMap((worse, index) =>
      names
        .slice(0, index)
        .filter((better) => !isEmpty(completions(better, worse)))
        .map((better) => [better, worse]),
    ),
  );
  for (const { classes: pair, witness } of conflicts.overlaps) expectShown(witness, completions(...pair));
  const uncovered = tables.and([possible, tables.not(tables.or([...classes.values()]))]);
  expect(conflicts.gap === undefined).toBe(isEmpty(uncovered));
  if (conflicts.gap) expectShown(conflicts.gap, uncovered);
  expect(conflicts.notChecked).toEqual([]);
  return conflicts.unsatisfiable.length + conflicts.overlaps.length + (conflicts.gap ? 1 : 0);
}

/**
 * Whether some world keeps the items, straight from what they say. A world gives any value to simple and derived
 * propositions alike; what has alternatives must choose one, and only the items bind the choice.
 */
class Worlds {
  readonly #policy: Policy;
  readonly #claims: readonly Claim[];
  readonly #tables: TruthTables;

  constructor(policy: Policy, claims: readonly Claim[]) {
    this.#policy = policy;
    this.#claims = claims;
    this.#tables = new TruthTables([...policy.propositions.keys(), ...policy.derived.keys()]);
  }

  areConsistent(items: readonly CoreItem[]): boolean {
    const tables = this.#tables;
    const required = new Set(items.flatMap((item) => (item.kind === 'requires' ? [item.literal] : [])));
    const chosen = (alternatives: readonly Conjunction[]): Table =>
      tables.or(
        alternatives.map((each) =>
          this.#condition({ literals: each.literals.filter((one) => required.has(one)) }),
        ),
      );
    return !isEmpty(
      tables.and([
        ...this.#claims.map(({ formula }) => chosen(formula.anyOf)),
        ...[...this.#policy.derived].map(([name, { formula }]) =>
          tables.or([tables.literal(name, false), chosen(formula.anyOf)]),
        ),
        ...items.map((item) => this.#item(item)),
      ]),
    );
  }

  #item(item: CoreItem): Table {
    const tables = this.#tables;
    if (item.kind === 'requires') return tables.all;
    if (item.kind === 'suffices') return this.#implies(item.conjunction, tables.of(item.owner));
    const { constraint } = item;
    if (constraint.kind === 'implies') return this.#implies(constraint.if, this.#condition(constraint.then));
    const members = [...new Set(constraint.names.map((name) => name.text))].map((name) => tables.of(name));
    return tables.and([
      constraint.kind === 'at_least_one' ? tables.all : tables.atMostOne(members),
      constraint.kind === 'at_most_one' ? tables.all : tables.or(members),
    ]);
  }

  #implies(condition: Conjunction, consequence: Table): Table {
    return this.#tables.or([this.#tables.not(this.#condition(condition)), consequence]);
  }

  #condition({ literals }: Pick<Conjunction, 'literals'>): Table {
    return this.#tables.and(literals.map(({ name, value }) => this.#tables.literal(name.text, value)));
  }
}

function expectMinimal(policy: Policy, claims: readonly Claim[], core: Core | undefined): void {
  if (!core) throw new Error('no core');
  const worlds = new Worlds(policy, claims);
  expect(worlds.areConsistent(core)).toBe(false);
  for (const left of core) expect(worlds.areConsistent(core.filter((item) => item !== left))).toBe(true);
}

describe.each<[string, LogicOptions]>([
  ['the diagram', {}],
  ['the solver', { nodeLimit: 3 }],
])('conflicts of policies of up to 14 propositions, by %s, against enumeration', (_, options) => {
  it('every verdict is right, every completion of a witness shows it, every core contradicts and is minimal', () => {
    const seen = { conflicts: 0, cores: 0 };
    fc.assert(
      fc.property(arbitraryPolicy(MAX_SIMPLE), (small) => {
        const policy = policyOf(dataOf(small));
        const logic = compileLogic(policy, options);
        const ofType = logic.responseType('r');
        if (!ofType) throw new Error('no response type');
        const conflicts = conflictsOf(logic, ofType);
        const contradiction = contradictionOf(logic);
        seen.conflicts += expectRight(small, conflicts, typeof contradiction === 'object');
        for (const { className, core } of conflicts.unsatisfiable) {
          const formula = policy.classes.get(className)?.byResponseType.get('r')?.formula;
          if (!formula) throw new Error('no formula');
          expectMinimal(policy, [{ owner: className, formula }], core);
          seen.cores++;
        }
        if (typeof contradiction === 'object') expectMinimal(policy, [], contradiction.core);
      }),
      { numRuns: 1500 },
    );
    expect(seen.conflicts).toBeGreaterThan(1000);
    expect(seen.cores).toBeGreaterThan(100);
  }, 30_000);
});
