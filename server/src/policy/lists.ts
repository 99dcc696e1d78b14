import * as l10n from '@vscode/l10n';

/** Names and parts of sentences one after the other, as the language of the user writes lists. */

/** a, b, c */
export function inList(parts: readonly string[]): string {
  return parts.join(l10n.t(', '));
}

/** Parts that have commas in themselves: a; b; c */
export function inLongList(parts: readonly string[]): string {
  return parts.join(l10n.t('; '));
}

/** a and b and c */
export function allOf(parts: readonly string[]): string {
  return parts.join(l10n.t(' and '));
}

/** a or b or c */
export function anyOf(parts: readonly string[]): string {
  return parts.join(l10n.t(' or '));
}
