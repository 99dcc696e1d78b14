import type { Dict, List, Located } from './located.ts';
import type { PolicyFile } from './parse.ts';
import type { Place } from './source.ts';

export type FormulaNode = Dict<boolean> | List<Record<string, boolean>>;

/** A conjunction where it is written, and the formula that it is one alternative of. */
export interface WrittenCondition {
  readonly file: PolicyFile;
  readonly condition: Dict<boolean>;
  readonly formula: FormulaNode;
}

/** Every conjunction of a file: of derived propositions, classes, constraints and behaviours. */
export function* conditionsOf(file: PolicyFile): Generator<WrittenCondition> {
  for (const formula of formulasOf(file)) {
    for (const condition of formula.kind === 'list' ? formula.items : [formula]) {
      yield { file, condition, formula };
    }
  }
}

/** The conjunction with a condition at a place, and which of its entries that is. */
export function conditionAt(
  files: readonly PolicyFile[],
  place: Place,
): (WrittenCondition & { readonly index: number }) | undefined {
  const file = files.find(({ source }) => source.uri === place.uri);
  for (const written of file ? conditionsOf(file) : []) {
    const index = written.condition.entries.findIndex(({ span }) => span.start === place.span.start);
    if (index !== -1) return { ...written, index };
  }
  return undefined;
}

/** The formula at a place as it is written. */
export function formulaAt(
  files: readonly PolicyFile[],
  place: Place,
): { readonly file: PolicyFile; readonly formula: FormulaNode } | undefined {
  const file = files.find(({ source }) => source.uri === place.uri);
  for (const formula of file ? formulasOf(file) : []) {
    if (formula.span.start === place.span.start) return file && { file, formula };
  }
  return undefined;
}

function* formulasOf({ data }: PolicyFile): Generator<FormulaNode> {
  const fields = data?.fields;
  if (!fields) return;
  yield* values(fields.derived_propositions?.value);
  for (const byType of values(fields.completion_classes?.value)) yield* values(byType);
  for (const { fields: constraint } of fields.constraints?.value.items ?? []) {
    if (constraint.if) yield constraint.if.value;
    if (constraint.then) yield constraint.then.value;
  }
  for (const behavior of values(fields.behaviors?.value)) yield* values(behavior.fields.completions?.value);
}

function values<Value>(dict: Dict<Value> | undefined): Located<Value>[] {
  return dict?.entries.map((entry) => entry.value) ?? [];
}
