import { isMap, isScalar, type Node, parseDocument } from 'yaml';
import type { Occurrence, SymbolKind } from '../policy/occurrences.ts';
import type { SourceText } from '../policy/source.ts';

/** The keys of a row whose values are names of the policy. */
const NAMED_BY: Readonly<Record<string, SymbolKind>> = {
  response_type: 'response_type',
  class: 'class',
  label: 'label',
};

/**
 * The names of a policy that the rows of a JSONL text use, with their quotes, as far as they may mean `name`:
 * "Ideal" may mean `ideal`. Lines that do not mention it are not parsed, those that are no object passed over.
 */
export function jsonlOccurrencesOf({ text }: SourceText, name: string): Occurrence[] {
  const found: Occurrence[] = [];
  const mention = fold(name);
  let start = 0;
  for (const line of text.split('\n')) {
    if (fold(line).includes(mention)) found.push(...inLine(line, start));
    start += line.length + 1;
  }
  return found;
}

function* inLine(line: string, start: number): Generator<Occurrence> {
  // JSON is YAML, and this reader knows places.
  const { contents, errors } = parseDocument(line, { logLevel: 'silent' });
  if (errors.length > 0 || !isMap(contents)) return;
  for (const { key, value } of contents.items) {
    const field = isScalar(key) ? String(key.value) : '';
    const kind = NAMED_BY[field];
    if (kind) yield* occurrence(kind, value as Node | null, start);
    else if ((field === 'propositions' || field === 'labels') && isMap(value)) {
      for (const label of value.items) yield* occurrence('proposition', label.key as Node, start);
    }
  }
}

function* occurrence(kind: SymbolKind, node: Node | null, start: number): Generator<Occurrence> {
  if (!isScalar(node) || typeof node.value !== 'string' || !node.range) return;
  const [from, to] = node.range;
  yield { kind, name: node.value, role: 'reference', span: { start: start + from, end: start + to } };
}

function fold(text: string): string {
  return text.toLowerCase().replace(/[\s_-]+/g, '_');
}
