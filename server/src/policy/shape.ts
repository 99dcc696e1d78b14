import { isScalar, type Node } from 'yaml';

/** The part of JSON Schema that `schema.ts` uses. */
export interface Shape {
  readonly type?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[] | undefined;
  readonly patternProperties?: Readonly<Record<string, Shape>>;
  readonly items?: Shape;
  readonly anyOf?: readonly Shape[];
  readonly const?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
}

/** Nothing is written yet. */
export function isEmpty(node: Node | null): boolean {
  return node === null || (isScalar(node) && node.value === null && (node.source ?? '') === '');
}

/** Nothing is written yet, or `null`, or `~`. */
export function isNothing(node: Node | null): boolean {
  return isEmpty(node) || (isScalar(node) && node.value === null);
}
