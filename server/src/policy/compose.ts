import { DEFAULT_REWARD, readFeatures, readGrader, readReward, readSafety } from './choices.ts';
import type { Dict, Leaf, Located, Struct } from './located.ts';
import type {
  Category,
  CompletionClass,
  Conjunction,
  Constraint,
  DerivedProposition,
  FeatureChoice,
  Formula,
  GraderChoice,
  Name,
  Policy,
  Proposition,
  ResponseType,
  RewardChoice,
  SafetyChoice,
  Text,
} from './model.ts';
import type { PolicyFile } from './parse.ts';
import { readProposition } from './proposition.ts';
import type { PolicyData } from './schema.ts';
import type { Place, SourceText, Span } from './source.ts';

type ConditionNode = Dict<boolean>;
type FormulaNode = Located<Record<string, boolean> | Record<string, boolean>[]>;

/**
 * Lays policy files over each other, the most basic first: a later file adds names and overrides
 * those that are there. Propositions are overridden field by field, so that a file can add cues or a
 * threshold to a proposition whose prompt stands elsewhere; classes by response type; the rest whole.
 */
export function composePolicy(files: readonly PolicyFile[]): Policy {
  const draft = new Draft();
  for (const file of files) if (file.data) draft.add(file.source, file.data);
  return draft.finish(files.map((file) => file.source.uri));
}

class Draft {
  readonly #propositions = new Map<string, Proposition>();
  readonly #derived = new Map<string, DerivedProposition>();
  readonly #classes = new Map<string, CompletionClass>();
  readonly #responseTypes = new Map<string, ResponseType>();
  readonly #categories = new Map<string, Category>();
  readonly #constraints: Constraint[] = [];
  readonly #orderings = new Map<string, readonly (readonly string[])[]>();
  readonly #margins = new Map<string, number>();
  readonly #samples: Text[] = [];
  #promptTemplate: Text | undefined;
  #classOrder: readonly Name[] = [];
  #grader: GraderChoice = {};
  #reward: RewardChoice = DEFAULT_REWARD;
  #safety: SafetyChoice = {};
  #features: FeatureChoice = { classes: true, classProbability: 'exact', propositions: 'relevant' };

  add(source: SourceText, { fields }: Struct<PolicyData>): void {
    if (fields.prompt_template) this.#promptTemplate = textOf(source, fields.prompt_template.value);
    for (const { key, value, span } of entries(fields.simple_propositions?.value)) {
      const earlier = this.#propositions.get(key.value);
      this.#propositions.set(key.value, readProposition(source, key, value, span, earlier));
    }
    for (const { key, value, span } of entries(fields.derived_propositions?.value)) {
      const name = textOf(source, key);
      this.#derived.set(key.value, { name, formula: readFormula(source, value), place: source.place(span) });
    }
    for (const { key, value, span } of entries(fields.response_types?.value)) {
      this.#addResponseType(key, value, source.place(span), source);
    }
    for (const entry of entries(fields.completion_classes?.value)) {
      this.#addClass(source, entry.key, entry.value, entry.span);
    }
    if (fields.completion_class_order) {
      this.#classOrder = fields.completion_class_order.value.items.map((item) => textOf(source, item));
    }
    for (const { key, value } of entries(fields.content_policy?.value)) this.#addArea(source, key, value);
    for (const item of fields.constraints?.value.items ?? []) {
      const constraint = readConstraint(source, item);
      if (constraint) this.#constraints.push(constraint);
    }
    for (const { key, value } of entries(fields.orderings?.value)) {
      const tiers = value.items.map((tier) =>
        tier.kind === 'list' ? tier.items.map((leaf) => leaf.value) : [tier.value],
      );
      this.#orderings.set(key.value, tiers);
    }
    for (const { key, value } of entries(fields.margins?.value)) this.#margins.set(key.value, value.value);
    if (fields.features) this.#features = readFeatures(fields.features.value, this.#features);
    if (fields.reward) this.#reward = readReward(fields.reward.value, this.#reward);
    if (fields.safety) this.#safety = { ...this.#safety, ...readSafety(fields.safety.value) };
    if (fields.grader) this.#grader = { ...this.#grader, ...readGrader(fields.grader.value) };
    const samples = fields.samples?.value;
    for (const leaf of !samples ? [] : samples.kind === 'list' ? samples.items : [samples]) {
      this.#samples.push(textOf(source, leaf));
    }
  }

  finish(uris: readonly string[]): Policy {
    return {
      uris,
      ...(this.#promptTemplate && { promptTemplate: this.#promptTemplate }),
      propositions: this.#propositions,
      derived: this.#derived,
      classes: this.#classes,
      classOrder: this.#classOrder,
      responseTypes: this.#responseTypes,
      categories: this.#categories,
      constraints: this.#constraints,
      orderings: this.#orderings,
      margins: this.#margins,
      features: this.#features,
      reward: this.#reward,
      safety: this.#safety,
      grader: this.#grader,
      samples: this.#samples,
    };
  }

  #addResponseType(
    key: Leaf<string>,
    value: Located<NonNullable<PolicyData['response_types']>[string]>,
    place: Place,
    source: SourceText,
  ): void {
    const fields = value.kind === 'leaf' ? undefined : value.fields;
    const description = value.kind === 'leaf' ? value.value : fields?.description?.value.value;
    this.#responseTypes.set(key.value, {
      name: key.value,
      ...(description !== undefined && { description }),
      aliases: fields?.aliases?.value.items.map((leaf) => leaf.value) ?? [],
      place: { uri: source.uri, span: place.span },
      declared: true,
    });
  }

  #addClass(
    source: SourceText,
    key: Leaf<string>,
    value: Dict<Record<string, boolean> | Record<string, boolean>[]>,
    span: Span,
  ): void {
    const earlier = this.#classes.get(key.value);
    const byResponseType = new Map(earlier?.byResponseType);
    for (const entry of value.entries) {
      const name = textOf(source, entry.key);
      byResponseType.set(name.text, { name, formula: readFormula(source, entry.value) });
      if (!this.#responseTypes.has(name.text)) {
        this.#responseTypes.set(name.text, {
          name: name.text,
          aliases: [],
          place: name.place,
          declared: false,
        });
      }
    }
    this.#classes.set(key.value, { name: textOf(source, key), byResponseType, place: source.place(span) });
  }

  #addArea(
    source: SourceText,
    area: Leaf<string>,
    value: Located<NonNullable<PolicyData['content_policy']>[string]>,
  ): void {
    for (const { key, value: category, span } of entries(value.fields.categories?.value)) {
      const description = category.fields.description?.value.value;
      const responseType = category.fields.response_type?.value;
      this.#categories.set(`${area.value}.${key.value}`, {
        area: area.value,
        name: key.value,
        ...(description !== undefined && { description }),
        ...(responseType && { responseType: textOf(source, responseType) }),
        aliases: category.fields.aliases?.value.items.map((leaf) => leaf.value) ?? [],
        place: source.place(span),
      });
    }
  }
}

function entries<Value>(dict: Dict<Value> | undefined): Dict<Value>['entries'] {
  return dict?.entries ?? [];
}

function textOf(source: SourceText, leaf: Leaf<string>): Text {
  return { text: leaf.value, place: source.place(leaf.span) };
}

function readConjunction(source: SourceText, node: ConditionNode): Conjunction {
  return {
    literals: node.entries.map(({ key, value, span }) => ({
      name: textOf(source, key),
      value: value.value,
      place: source.place(span),
    })),
    ...(node.incomplete && { incomplete: true }),
    place: source.placeOfBlock(node.span),
  };
}

function readFormula(source: SourceText, node: FormulaNode): Formula {
  const anyOf = node.kind === 'list' ? node.items : [node];
  return {
    anyOf: anyOf.map((item) => readConjunction(source, item)),
    place: source.placeOfBlock(node.span),
  };
}

function readConstraint(
  source: SourceText,
  { fields, span }: Struct<NonNullable<PolicyData['constraints']>[number]>,
): Constraint | undefined {
  const place = source.placeOfBlock(span);
  if (fields.if && fields.then) {
    return {
      kind: 'implies',
      if: readConjunction(source, fields.if.value),
      then: readConjunction(source, fields.then.value),
      place,
    };
  }
  for (const kind of ['at_most_one', 'at_least_one', 'exactly_one'] as const) {
    const names = fields[kind];
    if (names) return { kind, names: names.value.items.map((leaf) => textOf(source, leaf)), place };
  }
  return undefined;
}
