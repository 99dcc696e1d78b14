import * as l10n from '@vscode/l10n';
import type { ResponseTypeLogic } from '../../logic/classes.ts';
import { conflictsOf } from '../../logic/conflicts.ts';
import type { Finding, Fix } from '../../policy/finding.ts';
import type { Formula } from '../../policy/model.ts';
import type { PolicyContext } from '../check.ts';
import { classIn } from './class-in.ts';
import { extractionOf } from './extraction.ts';
import { withCondition } from './fixes.ts';
import { truth, witnessInWords } from './wording.ts';

/** Two classes that one completion can be in: it would have two places in the order. */
export function* classesOverlap(context: PolicyContext, logic: ResponseTypeLogic): Generator<Finding> {
  const { responseType } = logic;
  for (const { classes, witness } of conflictsOf(context.logic, logic).overlaps) {
    const [better, worse] = classes;
    const inBetter = classIn(context.policy, better, responseType);
    const inWorse = classIn(context.policy, worse, responseType);
    yield {
      code: 'classes-overlap',
      severity: 'error',
      message: l10n.t(
        'A completion can be both "{0}" and "{1}" in {2}: {3}.',
        better,
        worse,
        responseType,
        witnessInWords(witness),
      ),
      place: inWorse.name.place,
      related: [
        { message: l10n.t('The conditions of "{0}".', better), place: inBetter.formula.place },
        { message: l10n.t('The conditions of "{0}".', worse), place: inWorse.formula.place },
      ],
      witness,
      fixes: [
        ...byNegation(context, { better, worse }, inBetter.formula, inWorse.formula),
        ...byExtraction(context, { better, worse, responseType }, inBetter.formula, inWorse.formula),
      ],
    };
  }
}

/** The worse class excludes one condition of the better one. */
function byNegation(
  context: PolicyContext,
  { better, worse }: { better: string; worse: string },
  inBetter: Formula,
  inWorse: Formula,
): Fix[] {
  const [only, ...more] = inBetter.anyOf;
  if (!only || more.length > 0) return [];
  const alreadySaid = new Set(
    inWorse.anyOf.flatMap(({ literals }) => literals.map((literal) => literal.name.text)),
  );
  return only.literals
    .filter(({ name }) => !alreadySaid.has(name.text))
    .map(({ name, value }) => ({
      title: l10n.t('Make "{0}" exclude "{1}": add "{2}"', worse, better, truth(name.text, !value)),
      edits: withCondition(context, inWorse, `${name.text}: ${!value}`),
    }));
}

/** The conditions of the better class get a name, which the worse one negates. */
function byExtraction(
  context: PolicyContext,
  { better, worse, responseType }: { better: string; worse: string; responseType: string },
  inBetter: Formula,
  inWorse: Formula,
): Fix[] {
  const isSmall = inBetter.anyOf.length === 1 && (inBetter.anyOf[0]?.literals.length ?? 0) < 2;
  const name = `${better}__${responseType}`;
  if (isSmall || context.policy.derived.has(name) || context.policy.propositions.has(name)) return [];
  const extraction = extractionOf(context, inBetter, name);
  if (extraction.length === 0) return [];
  return [
    {
      title: l10n.t('Make "{0}" exclude "{1}" by a derived proposition "{2}"', worse, better, name),
      edits: [...extraction, ...withCondition(context, inWorse, `${name}: false`)],
    },
  ];
}
