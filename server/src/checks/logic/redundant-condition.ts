import * as l10n from '@vscode/l10n';
import { backgroundOf } from '../../logic/background.ts';
import type { ResponseTypeLogic } from '../../logic/classes.ts';
import { minimalCore } from '../../logic/core.ts';
import { definitionsOf } from '../../logic/equivalence.ts';
import { type Redundancy, redundanciesOf } from '../../logic/redundancy.ts';
import { conditionAt, formulaAt } from '../../policy/conditions.ts';
import { removeEntry, removeItem } from '../../policy/edit/entries.ts';
import type { Finding, Fix, TextEdit } from '../../policy/finding.ts';
import type { Conjunction, Formula, Literal } from '../../policy/model.ts';
import { occurrencesOf } from '../../policy/occurrences.ts';
import type { PolicyContext } from '../check.ts';
import { classIn } from './class-in.ts';
import { coreInWords, placesOf, truth } from './wording.ts';

/** Conditions and alternatives of classes that could be left out without changing the class. */
export function* redundantCondition(context: PolicyContext, logic: ResponseTypeLogic): Generator<Finding> {
  for (const [className, parts] of redundanciesIn(context, logic)) {
    const { formula } = classIn(context.policy, className, logic.responseType);
    yield* findings(context, { owner: className, formula, responseType: logic.responseType }, parts);
  }
}

/** The same in derived propositions. */
export function* redundantInDerived(context: PolicyContext): Generator<Finding> {
  for (const [owner, parts] of definitionsOf(context.logic).redundant) {
    const derived = context.policy.derived.get(owner);
    if (derived)
      yield* findings(context, { owner, formula: derived.formula, responseType: undefined }, parts);
  }
}

const known = new WeakMap<ResponseTypeLogic, ReadonlyMap<string, readonly Redundancy[]>>();

/** By class; found once per version of the logic, which outlives edits of texts. */
function redundanciesIn(
  { logic: policyLogic }: PolicyContext,
  logic: ResponseTypeLogic,
): ReadonlyMap<string, readonly Redundancy[]> {
  const before = known.get(logic);
  if (before) return before;
  const found = new Map<string, readonly Redundancy[]>();
  const background = backgroundOf(policyLogic, logic);
  for (const [className, formula] of background === undefined ? [] : logic.formulas) {
    if (logic.exact.overLimit.includes(className)) continue;
    const parts = redundanciesOf(logic.exact.compiler, formula, background as number) ?? [];
    if (parts.length > 0) found.set(className, parts);
  }
  known.set(logic, found);
  return found;
}

interface Owned {
  readonly owner: string;
  readonly formula: Formula;
  /** Undefined for a derived proposition, which is the same in all. */
  readonly responseType: string | undefined;
}

function* findings(context: PolicyContext, owned: Owned, parts: readonly Redundancy[]): Generator<Finding> {
  const { formula } = owned;
  for (const { alternative, literal, why } of parts) {
    const conjunction = formula.anyOf[alternative] as Conjunction;
    if (literal !== undefined) yield implied(context, owned, conjunction, literal);
    else {
      yield {
        code: 'redundant-alternative',
        severity: 'info',
        message: why === 'never' ? neverHolds(owned) : isCovered(owned),
        place: conjunction.place,
        unnecessary: true,
        fixes: withoutAlternative(context, formula, alternative),
      };
    }
  }
}

function implied(context: PolicyContext, owned: Owned, conjunction: Conjunction, index: number): Finding {
  const { owner } = owned;
  const literal = conjunction.literals[index] as Literal;
  const { vocabulary, nodeLimit } = context.logic;
  const constraints = context.policy.constraints.filter((each) => vocabulary.isCompleteConstraint(each));
  const claim = (literals: readonly Literal[]): Formula => ({
    anyOf: [{ literals, place: conjunction.place }],
    place: conjunction.place,
  });
  const rest = conjunction.literals.filter((each) => each !== literal);
  const opposite: Literal = { ...literal, value: !literal.value };
  const core = (
    minimalCore(
      vocabulary,
      [
        { owner, formula: claim(rest) },
        { owner, formula: claim([opposite]) },
      ],
      constraints,
      nodeLimit,
    ) ?? []
  ).filter((item) => item.kind !== 'requires' || item.literal !== opposite);
  const condition = truth(literal.name.text, literal.value);
  return {
    code: 'redundant-condition',
    severity: 'info',
    message:
      core.length > 0 ? follows(owned, condition, coreInWords(core, owner)) : addsNothing(owned, condition),
    place: literal.place,
    related: placesOf(core),
    unnecessary: true,
    fixes: withoutLiteral(context, literal),
  };
}

function neverHolds({ owner, responseType }: Owned): string {
  return responseType === undefined
    ? l10n.t('This alternative of "{0}" can never hold.', owner)
    : l10n.t('This alternative of "{0}" in {1} can never hold.', owner, responseType);
}

function isCovered({ owner, responseType }: Owned): string {
  return responseType === undefined
    ? l10n.t('This alternative of "{0}" adds nothing: the others cover it.', owner)
    : l10n.t('This alternative of "{0}" in {1} adds nothing: the others cover it.', owner, responseType);
}

function addsNothing({ owner, responseType }: Owned, condition: string): string {
  return responseType === undefined
    ? l10n.t('"{0}" adds nothing to "{1}".', condition, owner)
    : l10n.t('"{0}" adds nothing to "{1}" in {2}.', condition, owner, responseType);
}

function follows({ owner, responseType }: Owned, condition: string, from: string): string {
  return responseType === undefined
    ? l10n.t('"{0}" adds nothing to "{1}": it follows from {2}.', condition, owner, from)
    : l10n.t(
        '"{0}" adds nothing to "{1}" in {2}: it follows from {3}.',
        condition,
        owner,
        responseType,
        from,
      );
}

function withoutLiteral({ files }: PolicyContext, literal: Literal): Fix[] {
  const written = conditionAt(files, literal.place);
  if (!written) return [];
  const edit = removeEntry(written.file.source, written.condition, written.index);
  const condition = truth(literal.name.text, literal.value);
  const definition = onlyUsedHere(files, literal.name.text);
  return [
    { title: l10n.t('Remove "{0}"', condition), certain: true, edits: [edit] },
    ...(definition
      ? [
          {
            title: l10n.t('Remove "{0}", and its definition', condition),
            certain: true,
            edits: [edit, definition],
          },
        ]
      : []),
  ];
}

/** The end of a derived proposition whose last use goes: left alone, it would be unused. */
function onlyUsedHere(files: PolicyContext['files'], name: string): TextEdit | undefined {
  const uses = files.flatMap((file) =>
    occurrencesOf(file).filter(
      (each) => each.kind === 'proposition' && each.role === 'reference' && each.name === name,
    ),
  );
  const definitions = files.flatMap(({ source, data }) => {
    const dict = data?.fields.derived_propositions?.value;
    const index = dict?.entries.findIndex(({ key }) => key.value === name) ?? -1;
    return dict && index !== -1 ? [removeEntry(source, dict, index)] : [];
  });
  return uses.length === 1 && definitions.length === 1 ? definitions[0] : undefined;
}

function withoutAlternative({ files }: PolicyContext, formula: Formula, alternative: number): Fix[] {
  const written = formulaAt(files, formula.place);
  if (written?.formula.kind !== 'list') return [];
  const edit = removeItem(written.file.source, written.formula, alternative);
  return [{ title: l10n.t('Remove the alternative'), certain: true, edits: [edit] }];
}
