import { formulaAt } from '../../policy/conditions.ts';
import { afterComment, endOf, indentOf, replace } from '../../policy/edit/entries.ts';
import { addToSection } from '../../policy/edit/sections.ts';
import type { TextEdit } from '../../policy/finding.ts';
import type { Formula } from '../../policy/model.ts';
import type { PolicyContext } from '../check.ts';

/**
 * Gives a formula of the policy's own file a name: its conditions move to a derived proposition, their
 * comments with them. Nothing where that cannot be done without losing a comment.
 */
export function extractionOf({ files }: PolicyContext, formula: Formula, name: string): TextEdit[] {
  const written = formulaAt(files, formula.place);
  const main = files.at(-1);
  if (!written || !main || written.file !== main) return [];
  const { source, data } = main;
  const { span } = written.formula;
  const opening = source.text.charAt(span.start);
  const isFlow = opening === '{' || opening === '[';
  const whole = { start: span.start, end: isFlow ? span.end : afterComment(source, span) };
  const text = source.text.slice(whole.start, whole.end);
  const section = data?.fields.derived_propositions?.value;
  const isFlowSection = /[{[]/.test(source.text.charAt(section?.span.start ?? data?.span.start ?? 0));
  const hasComment = /(?:^|\s)#/.test(text);
  if (hasComment && (isFlow || isFlowSection)) return [];
  const margin = new RegExp(`^${indentOf(source, whole.start)}`);
  const definition = hasComment
    ? ([`${name}:`, ...text.split('\n').map((line) => `  ${line.replace(margin, '')}`)] as const)
    : ([`${name}: ${inOneLine(formula)}`] as const);
  const use = isFlow ? `{ ${name}: true }` : `${opening === '-' ? '- ' : ''}${name}: true`;
  const replaced = hasComment ? whole : { start: span.start, end: endOf(source, span) };
  return [replace(source, replaced, use), addToSection(main, 'derived_propositions', definition)];
}

function inOneLine({ anyOf }: Formula): string {
  const alternatives = anyOf.map(
    ({ literals }) => `{ ${literals.map(({ name, value }) => `${name.text}: ${value}`).join(', ')} }`,
  );
  return alternatives.length === 1 ? (alternatives[0] as string) : `[${alternatives.join(', ')}]`;
}
