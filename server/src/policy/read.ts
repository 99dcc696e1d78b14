import * as l10n from '@vscode/l10n';
import type { Static, TSchema } from 'typebox';
import { type Document, isAlias, isMap, isScalar, isSeq, type Node, type Pair, parseDocument } from 'yaml';
import { addEntry, removeEntry } from './edit/entries.ts';
import type { Finding, Fix } from './finding.ts';
import { inList } from './lists.ts';
import type { Located } from './located.ts';
import { nearest } from './nearest.ts';
import { capital, constants, expected, kindOf, lowerFirst } from './read-wording.ts';
import { isEmpty, isNothing, type Shape } from './shape.ts';
import type { SourceText, Span } from './source.ts';

export interface ReadResult<S extends TSchema> {
  /** Undefined only where the text holds nothing of the right kind. */
  readonly root: Located<Static<S>> | undefined;
  readonly findings: readonly Finding[];
}

/** A file that refers to itself over and over could grow without end; no honest one comes near this. */
const MAX_NODES_FROM_ALIASES = 20_000;

/**
 * Reads YAML by a schema. Never throws: what does not fit becomes a finding at its place and is left
 * out of the result; everything around it stays.
 */
export function readYaml<S extends TSchema>(source: SourceText, schema: S): ReadResult<S> {
  // Duplicate keys are looked for here, with better words and in linear time.
  const document = parseDocument(source.text, { prettyErrors: false, uniqueKeys: false, logLevel: 'silent' });
  const reader = new Reader(source, document);
  // What is missing at the end is missed after the last thing that is there.
  const end = source.text.trimEnd().length;
  for (const problem of document.errors) {
    const start = Math.max(0, Math.min(problem.pos[0], end - 1));
    reader.report('yaml-syntax', l10n.t('Not valid YAML here: {0}.', lowerFirst(problem.message)), {
      start,
      end: Math.max(Math.min(problem.pos[1], end), start + 1),
    });
  }
  const root = document.contents
    ? reader.read(document.contents, schema as Shape, () => l10n.t('the file'))
    : undefined;
  return { root: root as Located<Static<S>> | undefined, findings: reader.findings };
}

type AnyNode = {
  kind: 'leaf' | 'list' | 'dict' | 'struct';
  span: Span;
  [more: string]: unknown;
};

/** How messages call a value. Most values are never called anything. */
type Named = () => string;

class Reader {
  readonly findings: Finding[] = [];
  readonly #source: SourceText;
  readonly #document: Document;
  readonly #openAliases: string[] = [];
  #nodesFromAliases = 0;

  constructor(source: SourceText, document: Document) {
    this.#source = source;
    this.#document = document;
  }

  report(code: string, message: string, span: Span, more: Partial<Finding> = {}): void {
    this.findings.push({ code, severity: 'error', message, place: this.#source.place(span), ...more });
  }

  /** `what` names the value in messages, once there is one: `"apology"`, `the file`. */
  read(node: Node | null, shape: Shape, what: Named, emptyAt?: Span): AnyNode | undefined {
    if (node && isAlias(node)) return this.#readAlias(node.source, node, shape, what);
    if (this.#openAliases.length > 0 && ++this.#nodesFromAliases > MAX_NODES_FROM_ALIASES) return undefined;
    const chosen = choose(shape, node);
    const span = node && !isEmpty(node) ? spanOf(node) : emptyAt;
    if (!span) return undefined;
    if (isNothing(node) && allows(shape, 'null')) return { kind: 'leaf', value: null, span };
    if (isEmpty(node)) return this.#readEmpty(chosen, what, span);
    if (node && isMap(node) && chosen.properties)
      return this.#readStruct(node.items as Pair<Node>[], chosen, what, span);
    if (node && isMap(node) && chosen.patternProperties) {
      return this.#readDict(node.items as Pair<Node>[], chosen, what, span);
    }
    if (node && isSeq(node) && chosen.type === 'array')
      return this.#readList(node.items as Node[], chosen, what, span);
    if (node && isScalar(node)) {
      const leaf = readScalar(node.value, node.source, shape);
      if (leaf !== undefined) return { kind: 'leaf', value: leaf, span };
    }
    this.#wrongType(node, shape, what, span);
    return undefined;
  }

  #readAlias(anchor: string, node: Node, shape: Shape, what: Named): AnyNode | undefined {
    const target = isAlias(node) ? node.resolve(this.#document) : undefined;
    const span = spanOf(node);
    // An unresolved anchor has been reported as YAML syntax already.
    if (!target) return undefined;
    if (this.#openAliases.includes(anchor)) {
      this.report('yaml-syntax', l10n.t('The anchor "{0}" contains itself.', anchor), span);
      return undefined;
    }
    this.#openAliases.push(anchor);
    const before = this.#nodesFromAliases;
    const read = this.read(target, shape, what, span);
    this.#openAliases.pop();
    if (before <= MAX_NODES_FROM_ALIASES && this.#nodesFromAliases > MAX_NODES_FROM_ALIASES) {
      this.report('yaml-syntax', l10n.t('Aliases expand to too much here; write the values out.'), span);
    }
    return read;
  }

  /** A key without a value yet: an empty map or list is a fine beginning, an empty value is not. */
  #readEmpty(shape: Shape, what: Named, span: Span): AnyNode | undefined {
    if (shape.properties) return { kind: 'struct', fields: {}, span };
    if (shape.patternProperties) return { kind: 'dict', entries: [], span, incomplete: true };
    if (shape.type === 'array') return { kind: 'list', items: [], span };
    this.report('missing-value', l10n.t('{0} needs a value: {1}.', capital(what()), expected(shape)), span);
    return undefined;
  }

  #readStruct(pairs: readonly Pair<Node>[], shape: Shape, what: Named, span: Span): AnyNode {
    const properties = shape.properties as Record<string, Shape>;
    const fields: Record<string, { key: AnyNode; value: AnyNode }> = Object.create(null);
    const seen = new Map<string, Span>();
    for (const { key, name, value } of this.#entries(pairs)) {
      const property = Object.hasOwn(properties, name) ? properties[name] : undefined;
      if (!property) {
        this.#unknownKey(
          name,
          key,
          what,
          Object.keys(properties).filter((known) => !seen.has(known)),
        );
        continue;
      }
      if (this.#isDuplicate(name, key, seen, pairs, span)) continue;
      const read = this.read(value, property, () => `"${name}"`, key);
      if (read) fields[name] = { key: { kind: 'leaf', value: name, span: key }, value: read };
    }
    for (const name of shape.required ?? []) {
      if (!seen.has(name)) {
        const key = pairs[0]?.key;
        const place = key ? spanOf(key) : span;
        this.report(
          'missing-key',
          l10n.t('{0} needs the key "{1}": {2}.', capital(what()), name, expected(properties[name] ?? {})),
          place,
          { fixes: this.#withKey(name, properties[name], pairs, span) },
        );
      }
    }
    return { kind: 'struct', fields, span };
  }

  #readDict(pairs: readonly Pair<Node>[], shape: Shape, what: Named, span: Span): AnyNode {
    const [valueShape] = Object.values(shape.patternProperties ?? {});
    const entries: { key: AnyNode; value: AnyNode; span: Span }[] = [];
    const seen = new Map<string, Span>();
    let incomplete = false;
    for (const { key, name, value } of this.#entries(pairs)) {
      if (name === '') {
        incomplete = true;
        this.report('missing-key', l10n.t('A name is missing before the colon in {0}.', what()), key);
        continue;
      }
      if (this.#isDuplicate(name, key, seen, pairs, span)) continue;
      const read = this.read(value, valueShape ?? {}, () => `"${name}"`, key);
      if (!read) {
        incomplete = true;
        continue;
      }
      const end = value ? spanOf(value).end : key.end;
      entries.push({
        key: { kind: 'leaf', value: name, span: key },
        value: read,
        span: { start: key.start, end: Math.max(end, key.end) },
      });
    }
    return { kind: 'dict', entries, span, ...(incomplete && { incomplete }) };
  }

  #readList(nodes: readonly (Node | null)[], shape: Shape, what: Named, span: Span): AnyNode {
    const items: AnyNode[] = [];
    nodes.forEach((node, index) => {
      // An item that is not written yet ("- ") says nothing.
      if (isEmpty(node)) return;
      const read = this.read(
        node,
        shape.items ?? {},
        () => l10n.t('item {0} of {1}', index + 1, what()),
        span,
      );
      if (read) items.push(read);
    });
    return { kind: 'list', items, span };
  }

  *#entries(pairs: readonly Pair<Node>[]): Generator<{ key: Span; name: string; value: Node | null }> {
    for (const pair of pairs) {
      const keyNode = pair.key as Node | null;
      const value = (pair.value ?? null) as Node | null;
      if (keyNode && isScalar(keyNode)) {
        if (keyNode.value === '<<' && value && isAlias(value)) {
          const merged = value.resolve(this.#document);
          if (merged && isMap(merged)) yield* this.#entries(merged.items as Pair<Node>[]);
          continue;
        }
        // The source, not the value: `404:` and `yes:` are names like any other.
        yield { key: spanOf(keyNode), name: keyNode.source ?? String(keyNode.value ?? ''), value };
      } else if (keyNode) {
        this.report('wrong-type', l10n.t('A key must be a plain name.'), spanOf(keyNode));
      }
    }
  }

  #isDuplicate(
    name: string,
    key: Span,
    seen: Map<string, Span>,
    pairs: readonly Pair<Node>[],
    span: Span,
  ): boolean {
    const first = seen.get(name);
    if (!first) {
      seen.set(name, key);
      return false;
    }
    this.report('duplicate-name', l10n.t('"{0}" is defined twice here; the first one counts.', name), key, {
      related: [{ message: l10n.t('The first one.'), place: this.#source.place(first) }],
      fixes: this.#withoutPair(key, pairs, span),
    });
    return true;
  }

  #withoutPair(key: Span, pairs: readonly Pair<Node>[], span: Span): Fix[] {
    const entries = pairs.map((pair) => ({ span: spanOfPair(pair) }));
    const index = entries.findIndex((entry) => entry.span.start === key.start);
    if (index === -1) return [];
    return [
      { title: l10n.t('Remove this one'), edits: [removeEntry(this.#source, { entries, span }, index)] },
    ];
  }

  /** One fix per value that there is, where there are few. */
  #withKey(name: string, property: Shape | undefined, pairs: readonly Pair<Node>[], span: Span): Fix[] {
    const entries = pairs.map((pair) => ({ span: spanOfPair(pair) }));
    return constants(property ?? {}).map((value) => ({
      title: l10n.t('Add "{0}: {1}"', name, String(value)),
      edits: [addEntry(this.#source, { entries, span }, `${name}: ${value}`)],
    }));
  }

  #unknownKey(name: string, key: Span, what: Named, known: readonly string[]): void {
    const meant = nearest(name, known);
    const fixes: Fix[] = meant
      ? [
          {
            title: l10n.t('Change to "{0}"', meant),
            edits: [{ place: this.#source.place(key), newText: meant }],
          },
        ]
      : [];
    this.report('unknown-key', unknownKey(name, what(), meant, known), key, { fixes });
  }

  #wrongType(node: Node | null, shape: Shape, what: Named, span: Span): void {
    const fixes: Fix[] = [];
    if (node && isScalar(node) && allows(shape, 'boolean')) {
      const meant = BOOLEAN_WORDS.get(String(node.value).toLowerCase());
      if (meant !== undefined) {
        fixes.push({
          title: meant ? l10n.t('Change to true') : l10n.t('Change to false'),
          edits: [{ place: this.#source.place(span), newText: `${meant}` }],
        });
      }
    }
    const options = constants(shape);
    if (node && isScalar(node) && options.length > 0) {
      const meant = nearest(String(node.value), options.map(String));
      if (meant) {
        fixes.push({
          title: l10n.t('Change to "{0}"', meant),
          edits: [{ place: this.#source.place(span), newText: meant }],
        });
      }
    }
    // A long block would paint half the file red; its beginning says where it is.
    const lineEnd = this.#source.text.indexOf('\n', span.start);
    const end = lineEnd === -1 ? span.end : Math.min(span.end, Math.max(lineEnd, span.start + 1));
    this.report(
      'wrong-type',
      l10n.t('{0} must be {1}, not {2}.', capital(what()), expected(shape), kindOf(node)),
      { start: span.start, end },
      { fixes },
    );
  }
}

function unknownKey(
  name: string,
  where: string,
  meant: string | undefined,
  known: readonly string[],
): string {
  if (meant !== undefined) return l10n.t('Unknown key "{0}" in {1}; did you mean "{2}"?', name, where, meant);
  return known.length > 0
    ? l10n.t('Unknown key "{0}" in {1}; known here: {2}.', name, where, inList(known))
    : l10n.t('Unknown key "{0}" in {1}.', name, where);
}

const BOOLEAN_WORDS = new Map([
  ['yes', true],
  ['on', true],
  ['true', true],
  ['no', false],
  ['off', false],
  ['false', false],
]);

function spanOf(node: Node): Span {
  const range = node.range;
  return range ? { start: range[0], end: range[1] } : { start: 0, end: 0 };
}

function spanOfPair({ key, value }: Pair<Node>): Span {
  const { start, end } = spanOf(key);
  const last = (value ?? null) as Node | null;
  return { start, end: Math.max(end, last?.range?.[1] ?? end) };
}

/** Of alternatives the one for this kind of node; they always differ in kind. */
function choose(shape: Shape, node: Node | null): Shape {
  if (!shape.anyOf) return shape;
  const fits = (option: Shape): boolean => {
    if (node && isMap(node)) return option.type === 'object';
    if (node && isSeq(node)) return option.type === 'array';
    if (isEmpty(node)) return option.type === 'object' || option.type === 'array';
    return option.type !== 'object' && option.type !== 'array';
  };
  return shape.anyOf.find(fits) ?? shape;
}

/** The scalar as the schema wants it; undefined where it does not fit. */
function readScalar(value: unknown, written: string | undefined, shape: Shape): unknown {
  for (const option of shape.anyOf ?? [shape]) {
    if (option.const !== undefined) {
      if (value === option.const) return value;
    } else if (option.type === 'string') {
      // `id: 12` and `label: true` are names that happen to look like something else.
      return typeof value === 'string' ? value : (written ?? String(value));
    } else if (option.type === 'boolean') {
      if (typeof value === 'boolean') return value;
    } else if (option.type === 'number' || option.type === 'integer') {
      const whole = option.type !== 'integer' || Number.isInteger(value);
      if (typeof value === 'number' && whole && inBounds(value, option)) return value;
    }
  }
  return undefined;
}

function inBounds(value: number, shape: Shape): boolean {
  return (
    Number.isFinite(value) && value >= (shape.minimum ?? -Infinity) && value <= (shape.maximum ?? Infinity)
  );
}

function allows(shape: Shape, type: string): boolean {
  return (shape.anyOf ?? [shape]).some((option) => option.type === type);
}
