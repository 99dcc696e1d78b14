import { readFileSync } from 'node:fs';
import { parseSync } from '@swc/core';

/** A call of `l10n.t`, or `vscode.l10n.t`, as the parser sees it. */
export interface Call {
  readonly path: string;
  /** Undefined where the first argument is no plain text. */
  readonly text: string | undefined;
  readonly argumentCount: number;
}

/** Every call in a file that asks for a translation. */
export function translatingCalls(path: string): Call[] {
  const program = parseSync(readFileSync(path, 'utf8'), { syntax: 'typescript', target: 'esnext' });
  return [...nodesIn(program)].flatMap((node) => {
    if (node.type !== 'CallExpression' || !isTranslator(node.callee)) return [];
    const [first, ...more] = node.arguments as { expression: Node }[];
    const text = first?.expression.type === 'StringLiteral' ? String(first.expression.value) : undefined;
    return [{ path, text, argumentCount: more.length }];
  });
}

/** `{0}` and `{question}`: what a translation must keep. */
export function placeholdersOf(text: string): string[] {
  return [...text.matchAll(/\{\w+\}/g)].map(([placeholder]) => placeholder).sort();
}

type Node = { readonly type: string; readonly [key: string]: unknown };

function* nodesIn(value: unknown): Generator<Node> {
  if (typeof value !== 'object' || value === null) return;
  if ('type' in value && typeof value.type === 'string') yield value as Node;
  for (const inner of Object.values(value)) yield* nodesIn(inner);
}

/** `l10n.t` on whatever object it is; `t` alone is nothing that the sources write. */
function isTranslator(callee: unknown): boolean {
  const { type, object, property } = callee as Member;
  if (type !== 'MemberExpression' || property.value !== 't') return false;
  return object.value === 'l10n' || object.property?.value === 'l10n';
}

type Name = { readonly value?: string };
type Member = {
  readonly type: string;
  readonly property: Name;
  readonly object: Name & { readonly property?: Name };
};
