import { type FoldingRange, FoldingRangeKind } from 'vscode-languageserver-types';
import { isCollection, isPair, isScalar, type Node, type Pair } from 'yaml';
import type { SourceText, Span } from '../../policy/source.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { childrenOf, documentOf, sourceOf, spanOfNode, spanOfPair, trimmed } from '../yaml-document.ts';

/** Everything over more than one line: sections, propositions, prompts, samples, completions, runs of comments. */
export async function foldingRanges(workspace: Workspace, uri: string): Promise<FoldingRange[]> {
  const source = await sourceOf(workspace, uri);
  if (!source) return [];
  // Where several things begin on one line, as a list item and its first key, the longest is what folds.
  const ends = new Map<number, number>();
  const scalarLines = new Set<number>();
  for (const { node, parent, span } of nodesOf(source)) {
    const { start, end } = source.range(trimmed(source.text, span));
    if (end.line === start.line) continue;
    if (isScalar(node)) for (let line = start.line + 1; line <= end.line; line++) scalarLines.add(line);
    // A block below its key folds with the key.
    const isBelowKey = isPair(parent) && isCollection(node) && !node.flow;
    if (!isBelowKey) ends.set(start.line, Math.max(end.line, ends.get(start.line) ?? 0));
  }
  return [
    ...[...ends].map(([startLine, endLine]): FoldingRange => ({ startLine, endLine })),
    ...commentRanges(source, scalarLines),
  ].sort((a, b) => a.startLine - b.startLine);
}

type AnyNode = Node | Pair;

function* nodesOf(source: SourceText): Generator<{ node: AnyNode; parent: AnyNode; span: Span }> {
  const root = documentOf(source).contents;
  // The file as a whole has nothing to fold into; its sections have.
  const open: AnyNode[] = root ? [root] : [];
  for (let parent = open.pop(); parent; parent = open.pop()) {
    for (const node of childrenOf(parent)) {
      const span = isPair(node) ? spanOfPair(node) : spanOfNode(node);
      if (span) yield { node, parent, span };
      open.push(node);
    }
  }
}

/** Two or more lines of comment in a row; a `#` at the beginning of a prompt's line is none. */
function* commentRanges({ text }: SourceText, scalarLines: ReadonlySet<number>): Generator<FoldingRange> {
  const lines = text.split(/\r\n|\r|\n/);
  const isComment = (line: number) => /^\s*#/.test(lines[line] ?? '') && !scalarLines.has(line);
  for (let line = 0; line < lines.length; line++) {
    if (!isComment(line)) continue;
    const startLine = line;
    while (isComment(line + 1)) line++;
    if (line > startLine) yield { startLine, endLine: line, kind: FoldingRangeKind.Comment };
  }
}
