import type { TextEdit } from 'vscode-languageserver-types';
import { Parser } from 'yaml';
import type { SourceText } from '../../policy/source.ts';
import { parseTolerantly } from '../yaml-document.ts';
import { meanTheSame } from './format-meaning.ts';
import { CannotPrint, print } from './format-printer.ts';

/**
 * The text with two columns a level, one space after a colon, `{ a: true }` and `[a, b]`, no white space at
 * line ends and one line break at the end of the file. Comments, blank lines, order, quotes and the text of
 * prompts stay. Undefined where all of it stays as it is: the text is broken, is YAML of a kind that policies
 * have no use for, or would not mean the same afterwards.
 */
export function format(text: string): string | undefined {
  const document = parseTolerantly(text);
  if (document.errors.length > 0) return undefined;
  const printed = printedOrNot(text);
  if (printed === undefined) return undefined;
  // Line breaks at the end of the file can be part of a prompt that says so, `|+`.
  return [withOneBreakAtEnd(printed), printed].find((candidate) =>
    meanTheSame({ document, text }, { document: parseTolerantly(candidate), text: candidate }),
  );
}

/** The format as edits, each within one line where that will do, so that cursors and marks stay. */
export function formatEdits(source: SourceText): TextEdit[] {
  const formatted = format(source.text);
  if (formatted === undefined || formatted === source.text) return [];
  const before = linesOf(source.text);
  const after = linesOf(formatted);
  const edits: TextEdit[] = [];
  let start = 0;
  // Lines are never joined or split; only blank ones at the end go.
  for (let index = 0; index < before.length; index++) {
    const line = before[index] as string;
    const edit = changed(
      line,
      index === before.length - 1 ? after.slice(index).join('') : (after[index] ?? ''),
    );
    if (edit) {
      const range = source.range({ start: start + edit.start, end: start + edit.end });
      edits.push({ range, newText: edit.newText });
    }
    start += line.length;
  }
  return edits;
}

function printedOrNot(text: string): string | undefined {
  try {
    return print(new Parser().parse(text));
  } catch (error) {
    if (error instanceof CannotPrint) return undefined;
    throw error;
  }
}

function withOneBreakAtEnd(text: string): string {
  const content = text.trimEnd();
  return content === '' ? '' : content + (text.includes('\r\n') ? '\r\n' : '\n');
}

/** Each with its line break. */
function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** What differs between two lines, without what they begin and end with alike. */
function changed(before: string, after: string): { start: number; end: number; newText: string } | undefined {
  if (before === after) return undefined;
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start++;
  let tail = 0;
  while (tail < most - start && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  return { start, end: before.length - tail, newText: after.slice(start, after.length - tail) };
}
