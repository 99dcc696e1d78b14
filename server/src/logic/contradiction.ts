import type { PolicyLogic, ResponseTypeLogic } from './classes.ts';
import { type Core, minimalCore } from './core.ts';
import { addressesOf, type CoreAddress, coreAt } from './core-address.ts';
import { Questions } from './questions.ts';

/** Constraints that no completion can keep. */
export interface Contradiction {
  /** Undefined where finding it passes the limits. */
  readonly core: Core | undefined;
}

type Found = { readonly core: readonly CoreAddress[] | undefined } | 'none' | 'not-checked';

const foundByLogic = new WeakMap<ResponseTypeLogic, Found>();
const contradictionByLogic = new WeakMap<PolicyLogic, Contradiction | 'none' | 'not-checked'>();

/** Whether the constraints contradict each other; `not-checked` where that passes the limits. */
export function contradictionOf(policyLogic: PolicyLogic): Contradiction | 'none' | 'not-checked' {
  const known = contradictionByLogic.get(policyLogic);
  if (known) return known;
  const logic = policyLogic.withoutClasses();
  const found = foundByLogic.get(logic) ?? find(policyLogic, logic);
  foundByLogic.set(logic, found);
  const contradiction =
    typeof found === 'object' ? { core: found.core && coreAt(found.core, policyLogic, undefined) } : found;
  contradictionByLogic.set(policyLogic, contradiction);
  return contradiction;
}

function find(policyLogic: PolicyLogic, logic: ResponseTypeLogic): Found {
  const { vocabulary, constraints, nodeLimit } = policyLogic;
  const possible = new Questions(logic, constraints).isPossible({ all: [], none: [] });
  logic.kept.markAsked();
  if (possible === 'undecided') return 'not-checked';
  if (possible !== 'impossible') return 'none';
  const core = minimalCore(vocabulary, [], constraints, nodeLimit);
  return { core: core && addressesOf(core, policyLogic, undefined) };
}
