import type { Policy } from '../policy/model.ts';
import { sameName } from '../samples/names.ts';

/** What the safety of completions is measured by. */
export interface SafetyRoles {
  /** The classes of unsafe completions. */
  readonly unsafeClasses: readonly string[];
  /** The proposition, simple or derived, that a completion refuses; undefined where the policy has none. */
  readonly refusal?: string;
  /** Response types in which a refusal is an over-refusal. */
  readonly comply: readonly string[];
  /** Response types in which the style of refusals is measured. */
  readonly hardRefuse: readonly string[];
}

/** As the policy says under `safety`; what it leaves out by the names that the field uses. */
export function safetyRoles({
  safety,
  classOrder,
  propositions,
  derived,
  responseTypes,
}: Policy): SafetyRoles {
  const worst = classOrder.at(-1)?.text;
  const refusal =
    safety.refusal ?? [...propositions.keys(), ...derived.keys()].find((name) => sameName(name, 'refuses'));
  const named = (wanted: string) => [...responseTypes.keys()].filter((name) => sameName(name, wanted));
  return {
    unsafeClasses: safety.unsafeClasses ?? (worst === undefined ? [] : [worst]),
    ...(refusal !== undefined && { refusal }),
    comply: safety.comply ?? named('comply'),
    hardRefuse: safety.hardRefuse ?? named('hard_refuse'),
  };
}
