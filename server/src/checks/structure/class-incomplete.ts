import type { Finding } from '../../policy/finding.ts';
import type { PolicyContext } from '../check.ts';

/** A class without a place in the order, or without conditions for a response type that others have. */
export function* classIncomplete({ policy }: PolicyContext): Generator<Finding> {
  const ordered = new Set(policy.classOrder.map((name) => name.text));
  for (const { name, byResponseType } of policy.classes.values()) {
    if (!ordered.has(name.text)) {
      yield {
        code: 'class-not-ordered',
        severity: 'warning',
        message: `The class "${name.text}" has no place in completion_class_order, so nothing says what it is better than.`,
        place: name.place,
      };
    }
    const missing = [...policy.responseTypes.keys()].filter((type) => !byResponseType.has(type));
    if (missing.length > 0) {
      yield {
        code: 'class-missing-response-type',
        severity: 'info',
        message: `The class "${name.text}" says nothing for ${missing.join(', ')}: no completion falls into it there.`,
        place: name.place,
      };
    }
  }
}
