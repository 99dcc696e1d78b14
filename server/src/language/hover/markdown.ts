import type { Location } from 'vscode-languageserver-types';

/**
 * Text for hovers. Prompts, completions and names come from files that anyone may have written: what is
 * not ours is escaped, or fenced with a fence longer than any inside it.
 */

/** Inline text that shows as it is: no markup, no links, no HTML, one line. */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/[\\`*_{}[\]()#+\-.!|<>~&$:@]/g, (character) =>
      character === '&' ? '&amp;' : `\\${character}`,
    );
}

/** A block that shows as it is, over several lines. */
export function fenced(text: string, language = 'text'): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map((run) => run[0].length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}

/** Inline code that shows as it is. */
export function code(text: string): string {
  const flat = text.replace(/\s+/g, ' ');
  const longest = Math.max(0, ...[...flat.matchAll(/`+/g)].map((run) => run[0].length));
  const fence = '`'.repeat(longest + 1);
  const space = flat.startsWith('`') || flat.endsWith('`') ? ' ' : '';
  return `${fence}${space}${flat}${space}${fence}`;
}

/** A name as code that leads to its definition, where that is known. */
export function linkTo(name: string, location: Location | undefined): string {
  if (!location) return code(name);
  // What ends a link is written so that it does not.
  const uri = location.uri.replace(/[()<> ]/g, escaped);
  return `[${code(name)}](${uri}#L${location.range.start.line + 1})`;
}

function escaped(character: string): string {
  return `%${character.charCodeAt(0).toString(16)}`;
}

/** Runs a command of the client; only for clients that allow it. */
export function commandLink(title: string, command: string, argument: object): string {
  const encoded = encodeURIComponent(JSON.stringify([argument])).replace(/[()]/g, escaped);
  return `[${escapeMarkdown(title)}](command:${command}?${encoded})`;
}

/** A share of 0 to 1 as a bar of characters that reads in any theme. */
export function bar(share: number, width = 10): string {
  const full = Math.round(Math.max(0, Math.min(1, share)) * width);
  return '█'.repeat(full) + '░'.repeat(width - full);
}

/** The first line that says something, cut to `length`. */
export function firstLine(text: string, length = 160): string {
  const line =
    text
      .split('\n')
      .find((candidate) => candidate.trim() !== '')
      ?.trim() ?? '';
  return line.length > length ? `${line.slice(0, length - 1)}…` : line;
}
