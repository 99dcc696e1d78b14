/**
 * Markdown that is specification and test at once: `## title`, then the files (`yaml` blocks with «marks»),
 * the findings (a list), and what a fix makes of the first file.
 */
import { marked } from './marked-text.ts';

export interface FindingCase {
  readonly title: string;
  /** Name -> text with its marks taken out. */
  readonly files: Readonly<Record<string, string>>;
  readonly expected: readonly ExpectedFinding[];
  readonly fixes: readonly { readonly title: string; readonly text: string }[];
}

export interface ExpectedFinding {
  readonly file: string;
  readonly severity: string;
  readonly code: string;
  /** The text that is marked, and where. */
  readonly start: number;
  readonly end: number;
  readonly message: string;
}

const FINDING =
  /^- (?<severity>error|warning|info) (?<code>[a-z-]+) at «(?<mark>\d+)»(?: of (?<file>\S+))?: (?<message>.*)$/;

/** Throws where the Markdown is not of this form: a case that is not understood would test nothing. */
export function parseCases(markdown: string): FindingCase[] {
  return markdown
    .split(/^## /m)
    .slice(1)
    .map((section) => {
      const [title = ''] = section.split('\n', 1);
      return parseCase(title.trim(), section.slice(title.length));
    });
}

function parseCase(title: string, body: string): FindingCase {
  const files: Record<string, string> = {};
  const spans: Record<string, readonly { start: number; end: number }[]> = {};
  const fixes: { title: string; text: string }[] = [];
  let expected: ExpectedFinding[] | undefined;
  let pending: string | undefined;
  const fence = /^```yaml(?: (?<name>\S+))?\n(?<text>[\s\S]*?)^```$/gm;
  const prose = body.replace(fence, (...found) => {
    const { name = 'policy.rbr.yaml', text } = found.at(-1) as { name?: string; text: string };
    return `\n@block ${name} ${JSON.stringify(text)}\n`;
  });
  for (const line of prose.split('\n')) {
    const block = /^@block (?<name>\S+) (?<text>.*)$/.exec(line)?.groups;
    const fix = /^When I choose "(?<title>.*)"$/.exec(line)?.groups;
    if (fix) pending = fix.title;
    else if (block && pending !== undefined) {
      fixes.push({ title: pending, text: JSON.parse(block.text ?? '') });
      pending = undefined;
    } else if (block?.name) {
      const { source, spans: found } = marked(JSON.parse(block.text ?? ''));
      files[block.name] = source.text;
      spans[block.name] = found;
    } else if (line === 'Then nothing.') expected = [];
    else if (line.startsWith('- ')) {
      const found = FINDING.exec(line)?.groups;
      if (!found) throw new Error(`"${title}": not a finding: ${line}`);
      const file = found.file ?? 'policy.rbr.yaml';
      const span = spans[file]?.[Number(found.mark) - 1];
      if (!span) throw new Error(`"${title}": no mark ${found.mark} in ${file}`);
      expected ??= [];
      expected.push({
        file,
        start: span.start,
        end: span.end,
        severity: found.severity ?? '',
        code: found.code ?? '',
        message: found.message ?? '',
      });
    }
  }
  if (Object.keys(files).length === 0) throw new Error(`"${title}": no file`);
  if (!expected) throw new Error(`"${title}": says neither "Then nothing." nor what is found`);
  if (pending !== undefined) throw new Error(`"${title}": nothing after "When I choose ${pending}"`);
  return { title, files, expected, fixes };
}
