import * as l10n from '@vscode/l10n';
import { answerOfHeading } from '../../grader/embedded/examples.ts';
import { insert, replace } from '../../policy/edit/entries.ts';
import type { Finding, Fix } from '../../policy/finding.ts';
import type { PolicyContext } from '../check.ts';
import { placeIn, type WrittenScalar, writtenScalar } from './scalar.ts';

interface Line {
  readonly text: string;
  /** From the beginning of the written text. */
  readonly start: number;
}

interface Heading extends Line {
  readonly answer: boolean;
}

/** An example in the list for one answer that gives the other one itself. */
export function* misplacedExample({ policy, files }: PolicyContext): Generator<Finding> {
  for (const { prompt } of policy.propositions.values()) {
    const written = prompt && writtenScalar(files, prompt);
    // In a text on one line there are no lists.
    if (!written || !/^[|>]/.test(written.raw)) continue;
    const lines = linesOf(written.raw);
    const headings = lines.flatMap((line) => {
      const answer = answerOfHeading(line.text);
      return answer === undefined ? [] : [{ ...line, answer }];
    });
    for (const { line, heading, answer } of annotated(lines, headings)) {
      const text = line.text.trim();
      yield {
        code: 'misplaced-example',
        severity: 'warning',
        message: answer
          ? l10n.t('This example for "yes" stands among the examples for "no".')
          : l10n.t('This example for "no" stands among the examples for "yes".'),
        place: placeIn(written, line.start + line.text.indexOf(text), text.length),
        related: [
          {
            message: l10n.t('The list it is in.'),
            place: placeIn(written, heading.start, heading.text.length),
          },
        ],
        fixes: moves(written, line, { lines, headings }, answer),
      };
    }
  }
}

/** Bullets that give an answer (`… -> no`) under a heading that promises the other. */
function* annotated(
  lines: readonly Line[],
  headings: readonly Heading[],
): Generator<{ line: Line; heading: Heading; answer: boolean }> {
  let heading: Heading | undefined;
  for (const line of lines) {
    const own = headings.find(({ start }) => start === line.start);
    if (own) {
      heading = own;
      continue;
    }
    if (line.text.trim() !== '' && (!isBullet(line) || (heading && indent(line) < indent(heading))))
      heading = undefined;
    const written = /(?:->|=>|→)\s*["“]?(?<answer>yes|no)\b/iu.exec(line.text)?.groups?.answer;
    if (!isBullet(line) || !heading || written === undefined) continue;
    const answer = written.toLowerCase() === 'yes';
    if (answer !== heading.answer) yield { line, heading, answer };
  }
}

function moves(
  written: WrittenScalar,
  line: Line,
  { lines, headings }: { lines: readonly Line[]; headings: readonly Heading[] },
  answer: boolean,
): Fix[] {
  const target = headings.find((heading) => heading.answer === answer);
  if (!target) return [];
  const { source, span } = written;
  const at = span.start + line.start;
  const last = lastOfList(lines, target);
  return [
    {
      title: answer
        ? l10n.t('Move it to the examples for "yes"')
        : l10n.t('Move it to the examples for "no"'),
      edits: [
        replace(source, { start: at - 1, end: at + line.text.length }, ''),
        insert(source, span.start + last.start + last.text.length, `\n${line.text}`),
      ],
    },
  ];
}

/** The last of the bullets right below a heading; the heading itself where there is none. */
function lastOfList(lines: readonly Line[], heading: Heading): Line {
  let last: Line = heading;
  for (const line of lines.slice(lines.findIndex(({ start }) => start === heading.start) + 1)) {
    if (isBullet(line)) last = line;
    else if (line.text.trim() !== '') break;
  }
  return last;
}

function linesOf(raw: string): Line[] {
  const lines: Line[] = [];
  let start = 0;
  for (const text of raw.split('\n')) {
    lines.push({ text, start });
    start += text.length + 1;
  }
  return lines;
}

function isBullet({ text }: Line): boolean {
  return /^\s*(?:[-*•]|\d+[.)])\s/u.test(text);
}

function indent({ text }: Line): number {
  return text.search(/\S/);
}
