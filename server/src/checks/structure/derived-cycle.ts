import * as l10n from '@vscode/l10n';
import type { Finding, Fix } from '../../policy/finding.ts';
import type { Literal } from '../../policy/model.ts';
import type { PolicyContext } from '../check.ts';
import { withoutLiteral } from '../logic/fixes.ts';
import { truth } from '../logic/wording.ts';

/** A derived proposition that is defined by way of itself; each cycle is reported once. */
export function* derivedCycle(context: PolicyContext): Generator<Finding> {
  const { policy } = context;
  const done = new Set<string>();
  const cycles: Literal[][] = [];
  const visit = (name: string, path: readonly Literal[]): void => {
    const start = path.findIndex((literal) => literal.name.text === name);
    if (start !== -1 && start < path.length - 1) {
      cycles.push(path.slice(start + 1));
      return;
    }
    if (done.has(name)) return;
    const derived = policy.derived.get(name);
    for (const conjunction of derived?.formula.anyOf ?? []) {
      for (const literal of conjunction.literals) {
        if (policy.derived.has(literal.name.text)) visit(literal.name.text, [...path, literal]);
      }
    }
    done.add(name);
  };
  for (const derived of policy.derived.values()) {
    if (done.has(derived.name.text)) continue;
    visit(derived.name.text, [{ name: derived.name, value: true, place: derived.name.place }]);
  }
  for (const cycle of cycles) {
    const last = cycle.at(-1) as Literal;
    const names = cycle.map((literal) => literal.name.text);
    yield {
      code: 'derived-cycle',
      severity: 'error',
      message: l10n.t(
        '"{0}" is defined by way of itself: {1}.',
        last.name.text,
        [last.name.text, ...names].join(' → '),
      ),
      place: last.place,
      related: cycle
        .slice(0, -1)
        .map((literal) => ({ message: l10n.t('by way of this condition'), place: literal.place })),
      fixes: cycle.toReversed().flatMap((literal): Fix[] => {
        const edit = withoutLiteral(context, literal);
        const condition = truth(literal.name.text, literal.value);
        return edit ? [{ title: l10n.t('Remove "{0}"', condition), uncovers: true, edits: [edit] }] : [];
      }),
    };
  }
}
