import type { Formula, Policy } from '../policy/model.ts';
import { DEFAULT_NODE_LIMIT } from './diagram.ts';
import { ResponseTypeLogic } from './response-type.ts';
import { Vocabulary } from './vocabulary.ts';

export { ResponseTypeLogic } from './response-type.ts';

export interface LogicOptions {
  /** Of each response type's diagram. Time follows it: 200,000 nodes take some tenths of a second. */
  readonly nodeLimit?: number;
}

/** The logic of a policy. Making one is cheap: each response type is compiled when it is asked for. */
export interface PolicyLogic {
  readonly policy: Policy;
  readonly vocabulary: Vocabulary;
  readonly nodeLimit: number;
  /** All that the policy knows, by declaration or by use in a class, in document order. */
  readonly responseTypes: readonly string[];
  /** By its name in the policy (not an alias); undefined where the policy has no such response type. */
  responseType(name: string): ResponseTypeLogic | undefined;
}

export function compileLogic(
  policy: Policy,
  { nodeLimit = DEFAULT_NODE_LIMIT }: LogicOptions = {},
): PolicyLogic {
  const vocabulary = new Vocabulary(policy);
  const compiled = new Map<string, ResponseTypeLogic>();
  return {
    policy,
    vocabulary,
    nodeLimit,
    responseTypes: [...policy.responseTypes.keys()],
    responseType(name) {
      const known = compiled.get(name);
      if (known || !policy.responseTypes.has(name)) return known;
      const logic = new ResponseTypeLogic(vocabulary, name, formulasOf(policy, name), nodeLimit);
      compiled.set(name, logic);
      return logic;
    },
  };
}

/** The class formulas of a response type, best class first; classes without a place in the order last. */
function formulasOf(policy: Policy, responseType: string): Map<string, Formula> {
  const formulas = new Map<string, Formula>();
  for (const className of [...policy.classOrder.map((name) => name.text), ...policy.classes.keys()]) {
    const formula = policy.classes.get(className)?.byResponseType.get(responseType)?.formula;
    if (formula) formulas.set(className, formula);
  }
  return formulas;
}
