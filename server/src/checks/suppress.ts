import * as l10n from '@vscode/l10n';
import { insert, replace } from '../policy/edit/entries.ts';
import { addToSection } from '../policy/edit/sections.ts';
import type { Finding, Fix, TextEdit } from '../policy/finding.ts';
import type { PolicyFile } from '../policy/parse.ts';
import type { SourceText } from '../policy/source.ts';
import { ignoresOf, lexYaml } from './ignore-comments.ts';

/** Not to be silenced: the rest of the file cannot be read for them. */
const LOUD = new Set(['yaml-syntax', 'unused-ignore', 'unknown-code']);

/** The two ways to live with a finding: ignore it here, or switch its code off in the policy. */
export function suppressions(source: SourceText, finding: Finding, policy: PolicyFile | undefined): Fix[] {
  if (LOUD.has(finding.code) || finding.place.uri !== source.uri) return [];
  const { code } = finding;
  const fixes: Fix[] = [{ title: l10n.t('Ignore "{0}" here', code), edits: [ignoreHere(source, finding)] }];
  const setting = policy && switchOff(policy, code);
  return setting
    ? [...fixes, { title: l10n.t('Switch "{0}" off in this policy', code), edits: [setting] }]
    : fixes;
}

function ignoreHere(source: SourceText, { code, place }: Finding): TextEdit {
  const { text } = source;
  const { start } = place.span;
  const there = ignoresOf(source).findLast(({ target }) => target.start <= start && start < target.end);
  if (there) return insert(source, there.span.end, `, ${code}`);
  const { comments, scalars } = lexYaml(text);
  // A place within a text over several lines: the comment goes to where the text begins.
  const scalar = scalars.find((each) => each.start < start && start < each.end);
  const anchor = scalar ? (text[scalar.start - 1] === '\n' ? scalar.start - 1 : scalar.start) : start;
  const line = text.lastIndexOf('\n', anchor - 1) + 1;
  const lineBreak = text.indexOf('\n', line);
  const end = lineBreak === -1 ? text.length : lineBreak;
  const isTaken =
    comments.some((each) => each.start >= line && each.start <= end) ||
    scalars.some((each) => each.start < end && end < each.end - 1 && text[each.start - 1] !== '\n');
  const comment = `# rbr-ignore: ${code}`;
  if (!isTaken) return insert(source, text[end - 1] === '\r' ? end - 1 : end, ` ${comment}`);
  const indent = /^ */.exec(text.slice(line))?.[0] ?? '';
  return insert(source, line, `${indent}${comment}\n`);
}

function switchOff(policy: PolicyFile, code: string): TextEdit | undefined {
  const set = policy.data?.fields.severities?.value.entries.find(({ key }) => key.value === code);
  return set
    ? replace(policy.source, set.value.span, 'off')
    : addToSection(policy, 'severities', [`${code}: off`]);
}
