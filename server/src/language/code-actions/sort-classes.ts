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
  const blocks = classes.entries.map(({ key, span }, index) => {
    const previous = classes.entries[index - 1];
    const start = previous ? endOf(source, previous.span) : lineStart(source.text, span.start);
    return { name: key.value, text: source.text.slice(start, endOf(source, span)) };
  });
  const sorted = [...blocks].sort((a, b) => rankOf(a.name) - rankOf(b.name));
  const first = classes.entries[0];
  const last = classes.entries.at(-1);
  if (!first || !last || sorted.every((block, index) => block === blocks[index])) return [];
  const span = { start: lineStart(source.text, first.span.start), end: endOf(source, last.span) };
  // The first block has no line break before it.
  const text = sorted
    .map((block) => block.text.replace(/^\n*/, '\n'))
    .join('')
    .slice(1);
  return [
    {
      title: 'Sort the classes as completion_class_order does',
      kind: SORT_CLASSES,
      edits: [replace(source, span, text)],
    },
  ];
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}
