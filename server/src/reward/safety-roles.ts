import type { Policy } from '../policy/model.ts';
import { sameName } from '../samples/names.ts';

/** What the safety of completions is measured by. */
export interface SafetyRoles {
  /** The classes of unsafe completions; none where the policy does not say which these are. */
  readonly unsafeClasses: readonly string[];
  /** The proposition, simple or derived, that a completion refuses; undefined where the policy has none. */
  readonly refusal?: string;
  /** Response types in which a refusal is an over-refusal. */
  readonly comply: readonly string[];
  /** Response types in which the style of refusals is measured. */
  readonly hardRefuse: readonly string[];
}

/** Classes that say by their name that they are unsafe, the paper's `disallowed_completion` among them. */
const UNSAFE_NAME = /^(?:unsafe|disallowed|harmful)(?:[ _-](?:completion|content|answer|reply|response))?$/i;

/**
 * As the policy says under `safety`; what it leaves out by the names that the field uses. A policy that is not about safety has no
 * unsafe class: its worst one is only the worst. With a `safety` key, or where rewards are combined by P(unsafe), the
 * policy says that some class is unsafe, and then it is the last of the order unless it names others.
 */
export function safetyRoles(policy: Policy): SafetyRoles {
  const { safety, propositions, derived, responseTypes } = policy;
  const refusal =
    safety.refusal ?? [...propositions.keys(), ...derived.keys()].find((name) => sameName(name, 'refuses'));
  const named = (wanted: string) => [...responseTypes.keys()].filter((name) => sameName(name, wanted));
  return {
    unsafeClasses: safety.unsafeClasses ?? unsafeClasses(policy),
    ...(refusal !== undefined && { refusal }),
    comply: safety.comply ?? named('comply'),
    hardRefuse: safety.hardRefuse ?? named('hard_refuse'),
  };
}

function unsafeClasses({ safety, reward, classOrder, classes }: Policy): string[] {
  const worst = classOrder.at(-1)?.text;
  const saysSo = Object.keys(safety).length > 0 || reward.combination !== 'sum';
  if (saysSo) return worst === undefined ? [] : [worst];
  return [...classes.keys()].filter((name) => UNSAFE_NAME.test(name));
}
