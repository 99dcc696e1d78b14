import type { Dict, Leaf, Located } from './located.ts';
import type { PolicyFile } from './parse.ts';
import type { Span } from './source.ts';

/** Simple and derived propositions share one namespace: a condition names either. */
export type SymbolKind = 'proposition' | 'class' | 'response_type' | 'label';

/** A name where a file defines or uses it. */
export interface Occurrence {
  readonly kind: SymbolKind;
  readonly name: string;
  readonly role: 'definition' | 'reference';
  readonly span: Span;
  /** What the definition spans as a whole. */
  readonly whole?: Span;
}

const cache = new WeakMap<PolicyFile, readonly Occurrence[]>();

/** All names in a policy file, in no particular order. Computed once per parsed file. */
export function occurrencesOf(file: PolicyFile): readonly Occurrence[] {
  let found = cache.get(file);
  if (!found) {
    found = [...collect(file)];
    cache.set(file, found);
  }
  return found;
}

function* collect(file: PolicyFile): Generator<Occurrence> {
  const fields = file.data?.fields;
  if (!fields) return;
  yield* definitions('proposition', fields.simple_propositions?.value);
  yield* definitions('proposition', fields.derived_propositions?.value);
  for (const { value } of fields.derived_propositions?.value.entries ?? []) yield* inFormula(value);

  yield* definitions('class', fields.completion_classes?.value);
  for (const { value } of fields.completion_classes?.value.entries ?? []) {
    for (const byType of value.entries) {
      yield reference('response_type', byType.key);
      yield* inFormula(byType.value);
    }
  }
  for (const item of fields.completion_class_order?.value.items ?? []) yield reference('class', item);

  yield* definitions('response_type', fields.response_types?.value);
  for (const { value } of fields.content_policy?.value.entries ?? []) {
    for (const category of value.fields.categories?.value.entries ?? []) {
      const responseType = category.value.fields.response_type;
      if (responseType) yield reference('response_type', responseType.value);
    }
  }

  for (const { fields: constraint } of fields.constraints?.value.items ?? []) {
    for (const part of [constraint.if, constraint.then]) if (part) yield* inCondition(part.value);
    for (const list of [constraint.at_most_one, constraint.at_least_one, constraint.exactly_one]) {
      for (const item of list?.value.items ?? []) yield reference('proposition', item);
    }
  }

  for (const { key, value } of fields.orderings?.value.entries ?? []) {
    yield reference('response_type', key);
    for (const tier of value.items) {
      for (const label of tier.kind === 'list' ? tier.items : [tier]) {
        yield { kind: 'label', name: label.value, role: 'definition', span: label.span };
      }
    }
  }
  for (const { key } of fields.margins?.value.entries ?? []) yield reference('label', key);

  for (const { key, value } of fields.behaviors?.value.entries ?? []) {
    yield reference('response_type', key);
    for (const completion of value.fields.completions?.value.entries ?? []) {
      yield reference('label', completion.key);
      yield* inFormula(completion.value);
    }
  }

  const { unsafe_classes, refusal, comply, hard_refuse } = fields.safety?.value.fields ?? {};
  for (const item of unsafe_classes?.value.items ?? []) yield reference('class', item);
  if (refusal) yield reference('proposition', refusal.value);
  for (const list of [comply, hard_refuse])
    for (const item of list?.value.items ?? []) yield reference('response_type', item);

  const features = fields.features?.value.fields.propositions?.value;
  if (features?.kind === 'list') for (const item of features.items) yield reference('proposition', item);
}

/** Whatever a dictionary's values are, its keys are the names that it defines. */
type Names = { readonly entries: readonly { readonly key: Leaf<string>; readonly span: Span }[] };

function* definitions(kind: SymbolKind, dict: Names | undefined): Generator<Occurrence> {
  for (const { key, span } of dict?.entries ?? []) {
    yield { kind, name: key.value, role: 'definition', span: key.span, whole: span };
  }
}

function* inFormula(
  node: Located<Record<string, boolean> | Record<string, boolean>[]>,
): Generator<Occurrence> {
  for (const condition of node.kind === 'list' ? node.items : [node]) yield* inCondition(condition);
}

function* inCondition(condition: Dict<boolean>): Generator<Occurrence> {
  for (const { key } of condition.entries) yield reference('proposition', key);
}

function reference(kind: SymbolKind, leaf: Leaf<string>): Occurrence {
  return { kind, name: leaf.value, role: 'reference', span: leaf.span };
}
