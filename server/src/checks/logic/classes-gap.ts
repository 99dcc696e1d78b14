import * as l10n from '@vscode/l10n';
import type { ResponseTypeLogic } from '../../logic/classes.ts';
import { conflictsOf, type Witness } from '../../logic/conflicts.ts';
import { coverOfGap } from '../../logic/gap-cover.ts';
import type { Finding, Fix } from '../../policy/finding.ts';
import type { PolicyContext } from '../check.ts';
import { classIn } from './class-in.ts';
import { withAlternatives, withoutLiteral } from './fixes.ts';
import { truth, witnessInWords } from './wording.ts';

/** A gap that needs more alternatives than these is not closed by adding them one by one. */
const ALTERNATIVES_ADDED = 4;

/** Completions that no class covers: they have no place in the order, and no reward of their own. */
export function* classesGap(context: PolicyContext, logic: ResponseTypeLogic): Generator<Finding> {
  const { responseType } = logic;
  const witness = conflictsOf(context.logic, logic).gap;
  const first = logic.classes[0];
  if (!witness || first === undefined) return;
  yield {
    code: 'classes-gap',
    severity: 'warning',
    message: l10n.t('In {0} a completion can be in no class: {1}.', responseType, witnessInWords(witness)),
    place: classIn(context.policy, first, responseType).name.place,
    related: logic.classes.map((className) => ({
      message: l10n.t('"{0}" does not cover it.', className),
      place: classIn(context.policy, className, responseType).formula.place,
    })),
    witness,
    fixes: [...byLessConditions(context, logic), ...byAlternatives(context, logic)],
  };
}

/** A class without one of its conditions covers more; whether it covers the gap is seen by trying. */
function byLessConditions(context: PolicyContext, { classes, responseType }: ResponseTypeLogic): Fix[] {
  return classes.flatMap((className) =>
    classIn(context.policy, className, responseType).formula.anyOf.flatMap(({ literals }) =>
      literals.flatMap((literal): Fix[] => {
        const edit = withoutLiteral(context, literal);
        const condition = truth(literal.name.text, literal.value);
        return edit
          ? [{ title: l10n.t('Cover it by "{0}": remove "{1}"', className, condition), edits: [edit] }]
          : [];
      }),
    ),
  );
}

/** The worst classes first: what nobody thought of is seldom good. */
function byAlternatives(context: PolicyContext, logic: ResponseTypeLogic): Fix[] {
  const cover: readonly Witness[] = coverOfGap(context.logic, logic, ALTERNATIVES_ADDED) ?? [];
  if (cover.length === 0) return [];
  return logic.classes.toReversed().map((className) => {
    const { formula } = classIn(context.policy, className, logic.responseType);
    return {
      title:
        cover.length === 1
          ? l10n.t('Cover it by "{0}": add an alternative', className)
          : l10n.t('Cover it by "{0}": add {1} alternatives', className, cover.length),
      edits: withAlternatives(context, formula, cover),
    };
  });
}
