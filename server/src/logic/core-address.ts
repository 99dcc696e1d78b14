import type { Constraint, Formula, Policy } from '../policy/model.ts';
import type { Claim, Core, CoreItem } from './core-item.ts';

/**
 * A condition of a core by where it stands among the others, so that it is found again in a later version of
 * the policy that says the same at other places. `owner` is a derived proposition, undefined for what was claimed.
 */
export type CoreAddress =
  | {
      readonly kind: 'requires';
      readonly owner: string | undefined;
      readonly alternative: number;
      readonly literal: number;
    }
  | { readonly kind: 'suffices'; readonly owner: string; readonly alternative: number }
  | { readonly kind: 'constraint'; readonly index: number };

/** A version of a policy, and those of its constraints that say something. */
export interface Version {
  readonly policy: Policy;
  readonly constraints: readonly Constraint[];
}

/** The addresses of a core of one claim, or of constraints alone. */
export function addressesOf(core: Core, version: Version, claim: Claim | undefined): readonly CoreAddress[] {
  return core.map((item) => addressOf(item, version, claim));
}

/** The conditions at addresses in this version; throws where it does not say the same. */
export function coreAt(addresses: readonly CoreAddress[], version: Version, claim: Claim | undefined): Core {
  return addresses.map((address) => itemAt(address, version, claim));
}

function addressOf(item: CoreItem, { policy, constraints }: Version, claim: Claim | undefined): CoreAddress {
  if (item.kind === 'constraint') return { kind: item.kind, index: constraints.indexOf(item.constraint) };
  const derived = policy.derived.get(item.owner)?.formula.anyOf ?? [];
  if (item.kind === 'suffices') {
    return { kind: item.kind, owner: item.owner, alternative: derived.indexOf(item.conjunction) };
  }
  // A class and a derived proposition may have the same name: only the place tells them apart.
  for (const [owner, anyOf] of [
    [undefined, claim?.formula.anyOf ?? []],
    [item.owner, derived],
  ] as const) {
    for (const [alternative, { literals }] of anyOf.entries()) {
      const literal = literals.indexOf(item.literal);
      if (literal !== -1) return { kind: item.kind, owner, alternative, literal };
    }
  }
  throw new Error(`the condition is not one of "${item.owner}"`);
}

function itemAt(address: CoreAddress, { policy, constraints }: Version, claim: Claim | undefined): CoreItem {
  if (address.kind === 'constraint') {
    return { kind: address.kind, constraint: found(constraints[address.index]) satisfies Constraint };
  }
  const { owner, alternative } = address;
  const formula: Formula = found(owner === undefined ? claim?.formula : policy.derived.get(owner)?.formula);
  const conjunction = found(formula.anyOf[alternative]);
  if (address.kind === 'suffices') return { kind: address.kind, owner: address.owner, conjunction };
  return {
    kind: address.kind,
    owner: owner ?? found(claim).owner,
    literal: found(conjunction.literals[address.literal]),
  };
}

function found<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('this version of the policy does not say the same');
  return value;
}
