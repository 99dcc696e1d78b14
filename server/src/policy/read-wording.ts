import * as l10n from '@vscode/l10n';
import { isMap, isScalar, isSeq, type Node } from 'yaml';
import { anyOf } from './lists.ts';
import { isEmpty, type Shape } from './shape.ts';

/** What the reader says of what a text should be, and of what it is. */

export function constants(shape: Shape): unknown[] {
  return (shape.anyOf ?? [shape]).flatMap((option) => (option.const === undefined ? [] : [option.const]));
}

export function expected(shape: Shape): string {
  // That nothing may stand there need not be asked for.
  const options = (shape.anyOf ?? [shape]).filter(({ type }) => type !== 'null');
  const words = options.map((option) => {
    if (option.const !== undefined) return `"${option.const}"`;
    switch (option.type) {
      case 'string':
        return l10n.t('a text');
      case 'boolean':
        return l10n.t('true or false');
      case 'integer':
      case 'number':
        return numberWords(option);
      case 'array':
        return l10n.t('a list');
      default:
        return l10n.t('a map of names to values');
    }
  });
  return anyOf([...new Set(words)]);
}

function numberWords({ type, minimum, maximum }: Shape): string {
  const isWhole = type === 'integer';
  if (minimum === undefined) return isWhole ? l10n.t('a whole number') : l10n.t('a number');
  if (maximum === undefined)
    return isWhole
      ? l10n.t('a whole number of {0} or more', minimum)
      : l10n.t('a number of {0} or more', minimum);
  return isWhole
    ? l10n.t('a whole number from {0} to {1}', minimum, maximum)
    : l10n.t('a number from {0} to {1}', minimum, maximum);
}

export function kindOf(node: Node | null): string {
  if (!node || isEmpty(node)) return l10n.t('empty');
  if (isMap(node)) return l10n.t('a map');
  if (isSeq(node)) return l10n.t('a list');
  if (isScalar(node)) {
    const shown = String(node.value);
    return shown.length > 40 ? l10n.t('a text') : `"${shown}"`;
  }
  return l10n.t('this');
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export function lowerFirst(text: string): string {
  return (text.charAt(0).toLowerCase() + text.slice(1)).replace(/\.$/, '');
}
