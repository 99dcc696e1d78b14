import { isMap, isScalar, isSeq, type Node } from 'yaml';
import { isEmpty, type Shape } from './shape.ts';

/** What the reader says of what a text should be, and of what it is. */

export function constants(shape: Shape): unknown[] {
  return (shape.anyOf ?? [shape]).flatMap((option) => (option.const === undefined ? [] : [option.const]));
}

export function expected(shape: Shape): string {
  const words = (shape.anyOf ?? [shape]).map((option) => {
    if (option.const !== undefined) return `"${option.const}"`;
    switch (option.type) {
      case 'string':
        return 'a text';
      case 'boolean':
        return 'true or false';
      case 'integer':
      case 'number':
        return numberWords(option);
      case 'array':
        return 'a list';
      default:
        return 'a map of names to values';
    }
  });
  return [...new Set(words)].join(' or ');
}

function numberWords({ type, minimum, maximum }: Shape): string {
  const kind = type === 'integer' ? 'a whole number' : 'a number';
  if (minimum !== undefined && maximum !== undefined) return `${kind} from ${minimum} to ${maximum}`;
  return minimum === undefined ? kind : `${kind} of ${minimum} or more`;
}

export function kindOf(node: Node | null): string {
  if (!node || isEmpty(node)) return 'empty';
  if (isMap(node)) return 'a map';
  if (isSeq(node)) return 'a list';
  if (isScalar(node)) {
    const shown = String(node.value);
    return shown.length > 40 ? 'a text' : `"${shown}"`;
  }
  return 'this';
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export function lowerFirst(text: string): string {
  return (text.charAt(0).toLowerCase() + text.slice(1)).replace(/\.$/, '');
}
