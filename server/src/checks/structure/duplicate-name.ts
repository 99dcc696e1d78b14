import type { Finding } from '../../policy/finding.ts';
import type { PolicyContext } from '../check.ts';

/** A name for two things: a proposition both simple and derived, a class twice in the order. */
export function* duplicateName({ policy }: PolicyContext): Generator<Finding> {
  for (const derived of policy.derived.values()) {
    const simple = policy.propositions.get(derived.name.text);
    if (!simple) continue;
    yield {
      code: 'duplicate-name',
      severity: 'error',
      message: `"${derived.name.text}" is both a simple and a derived proposition; rename one of them.`,
      place: derived.name.place,
      related: [{ message: 'The simple proposition.', place: simple.name.place }],
    };
  }
  const seen = new Map<string, (typeof policy.classOrder)[number]>();
  for (const name of policy.classOrder) {
    const first = seen.get(name.text);
    if (!first) {
      seen.set(name.text, name);
      continue;
    }
    yield {
      code: 'duplicate-name',
      severity: 'error',
      message: `"${name.text}" is in the order twice; which place is meant?`,
      place: name.place,
      related: [{ message: 'The first place.', place: first.place }],
    };
  }
}
