import * as l10n from '@vscode/l10n';
import { CompletionItemKind } from 'vscode-languageserver-types';
import type { Shape } from '../../policy/shape.ts';
import type { Path, Slot } from './completion-context.ts';
import { BLANK, type Candidate, type Piece, TRUE_OR_FALSE } from './completion-item.ts';

/** What may stand at a path; of alternatives all. */
export function shapesAt(root: Shape, path: Path): Shape[] {
  return path.reduce<Shape[]>(
    (shapes, step) =>
      shapes.flatMap((shape): Shape[] => {
        const next =
          typeof step === 'number'
            ? shape.items
            : shape.properties
              ? shape.properties[step]
              : Object.values(shape.patternProperties ?? {})[0];
        return next ? alternatives(next) : [];
      }),
    alternatives(root),
  );
}

/** The keys that a map at these shapes can have and does not. */
export function keyCandidates(shapes: readonly Shape[], slot: Slot): Candidate[] {
  return shapes.flatMap(({ properties = {} }) =>
    Object.entries(properties)
      .filter(([key]) => !slot.keys.has(key))
      .map(([key, shape]) => ({
        label: key,
        kind: CompletionItemKind.Property,
        // In the words of the schema, from which `npm run l10n` collects them.
        documentation: shape.description && l10n.t(shape.description),
        pieces: keyPieces(slot, key, isLongText(slot.path, key) ? 'text' : alternatives(shape)),
      })),
  );
}

/** The values that the schema itself knows: enumerations, true and false. */
export function valueCandidates(shapes: readonly Shape[]): Candidate[] {
  const values = shapes.flatMap((shape) => {
    if (shape.const !== undefined) return [String(shape.const)];
    return shape.type === 'boolean' ? ['true', 'false'] : [];
  });
  return [...new Set(values)].map((label) => ({ label, kind: CompletionItemKind.EnumMember }));
}

/** A key with all that leads to its value: `key: `, or the next line where a map or a list begins. */
export function keyPieces(slot: Slot, name: string, value: readonly Shape[] | 'text'): Piece[] {
  const key = slot.isQuoted ? name : yamlWord(name);
  if (slot.isFollowedByColon || slot.isQuoted) return [key];
  const below = `\n${' '.repeat(slot.column + 2)}`;
  if (value === 'text') return slot.isFlow ? [`${key}: `] : [`${key}: |-${below}`, BLANK];
  if (value.every(({ type }) => type === 'boolean')) return [`${key}: `, TRUE_OR_FALSE];
  const has = (type: string) => value.some((shape) => shape.type === type);
  const isCollection = value.every(({ type }) => type === 'object' || type === 'array');
  if (!isCollection) return [`${key}: `];
  if (slot.isFlow) return has('object') ? [`${key}: { `, BLANK, ' }'] : [`${key}: [`, BLANK, ']'];
  return has('object') ? [`${key}:${below}`, BLANK] : [`${key}:${below}- `, BLANK];
}

/** A name as it must be written to be one word of YAML. */
export function yamlWord(name: string): string {
  return /^[\p{L}_./](?:[\p{L}\p{N}_./* -]*[\p{L}\p{N}_./*-])?$/u.test(name) ? name : JSON.stringify(name);
}

function alternatives(shape: Shape): Shape[] {
  return shape.anyOf ? shape.anyOf.flatMap(alternatives) : [shape];
}

/** Texts of several lines are begun as a block. */
function isLongText(path: Path, key: string): boolean {
  return (
    (path.length === 0 && key === 'prompt_template') ||
    (path[0] === 'simple_propositions' && key === 'prompt') ||
    (path[0] === 'samples' && key === 'text')
  );
}
