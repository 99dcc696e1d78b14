import { type Document, isCollection, isPair, isScalar, type Node, type Pair, parseDocument } from 'yaml';
import type { SourceText, Span } from '../policy/source.ts';
import type { Workspace } from '../workspace/workspace.ts';

const documents = new WeakMap<SourceText, Document>();

/** The YAML tree of a text, whatever it means. Parsed once per text; never throws, half-typed texts included. */
export function documentOf(source: SourceText): Document {
  let document = documents.get(source);
  if (!document) {
    document = parseTolerantly(source.text);
    documents.set(source, document);
  }
  return document;
}

export function parseTolerantly(text: string): Document {
  return parseDocument(text, { prettyErrors: false, uniqueKeys: false, logLevel: 'silent' });
}

/** The text of a policy or samples file; undefined for any other file, and where there is none. */
export async function sourceOf(workspace: Workspace, uri: string): Promise<SourceText | undefined> {
  switch (workspace.kindOf(uri)) {
    case 'policy':
      return (await workspace.policyFile(uri))?.source;
    case 'samples':
      return (await workspace.samplesFile(uri))?.source;
    default:
      return undefined;
  }
}

export function spanOfNode(node: Node): Span | undefined {
  return node.range ? { start: node.range[0], end: node.range[1] } : undefined;
}

/** From the beginning of the key to the end of the value. */
export function spanOfPair({ key, value }: Pair): Span | undefined {
  const first = (key ?? value) as Node | null;
  const last = (value ?? key) as Node | null;
  const start = first && spanOfNode(first);
  const end = last && spanOfNode(last);
  return start && end ? { start: start.start, end: Math.max(start.end, end.end) } : undefined;
}

/** Without the white space at its end, which belongs to a block only in YAML's eyes. */
export function trimmed(text: string, { start, end }: Span): Span {
  let at = end;
  while (at > start && /\s/.test(text.charAt(at - 1))) at--;
  return { start, end: at };
}

/** What is under a node: pairs of a map, items of a list, key and value of a pair. */
export function childrenOf(node: unknown): readonly (Node | Pair)[] {
  const children = isPair(node) ? [node.key, node.value] : isCollection(node) ? node.items : [];
  return children.filter((child): child is Node | Pair => child !== null && child !== undefined);
}

export function isBlockScalar(node: unknown): boolean {
  return isScalar(node) && (node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED');
}
