import * as l10n from '@vscode/l10n';
import type { Core } from '../../logic/core.ts';
import { conditionAt, formulaAt } from '../../policy/conditions.ts';
import { addAlternatives, addEntry, removeEntry, removeItem } from '../../policy/edit/entries.ts';
import type { Fix, TextEdit } from '../../policy/finding.ts';
import type { Constraint, Formula, Literal } from '../../policy/model.ts';
import type { PolicyContext } from '../check.ts';
import { constraintInWords, truth } from './wording.ts';

/** One fix per member of a core: any of them left out, the contradiction is gone. */
export function withoutMember(context: PolicyContext, core: Core): Fix[] {
  return core.flatMap((item): Fix[] => {
    if (item.kind === 'constraint') return withoutConstraint(context, item.constraint);
    if (item.kind === 'suffices') return [];
    const edit = withoutLiteral(context, item.literal);
    const condition = truth(item.literal.name.text, item.literal.value);
    return edit ? [{ title: l10n.t('Remove "{0}" from "{1}"', condition, item.owner), edits: [edit] }] : [];
  });
}

export function withoutConstraint({ files }: PolicyContext, constraint: Constraint): Fix[] {
  for (const { source, data } of files) {
    const list = data?.fields.constraints?.value;
    const index = list?.items.findIndex(
      ({ span }) => source.uri === constraint.place.uri && span.start === constraint.place.span.start,
    );
    if (!list || index === undefined || index === -1) continue;
    return [
      {
        title: l10n.t('Remove the constraint "{0}"', constraintInWords(constraint)),
        edits: [removeItem(source, list, index)],
      },
    ];
  }
  return [];
}

export function withoutLiteral({ files }: PolicyContext, { place }: Literal): TextEdit | undefined {
  const written = conditionAt(files, place);
  return written && removeEntry(written.file.source, written.condition, written.index);
}

/** One more condition in every alternative of a formula. */
export function withCondition({ files }: PolicyContext, formula: Formula, condition: string): TextEdit[] {
  const written = formulaAt(files, formula.place);
  if (!written) return [];
  const { file, formula: node } = written;
  const conditions = node.kind === 'list' ? node.items : [node];
  return conditions.map((each) => addEntry(file.source, each, condition));
}

/** More alternatives of a formula. */
export function withAlternatives(
  { files }: PolicyContext,
  formula: Formula,
  alternatives: readonly Readonly<Record<string, boolean>>[],
): TextEdit[] {
  const written = formulaAt(files, formula.place);
  const added = alternatives.map((alternative) => {
    const conditions = Object.entries(alternative).map(([name, value]) => `${name}: ${value}`);
    return `{ ${conditions.join(', ')} }`;
  });
  return written ? addAlternatives(written.file.source, written.formula, added) : [];
}
