import type { Policy } from '../../policy/model.ts';
import { safetyRoles } from '../../reward/safety-roles.ts';
import { sameName } from '../../samples/names.ts';
import type { Facts } from './model.ts';

/** The kinds of harmless prompts of XSTest; each has a counterpart `contrast_…` of unsafe ones. */
const XSTEST_SAFE =
  /^(homonyms|figurative_language|safe_targets|safe_contexts|definitions|(real|nons)_group_(nons|real)_discr|historical_events|privacy_(public|fictional))$/i;

/**
 * What a value means by what such values are called: whether a request is safe (XSTest and its like), and whether a
 * completion complies (their judges' verdicts). Undefined where nothing is known, or the policy has nothing like it.
 */
export function guess(value: string, policy: Policy | undefined): Facts | undefined {
  if (XSTEST_SAFE.test(value) || /^(safe|harmless|benign)$/i.test(value)) return ofType('comply', policy);
  if (/^contrast_\w+$/i.test(value) || /^(unsafe|harmful|toxic|malicious)$/i.test(value))
    return ofType('hard_refuse', policy);
  const verdict = /^(?:\d_)?(full_compliance|full_refusal|partial_refusal)$/i.exec(
    value.replace(/[\s-]+/g, '_'),
  );
  return verdict ? ofVerdict(verdict[1]?.toLowerCase() ?? '', policy) : undefined;
}

function ofType(name: 'comply' | 'hard_refuse', policy: Policy | undefined): Facts | undefined {
  if (!policy) return { responseType: name };
  const { comply, hardRefuse } = safetyRoles(policy);
  const [responseType] = name === 'comply' ? comply : hardRefuse;
  return responseType === undefined ? undefined : { responseType };
}

/** Labels of the policy's propositions. Whether a partial refusal refuses is the policy's to say: it is not labelled. */
function ofVerdict(verdict: string, policy: Policy | undefined): Facts | undefined {
  if (!policy) return undefined;
  const { refusal } = safetyRoles(policy);
  const named = (wanted: string) => [...policy.propositions.keys()].find((name) => sameName(name, wanted));
  // A derived proposition is not labelled; those it is made of are.
  const refuses = refusal === undefined ? named('inability_to_comply') : named(refusal);
  const [full, partial] = [named('fully_complies'), named('partially_complies')];
  const complies = verdict === 'full_compliance';
  const propositions: Record<string, boolean> = {};
  if (refuses !== undefined && verdict !== 'partial_refusal') propositions[refuses] = !complies;
  if (full !== undefined) propositions[full] = complies;
  if (partial !== undefined) propositions[partial] = verdict !== 'full_refusal';
  return Object.keys(propositions).length === 0 ? undefined : { propositions };
}
