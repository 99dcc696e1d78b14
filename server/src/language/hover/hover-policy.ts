import type { Formula, Policy } from '../../policy/model.ts';
import type { Named } from '../names/named.ts';
import { bar, code, escapeMarkdown, fenced } from './markdown.ts';

/** What a reader wants to know of a name without leaving the line. Markdown; everything foreign is escaped. */
export function describeNamed(
  { kind, name, policy: { policy } }: Named,
  quality?: string,
): string | undefined {
  switch (kind) {
    case 'proposition':
      return describeProposition(policy, name, quality);
    case 'class':
      return describeClass(policy, name);
    case 'response_type':
      return describeResponseType(policy, name);
    case 'label':
      return describeLabel(policy, name);
  }
}

const PROMPT_LINES = 12;

function describeProposition(policy: Policy, name: string, quality: string | undefined): string | undefined {
  const derived = policy.derived.get(name);
  if (derived) {
    return [
      `**${escapeMarkdown(name)}**: derived proposition`,
      conditions(derived.formula),
      usedBy(policy, name),
    ].join('\n\n');
  }
  const proposition = policy.propositions.get(name);
  if (!proposition) return undefined;
  const parts = [`**${escapeMarkdown(name)}**: proposition`];
  if (proposition.description) parts.push(escapeMarkdown(proposition.description));
  if (proposition.prompt) parts.push(fenced(shorten(proposition.prompt.text)));
  if (proposition.check) parts.push('Answered by a deterministic check; no model is asked.');
  const facts = [
    `true from P = ${proposition.threshold}`,
    `${proposition.examples.length} examples`,
    `${proposition.cues.length} cues`,
  ];
  parts.push(facts.join(' · '));
  if (quality) parts.push(quality);
  parts.push(usedBy(policy, name));
  return parts.join('\n\n');
}

function describeClass(policy: Policy, name: string): string | undefined {
  const found = policy.classes.get(name);
  if (!found) return undefined;
  const rank = policy.classOrder.findIndex((ordered) => ordered.text === name);
  const place = rank === -1 ? 'not in the order' : `${rank + 1} of ${policy.classOrder.length}, best first`;
  const perType = [...found.byResponseType].map(
    ([responseType, { formula }]) => `- ${code(responseType)}: ${conditions(formula)}`,
  );
  return [`**${escapeMarkdown(name)}**: completion class (${place})`, perType.join('\n')].join('\n\n');
}

function describeResponseType(policy: Policy, name: string): string | undefined {
  const found = policy.responseTypes.get(name);
  if (!found) return undefined;
  const classes = [...policy.classes.values()].filter(({ byResponseType }) => byResponseType.has(name));
  const categories = [...policy.categories].filter(([, category]) => category.responseType?.text === name);
  const parts = [`**${escapeMarkdown(name)}**: response type`];
  if (found.description) parts.push(escapeMarkdown(found.description));
  if (found.aliases.length > 0) parts.push(`In data also: ${found.aliases.map(code).join(', ')}`);
  if (classes.length > 0) parts.push(`Classes: ${classes.map((each) => code(each.name.text)).join(', ')}`);
  if (categories.length > 0) parts.push(`Asked for in: ${categories.map(([key]) => code(key)).join(', ')}`);
  return parts.join('\n\n');
}

function describeLabel(policy: Policy, name: string): string {
  const ranks = [...policy.orderings].flatMap(([responseType, tiers]) => {
    const tier = tiers.findIndex((labels) => labels.includes(name));
    return tier === -1 ? [] : [`- ${code(responseType)}: ${tier + 1} of ${tiers.length}, best first`];
  });
  const margin = policy.margins.get(name);
  return [
    `**${escapeMarkdown(name)}**: completion label`,
    ranks.join('\n'),
    ...(margin === undefined ? [] : [`Margin: ${margin}`]),
  ].join('\n\n');
}

function conditions(formula: Formula): string {
  return formula.anyOf
    .map(({ literals }) =>
      literals.length === 0
        ? 'always'
        : literals
            .map(({ name, value }) => (value ? code(name.text) : `not ${code(name.text)}`))
            .join(' and '),
    )
    .join(', **or** ');
}

function usedBy(policy: Policy, name: string): string {
  const names = (formula: Formula) =>
    formula.anyOf.some(({ literals }) => literals.some((literal) => literal.name.text === name));
  const uses = [
    ...[...policy.classes.values()].flatMap((each) =>
      [...each.byResponseType].flatMap(([type, { formula }]) =>
        names(formula) ? [code(`${each.name.text} / ${type}`)] : [],
      ),
    ),
    ...[...policy.derived.values()].flatMap((each) => (names(each.formula) ? [code(each.name.text)] : [])),
  ];
  return uses.length === 0 ? 'Used by no class.' : `Used by ${uses.join(', ')}.`;
}

function shorten(prompt: string): string {
  const lines = prompt.trimEnd().split('\n');
  return lines.length <= PROMPT_LINES ? lines.join('\n') : `${lines.slice(0, PROMPT_LINES).join('\n')}\n…`;
}

/** A share as a bar with its number. */
export function barWithNumber(share: number): string {
  return `${bar(share)} ${share.toFixed(2)}`;
}
