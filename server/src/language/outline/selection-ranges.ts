import type { SelectionRange } from 'vscode-languageserver-types';
import { isPair, isScalar, type Node, type Pair, type Scalar } from 'yaml';
import { contains, type SourceText, type Span } from '../../policy/source.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import {
  childrenOf,
  documentOf,
  isBlockScalar,
  sourceOf,
  spanOfNode,
  spanOfPair,
  trimmed,
} from '../yaml-document.ts';

/** For each offset: word, line of a text, text, entry, map or list, and so on up to the file. */
export async function selectionRanges(
  workspace: Workspace,
  uri: string,
  offsets: readonly number[],
): Promise<SelectionRange[]> {
  const source = await sourceOf(workspace, uri);
  if (!source) return [];
  return offsets.map((offset) => {
    const file: SelectionRange = { range: source.range({ start: 0, end: source.text.length }) };
    let outer = { start: 0, end: source.text.length };
    return spansAt(source, offset).reduce((parent, span) => {
      // An editor refuses a range that is not inside its parent or that selects nothing more.
      const isInside = span.start >= outer.start && span.end <= outer.end;
      const isSame = span.start === outer.start && span.end === outer.end;
      if (!isInside || isSame || span.end <= span.start) return parent;
      outer = span;
      return { range: source.range(span), parent };
    }, file);
  });
}

/** Spans around an offset, the largest first. */
function spansAt(source: SourceText, offset: number): Span[] {
  const spans: Span[] = [];
  let node: Node | Pair | undefined = documentOf(source).contents ?? undefined;
  while (node) {
    const span = isPair(node) ? spanOfPair(node) : spanOfNode(node);
    if (!span) break;
    spans.push(trimmed(source.text, span));
    if (isScalar(node)) spans.push(...spansInScalar(source.text, node, span, offset));
    node = childrenOf(node).find((child) => isAround(source.text, child, offset));
  }
  const word = wordAt(source.text, offset);
  return word ? [...spans, word] : spans;
}

function isAround(text: string, node: Node | Pair, offset: number): boolean {
  const span = isPair(node) ? spanOfPair(node) : spanOfNode(node);
  return span !== undefined && contains(trimmed(text, span), offset);
}

function* spansInScalar(text: string, node: Scalar, span: Span, offset: number): Generator<Span> {
  if (node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE') {
    yield { start: span.start + 1, end: span.end - 1 };
  }
  if (!text.slice(span.start, span.end).includes('\n')) return;
  if (isBlockScalar(node)) {
    const firstLine = text.indexOf('\n', span.start) + 1;
    if (offset < firstLine) return;
    const content = text.slice(firstLine, span.end);
    yield trimmed(text, { start: span.end - content.trimStart().length, end: span.end });
  }
  const line = lineAt(text, offset);
  yield { start: Math.max(line.start, span.start), end: Math.min(line.end, span.end) };
}

/** The line around an offset without its indentation. */
function lineAt(text: string, offset: number): Span {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  const lineEnd = text.indexOf('\n', offset);
  const line = text.slice(lineStart, lineEnd === -1 ? text.length : lineEnd);
  const start = lineStart + line.length - line.trimStart().length;
  return { start, end: Math.max(start, lineStart + line.trimEnd().length) };
}

function wordAt(text: string, offset: number): Span | undefined {
  let start = offset;
  let end = offset;
  while (start > 0 && /[\p{L}\p{N}_]/u.test(text.charAt(start - 1))) start--;
  while (end < text.length && /[\p{L}\p{N}_]/u.test(text.charAt(end))) end++;
  return end > start ? { start, end } : undefined;
}
