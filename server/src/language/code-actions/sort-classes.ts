import * as l10n from '@vscode/l10n';
import { CodeActionKind } from 'vscode-languageserver-types';
import { endOf, replace } from '../../policy/edit/entries.ts';
import type { PolicyState } from '../../workspace/workspace.ts';
import type { Refactoring } from './refactor.ts';

export const SORT_CLASSES = `${CodeActionKind.Source}.sortClasses`;

/**
 * The classes of a file in the order that `completion_class_order` gives them. Each class moves with the
 * comments above it; nothing else changes.
 */
export function sortClasses({ files, policy: { classOrder } }: PolicyState): Refactoring[] {
  const file = files.at(-1);
  if (!file) return [];
  const { source, data } = file;
  const classes = data?.fields.completion_classes?.value;
  if (!classes || source.text[classes.span.start] === '{') return [];
  const rank = new Map(classOrder.map((name, index) => [name.text, index]));
  const rankOf = (name: string) => rank.get(name) ?? classOrder.length;
  // From the line behind the one before it, comments and all, to the end of its own last line.
  const ends = classes.entries.map(({ span }) => lineEnd(source.text, endOf(source, span)));
  const first = lineEnd(source.text, data?.fields.completion_classes?.key.span.end ?? 0);
  const blocks = classes.entries.map(({ key }, index) => ({
    name: key.value,
    text: source.text.slice(ends[index - 1] ?? first, ends[index]),
  }));
  const sorted = [...blocks].sort((a, b) => rankOf(a.name) - rankOf(b.name));
  if (sorted.every((block, index) => block === blocks[index])) return [];
  const span = { start: first, end: ends.at(-1) ?? first };
  // A gap between two classes is no gap before the first one.
  const text = sorted
    .map((block, index) => (index === 0 ? block.text.replace(/^\n\s*\n/, '\n') : block.text))
    .join('');
  return [
    {
      title: l10n.t('Sort the classes as completion_class_order does'),
      kind: SORT_CLASSES,
      edits: [replace(source, span, text)],
    },
  ];
}

/** Before the line break. */
function lineEnd(text: string, offset: number): number {
  const at = text.indexOf('\n', offset);
  return at === -1 ? text.length : at;
}
