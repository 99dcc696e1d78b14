import * as l10n from '@vscode/l10n';
import type { Finding } from '../../policy/finding.ts';
import { inList } from '../../policy/lists.ts';
import type { Category, Policy } from '../../policy/model.ts';
import { nearest } from '../../policy/nearest.ts';
import type { Place } from '../../policy/source.ts';
import type { SampleCompletion } from '../../samples/model.ts';
import { categoriesNamed, findClass, findResponseType, responseTypeOf } from '../../samples/names.ts';
import type { SamplesFile } from '../../samples/yaml.ts';
import type { PolicyContext } from '../check.ts';

/** Names in a sample that the policy does not have. */
export function* unknownSampleName(file: SamplesFile, { policy }: PolicyContext): Generator<Finding> {
  // The completions of one prompt share what is written once.
  const said = new Set<string>();
  for (const completion of file.completions) {
    for (const finding of unknownNames(completion, policy)) {
      const key = `${finding.place.span.start} ${finding.message}`;
      if (said.has(key)) continue;
      said.add(key);
      yield finding;
    }
  }
}

function* unknownNames(completion: SampleCompletion, policy: Policy): Generator<Finding> {
  const { places, expectedClass, label, category, responseType } = completion;
  for (const [name, place] of Object.entries(places.labels)) {
    if (policy.derived.has(name)) {
      yield {
        code: 'unknown-proposition',
        severity: 'warning',
        message: l10n.t('"{0}" is derived from other propositions: label those instead.', name),
        place,
      };
    } else if (!policy.propositions.has(name))
      yield unknown({ kind: 'proposition' }, name, place, policy.propositions.keys());
  }
  if (expectedClass !== undefined && places.expectedClass && !findClass(expectedClass, policy))
    yield unknown({ kind: 'class' }, expectedClass, places.expectedClass, policy.classes.keys());
  if (
    responseType !== undefined &&
    places.responseType &&
    findResponseType(responseType, policy) === undefined
  )
    yield unknown({ kind: 'response_type' }, responseType, places.responseType, policy.responseTypes.keys());
  if (category !== undefined && places.category && policy.categories.size > 0) {
    const named = categoriesNamed(category, policy);
    if (named.length === 0) yield unknown({ kind: 'category' }, category, places.category, namesOf(policy));
    if (named.length > 1) yield ambiguous(category, named, places.category);
  }
  const type = responseTypeOf(completion, policy);
  const ordering = type === undefined ? undefined : policy.orderings.get(type);
  if (
    type !== undefined &&
    label !== undefined &&
    places.label &&
    ordering &&
    !ordering.flat().includes(label)
  )
    yield unknown({ kind: 'label', of: type }, label, places.label, ordering.flat());
}

/** A category by its full name, its own, or an alias. */
function namesOf({ categories }: Policy): string[] {
  return [...categories].flatMap(([full, { name, aliases }]) => [name, ...aliases, full]);
}

type Kind =
  | { readonly kind: 'proposition' | 'class' | 'response_type' | 'category' }
  | { readonly kind: 'label'; readonly of: string };

const CODE = {
  proposition: 'unknown-proposition',
  class: 'unknown-class',
  response_type: 'unknown-response-type',
  category: 'unknown-category',
  label: 'unknown-label',
} as const;

function unknown(what: Kind, name: string, place: Place, known: Iterable<string>): Finding {
  const meant = nearest(name, known);
  return {
    code: CODE[what.kind],
    severity: 'error',
    message: meant === undefined ? isNowhere(what, name) : noneBut(what, name, meant),
    place,
    fixes: meant ? [{ title: l10n.t('Change to "{0}"', meant), edits: [{ place, newText: meant }] }] : [],
  };
}

/** Which one is meant is for a person to say: the areas may call for different response types. */
function ambiguous(written: string, named: readonly Category[], place: Place): Finding {
  const full = named.map(({ area, name }) => `${area}.${name}`);
  return {
    code: 'ambiguous-category',
    severity: 'error',
    message: l10n.t(
      '"{0}" may be any of {1}: write the one that is meant with its area.',
      written,
      inList(full.map((name) => `"${name}"`)),
    ),
    place,
    related: named.map(({ area, name, place }) => ({ message: `"${area}.${name}".`, place })),
    fixes: full.map((name) => ({
      title: l10n.t('Change to "{0}"', name),
      edits: [{ place, newText: name }],
    })),
  };
}

function isNowhere(what: Kind, name: string): string {
  switch (what.kind) {
    case 'proposition':
      return l10n.t('The policy has no proposition "{0}".', name);
    case 'class':
      return l10n.t('The policy has no completion class "{0}".', name);
    case 'response_type':
      return l10n.t('The policy has no response type "{0}".', name);
    case 'category':
      return l10n.t('The policy has no category "{0}".', name);
    case 'label':
      return l10n.t('The policy has no completion label of {0} "{1}".', what.of, name);
  }
}

function noneBut(what: Kind, name: string, meant: string): string {
  switch (what.kind) {
    case 'proposition':
      return l10n.t('The policy has no proposition "{0}"; did you mean "{1}"?', name, meant);
    case 'class':
      return l10n.t('The policy has no completion class "{0}"; did you mean "{1}"?', name, meant);
    case 'response_type':
      return l10n.t('The policy has no response type "{0}"; did you mean "{1}"?', name, meant);
    case 'category':
      return l10n.t('The policy has no category "{0}"; did you mean "{1}"?', name, meant);
    case 'label':
      return l10n.t(
        'The policy has no completion label of {0} "{1}"; did you mean "{2}"?',
        what.of,
        name,
        meant,
      );
  }
}
