import type { TextEdit } from '../finding.ts';
import type { PolicyFile } from '../parse.ts';
import type { PolicyData } from '../schema.ts';
import { addEntry, afterComment, entriesOf, indentOf, insert } from './entries.ts';

type Section =
  | 'simple_propositions'
  | 'derived_propositions'
  | 'completion_classes'
  | 'response_types'
  | 'severities'
  | 'features';

/** An entry as lines: the first at the section's indentation, each further one relative to it. */
type EntryLines = readonly [string, ...string[]];

/** Puts an entry at the end of a section of a policy file; makes the section where there is none. */
export function addToSection({ source, data }: PolicyFile, section: Section, lines: EntryLines): TextEdit {
  const field = data?.fields[section]?.value;
  const value = field?.kind === 'struct' ? entriesOf(field) : field;
  const last = value?.entries.at(-1);
  const isFlow = value !== undefined && source.text[value.span.start] === '{';
  if (value && isFlow) return addEntry(source, value, asFlow(lines));
  if (value && last) {
    const indent = indentOf(source, value.entries[0]?.span.start ?? value.span.start);
    return insert(
      source,
      afterComment(source, last.span),
      lines.map((line) => `\n${indent}${line}`).join(''),
    );
  }
  if (data && source.text[data.span.start] === '{') {
    return addEntry(source, entriesOf(data), `${section}: { ${asFlow(lines)} }`);
  }
  const body = lines.map((line) => `\n  ${line}`).join('');
  const key = data?.fields[section as keyof PolicyData]?.key;
  if (key) return insert(source, key.span.end + 1, body);
  const gap = source.text === '' || source.text.endsWith('\n') ? '' : '\n';
  return insert(source, source.text.length, `${gap}${section}:${body}\n`);
}

/** `name:`, `  key: value` -> `name: { key: value }`. Only for entries of one level, as ours are. */
function asFlow([first, ...more]: EntryLines): string {
  return more.length === 0 ? first : `${first} { ${more.map((line) => line.trim()).join(', ')} }`;
}
