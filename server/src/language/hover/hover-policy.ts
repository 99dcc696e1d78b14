import * as l10n from '@vscode/l10n';
import { allOf, inList } from '../../policy/lists.ts';
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
      l10n.t('**{0}**: derived proposition', escapeMarkdown(name)),
      conditions(derived.formula),
      usedBy(policy, name),
    ].join('\n\n');
  }
  const proposition = policy.propositions.get(name);
  if (!proposition) return undefined;
  const parts = [l10n.t('**{0}**: proposition', escapeMarkdown(name))];
  if (proposition.description) parts.push(escapeMarkdown(proposition.description));
  if (proposition.prompt) parts.push(fenced(shorten(proposition.prompt.text)));
  if (proposition.check) parts.push(l10n.t('Answered by a deterministic check; no model is asked.'));
  const facts = [
    l10n.t('true from P = {0}', proposition.threshold),
    l10n.t('{0} examples', proposition.examples.length),
    l10n.t('{0} cues', proposition.cues.length),
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
  const place =
    rank === -1
      ? l10n.t('not in the order')
      : l10n.t('{0} of {1}, best first', rank + 1, policy.classOrder.length);
  const perType = [...found.byResponseType].map(
    ([responseType, { formula }]) => `- ${code(responseType)}: ${conditions(formula)}`,
  );
  return [l10n.t('**{0}**: completion class ({1})', escapeMarkdown(name), place), perType.join('\n')].join(
    '\n\n',
  );
}

function describeResponseType(policy: Policy, name: string): string | undefined {
  const found = policy.responseTypes.get(name);
  if (!found) return undefined;
  const classes = [...policy.classes.values()].filter(({ byResponseType }) => byResponseType.has(name));
  const categories = [...policy.categories].filter(([, category]) => category.responseType?.text === name);
  const parts = [l10n.t('**{0}**: response type', escapeMarkdown(name))];
  if (found.description) parts.push(escapeMarkdown(found.description));
  if (found.aliases.length > 0) parts.push(l10n.t('In data also: {0}', inList(found.aliases.map(code))));
  if (classes.length > 0)
    parts.push(l10n.t('Classes: {0}', inList(classes.map((each) => code(each.name.text)))));
  if (categories.length > 0)
    parts.push(l10n.t('Asked for in: {0}', inList(categories.map(([key]) => code(key)))));
  return parts.join('\n\n');
}

function describeLabel(policy: Policy, name: string): string {
  const ranks = [...policy.orderings].flatMap(([responseType, tiers]) => {
    const tier = tiers.findIndex((labels) => labels.includes(name));
    return tier === -1
      ? []
      : [l10n.t('- {0}: {1} of {2}, best first', code(responseType), tier + 1, tiers.length)];
  });
  const margin = policy.margins.get(name);
  return [
    l10n.t('**{0}**: completion label', escapeMarkdown(name)),
    ranks.join('\n'),
    ...(margin === undefined ? [] : [l10n.t('Margin: {0}', margin)]),
  ].join('\n\n');
}

function conditions(formula: Formula): string {
  return formula.anyOf
    .map(({ literals }) =>
      literals.length === 0
        ? l10n.t('always')
        : allOf(
            literals.map(({ name, value }) => (value ? code(name.text) : l10n.t('not {0}', code(name.text)))),
          ),
    )
    .join(l10n.t(', **or** '));
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
  return uses.length === 0 ? l10n.t('Used by no class.') : l10n.t('Used by {0}.', inList(uses));
}

function shorten(prompt: string): string {
  const lines = prompt.trimEnd().split('\n');
  return lines.length <= PROMPT_LINES ? lines.join('\n') : `${lines.slice(0, PROMPT_LINES).join('\n')}\n…`;
}

/** A share as a bar with its number. */
export function barWithNumber(share: number): string {
  return `${bar(share)} ${share.toFixed(2)}`;
}
