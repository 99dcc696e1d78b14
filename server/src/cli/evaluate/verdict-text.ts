import type { VerdictLine } from '../../reward/evaluate/in-words/verdict-line.ts';
import type { Evaluation } from '../../reward/evaluate/quality.ts';
import { inline } from '../../tools/quoted.ts';

const MARKS: Readonly<Record<VerdictLine['kind'], string>> = {
  missing: '✗',
  holds: '✓',
  measured: '·',
  fails: '✗',
  weakest: '·',
  confused: '·',
  'too-few': '?',
  next: '→',
};

/** The verdict a sentence a line; what is missing stands above it. Empty without one. */
export function verdictText({ verdict = [] }: Pick<Evaluation, 'verdict'>): string {
  return verdict
    .filter(({ kind }) => kind !== 'missing')
    .flatMap(({ kind, text, command, action }) => [
      `${MARKS[kind]} ${inline(text, Number.POSITIVE_INFINITY)}`,
      // That one stands at the end, below the completions that it is of.
      ...(command === undefined || action === 'look' ? [] : [`    ${command}`]),
    ])
    .join('\n');
}
