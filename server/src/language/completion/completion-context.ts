import { type Document, isMap, isPair, isScalar, isSeq, type Pair, type Scalar, visit } from 'yaml';
import { contains, type SourceText, type Span } from '../../policy/source.ts';
import { documentOf, isBlockScalar, parseTolerantly, spanOfNode, trimmed } from '../yaml-document.ts';
import { flowDepth } from './flow-depth.ts';

/** A key of a map or the index of a list. */
export type PathStep = string | number;
export type Path = readonly PathStep[];

/** A place for a name or a value, whatever of it is typed already. */
export interface Slot {
  readonly kind: 'slot';
  /** Of the map where a key is meant, else of the value. */
  readonly path: Path;
  readonly acceptsKey: boolean;
  readonly acceptsValue: boolean;
  /** The other keys of the map. */
  readonly keys: ReadonlySet<string>;
  /** The other texts of the list. */
  readonly items: ReadonlySet<string>;
  /** What is typed of it, which the completion replaces. */
  readonly replaced: Span;
  /** Where the lines below a key are indented from. */
  readonly column: number;
  readonly isFlow: boolean;
  readonly isQuoted: boolean;
  readonly isFollowedByColon: boolean;
  /** The file with the slot filled, for what stands around it. */
  readonly document: Document;
}

/** Inside a text. */
export interface Prose {
  readonly kind: 'prose';
  readonly path: Path;
}

/** Stands in for what is being typed: a half-typed line is seldom YAML, a whole word in its place is. */
const CURSOR = '_rbr_cursor_';
const BOUNDARY = /[\s,{}[\]"':]/;

/** Where in a half-typed file the cursor is; undefined where nothing can be offered: comments, broken lines. */
export function contextAt(source: SourceText, offset: number): Slot | Prose | undefined {
  const text = proseAt(source, offset);
  if (text) return text;
  const { text: all } = source;
  const word = wordAt(all, offset);
  const before = all.slice(0, word.start);
  const after = all.slice(word.end);
  const isQuoted = /["']$/.test(before);
  const isFlow = flowDepth(before) > 0;
  const isFollowedByColon = /^["']?[ \t]*:(?=\s|$)/.test(after);
  const isLineStart = /(?:^|\n)[ \t]*(?:- +)*$/.test(before);
  const isWhole = isQuoted || isFollowedByColon || /^[ \t]*,/.test(after);
  const completed = isWhole ? '' : isFlow ? ',' : isLineStart ? ':' : '';
  const filled = `${before}${CURSOR}${completed}${after}`;
  const document = parseTolerantly(filled);
  const found = findCursor(document);
  const slot = found && slotOf(found, filled);
  return (
    slot && {
      kind: 'slot',
      ...slot,
      acceptsValue: slot.acceptsValue && !isFollowedByColon,
      replaced: word,
      column: source.positionAt(isQuoted ? word.start - 1 : word.start).character,
      isFlow,
      isQuoted,
      isFollowedByColon,
      document,
    }
  );
}

/** The text that the cursor is in the middle of. */
function proseAt(source: SourceText, offset: number): Prose | undefined {
  let found: Prose | undefined;
  visit(documentOf(source), {
    Scalar(key, node, ancestors) {
      const whole = spanOfNode(node);
      if (key === 'key' || !whole) return undefined;
      const span = trimmed(source.text, whole);
      const isText = isBlockScalar(node) || /[\s{]/.test(source.text.slice(span.start, span.end));
      if (!isText || !contains(span, offset) || offset <= span.start) return undefined;
      found = { kind: 'prose', path: pathOf(ancestors, node) };
      return visit.BREAK;
    },
    // What does not contain the cursor need not be looked into.
    Collection: (_, node) => (node.range && node.range[2] < offset ? visit.SKIP : undefined),
  });
  return found;
}

/** The word that the cursor is in, or before which or after which it stands. */
function wordAt(text: string, offset: number): Span {
  let start = offset;
  while (start > 0 && !BOUNDARY.test(text.charAt(start - 1))) start--;
  let end = offset;
  while (end < text.length && !BOUNDARY.test(text.charAt(end))) end++;
  return { start, end };
}

interface Found {
  readonly node: Scalar;
  readonly isKey: boolean;
  readonly ancestors: readonly unknown[];
}

function findCursor(document: Document): Found | undefined {
  let found: Found | undefined;
  visit(document, {
    Scalar(key, node, ancestors) {
      if (node.value !== CURSOR || isBlockScalar(node)) return undefined;
      found = { node, isKey: key === 'key', ancestors: [...ancestors] };
      return visit.BREAK;
    },
  });
  return found;
}

function slotOf(
  { node, isKey, ancestors }: Found,
  text: string,
): Pick<Slot, 'path' | 'acceptsKey' | 'acceptsValue' | 'keys' | 'items'> | undefined {
  if (!isKey) {
    return {
      path: pathOf(ancestors, node),
      acceptsKey: false,
      acceptsValue: true,
      keys: new Set(),
      items: textsBeside(ancestors.at(-1), node),
    };
  }
  const [list, map, pair] = ancestors.slice(-3);
  if (!isMap(map)) return undefined;
  const others = map.items.filter((each) => each !== pair);
  if (!map.flow && !isAligned(text, node, others)) return undefined;
  return {
    path: pathOf(ancestors.slice(0, -1), map),
    acceptsKey: true,
    acceptsValue: others.length === 0 && !map.flow,
    keys: new Set(others.flatMap(({ key }) => (isScalar(key) ? [keyText(key)] : []))),
    items: textsBeside(list, map),
  };
}

function textsBeside(list: unknown, item: unknown): Set<string> {
  const others = isSeq(list) ? list.items.filter((each) => each !== item) : [];
  return new Set(others.flatMap((each) => (isScalar(each) ? [String(each.value)] : [])));
}

/** YAML's parser forgives a key that stands left or right of its map; nothing fits there all the same. */
function isAligned(text: string, node: Scalar, [other]: readonly Pair<unknown, unknown>[]): boolean {
  const columnOf = (key: unknown): number => {
    const start = isScalar(key) ? (key.range?.[0] ?? 0) : 0;
    return start - (text.lastIndexOf('\n', start - 1) + 1);
  };
  return other === undefined || columnOf(node) === columnOf(other.key);
}

function pathOf(ancestors: readonly unknown[], last: unknown): Path {
  return [...ancestors, last].flatMap((node, index, all): PathStep[] => {
    if (isPair(node)) return isScalar(node.key) ? [keyText(node.key)] : [''];
    return isSeq(node) && index < all.length - 1 ? [node.items.indexOf(all[index + 1])] : [];
  });
}

function keyText({ source, value }: Scalar): string {
  return source ?? String(value ?? '');
}
