import * as l10n from '@vscode/l10n';
import { type DocumentSymbol, SymbolKind } from 'vscode-languageserver-types';
import type { FormulaNode } from '../../policy/conditions.ts';
import { anyOf, inList } from '../../policy/lists.ts';
import type { Dict, Leaf, Located, Struct } from '../../policy/located.ts';
import type { PolicyFile } from '../../policy/parse.ts';
import type { PolicyData } from '../../policy/schema.ts';
import type { SourceText } from '../../policy/source.ts';
import { type SymbolEntry, toSymbol } from './symbol-entry.ts';

type Fields = Struct<PolicyData>['fields'];
type Entry<Value> = Dict<Value>['entries'][number];

/** Sections in the order of the file, each with what it defines. */
export function policyOutline({ source, data }: PolicyFile): DocumentSymbol[] {
  const outline = new Outline(source, data?.fields ?? {});
  return outline.sections();
}

class Outline {
  readonly #source: SourceText;
  readonly #fields: Fields;

  constructor(source: SourceText, fields: Fields) {
    this.#source = source;
    this.#fields = fields;
  }

  sections(): DocumentSymbol[] {
    return (Object.keys(this.#fields) as (keyof Fields & string)[]).flatMap((section) => {
      const field = this.#fields[section];
      if (!field) return [];
      const { key, value } = field;
      const children = this.#childrenOf(section);
      return this.#symbol({
        label: section,
        kind: children ? SymbolKind.Namespace : SymbolKind.Property,
        name: key.span,
        whole: { start: key.span.start, end: value.span.end },
        detail: children ? undefined : inWords(value),
        ...(children && { children }),
      });
    });
  }

  /** Undefined where a section is a value rather than a collection of named things. */
  #childrenOf(section: keyof Fields): DocumentSymbol[] | undefined {
    const fields = this.#fields;
    switch (section) {
      case 'simple_propositions':
        return fields[section]?.value.entries.map((entry) => {
          const { description, prompt } = entry.value.fields;
          return this.#entry(entry, SymbolKind.Boolean, (description ?? prompt)?.value.value);
        });
      case 'derived_propositions':
        return fields[section]?.value.entries.map((entry) =>
          this.#entry(entry, SymbolKind.Operator, formulaInWords(entry.value)),
        );
      case 'completion_classes':
        return fields[section]?.value.entries.map((entry) =>
          this.#entry(entry, SymbolKind.Class, this.#rankOf(entry.key.value), this.#conditions(entry.value)),
        );
      case 'content_policy':
        return fields[section]?.value.entries.map((area) =>
          this.#entry(
            area,
            SymbolKind.Package,
            area.value.fields.description?.value.value,
            area.value.fields.categories?.value.entries.map((category) =>
              this.#entry(category, SymbolKind.Key, category.value.fields.response_type?.value.value),
            ),
          ),
        );
      case 'response_types':
        return fields[section]?.value.entries.map((entry) =>
          this.#entry(
            entry,
            SymbolKind.Interface,
            entry.value.kind === 'leaf' ? entry.value.value : entry.value.fields.description?.value.value,
          ),
        );
      case 'orderings':
        return fields[section]?.value.entries.map((entry) =>
          this.#entry(entry, SymbolKind.Enum, inWords(entry.value, ' > ')),
        );
      case 'behaviors':
        return fields[section]?.value.entries.map((entry) =>
          this.#entry(
            entry,
            SymbolKind.Interface,
            undefined,
            this.#conditions(entry.value.fields.completions?.value, SymbolKind.EnumMember),
          ),
        );
      case 'constraints':
        return fields[section]?.value.items.map((item) =>
          this.#symbol({
            label: constraintInWords(item),
            kind: SymbolKind.Event,
            name: { start: item.span.start, end: item.span.start },
            whole: item.span,
            detail: item.fields.description?.value.value,
          }),
        );
      case 'margins':
        return fields[section]?.value.entries.map((entry) =>
          this.#entry(entry, SymbolKind.EnumMember, inWords(entry.value)),
        );
      case 'severities':
        return fields[section]?.value.entries.map((entry) =>
          this.#entry(entry, SymbolKind.Constant, inWords(entry.value)),
        );
      default:
        return undefined;
    }
  }

  #conditions(
    dict: Dict<Record<string, boolean> | Record<string, boolean>[]> | undefined,
    kind: SymbolKind = SymbolKind.Interface,
  ): DocumentSymbol[] {
    return (dict?.entries ?? []).map((entry) => this.#entry(entry, kind, formulaInWords(entry.value)));
  }

  #rankOf(className: string): string | undefined {
    const order = this.#fields.completion_class_order?.value.items;
    const rank = order?.findIndex((leaf) => leaf.value === className) ?? -1;
    return order && rank !== -1 ? l10n.t('{0} of {1}, best first', rank + 1, order.length) : undefined;
  }

  #entry(
    { key, span }: Pick<Entry<unknown>, 'key' | 'span'>,
    kind: SymbolKind,
    detail?: string,
    children: readonly DocumentSymbol[] = [],
  ): DocumentSymbol {
    return this.#symbol({ label: key.value, kind, name: key.span, whole: span, detail, children });
  }

  #symbol(entry: SymbolEntry): DocumentSymbol {
    return toSymbol(this.#source, entry);
  }
}

function formulaInWords(formula: FormulaNode): string {
  const conditions = formula.kind === 'list' ? formula.items : [formula];
  return anyOf(conditions.map(conditionInWords));
}

function conditionInWords({ entries }: Dict<boolean>): string {
  return inList(entries.map(({ key, value }) => (value.value ? key.value : l10n.t('not {0}', key.value))));
}

function constraintInWords({ fields }: Struct<NonNullable<PolicyData['constraints']>[number]>): string {
  if (fields.if && fields.then) {
    return `${conditionInWords(fields.if.value)} → ${conditionInWords(fields.then.value)}`;
  }
  const { at_most_one, at_least_one, exactly_one, description } = fields;
  if (at_most_one) return l10n.t('at most one: {0}', inWords(at_most_one.value) ?? '');
  if (at_least_one) return l10n.t('at least one: {0}', inWords(at_least_one.value) ?? '');
  if (exactly_one) return l10n.t('exactly one: {0}', inWords(exactly_one.value) ?? '');
  return description?.value.value ?? l10n.t('constraint');
}

type AnyNode =
  | Leaf<string | number | boolean>
  | { kind: 'list'; items: readonly AnyNode[] }
  | { kind: 'struct' | 'dict' };

/** A value on one line; nothing for what has parts of its own. */
function inWords(node: Located<unknown> | AnyNode, separator = l10n.t(', ')): string | undefined {
  const value = node as AnyNode;
  if (value.kind === 'leaf') return String(value.value);
  if (value.kind !== 'list') return undefined;
  return value.items.map((item) => inWords(item, ' = ')).join(separator);
}
