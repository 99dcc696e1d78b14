import type { WorstCompletion } from '../../reward/evaluate/listed-worst.ts';
import type { Evaluation } from '../../reward/evaluate/quality.ts';
import { inline } from '../../tools/quoted.ts';

/** So much of a text is shown: as much as fits on a line. */
const FIRST_WORDS = 90;

/** The worst completions with the command that shows them in full. Empty where nothing contradicts people. */
export function worstText({ worst = [], look }: Pick<Evaluation, 'worst' | 'look'>): string {
  if (worst.length === 0) return '';
  return [
    worst.length === 1 ? 'the worst completion' : `the ${worst.length} worst completions`,
    ...worst.map(oneInWords),
    ...(look === undefined ? [] : ['to look at them in full:', `  ${look}`]),
  ].join('\n');
}

function oneInWords({ id, file, line, text, reasons }: WorstCompletion): string {
  const at = line === undefined ? inline(file) : `${inline(file)}:${line}`;
  return [
    `  ${at}  ${inline(id)}: ${reasons.map((reason) => inline(reason)).join('; ')}`,
    `      ${firstWords(text)}`,
  ].join('\n');
}

/** On a line, and nothing in it acts. */
function firstWords(text: string): string {
  const shown = [...inline(text.slice(0, 4 * FIRST_WORDS), Number.POSITIVE_INFINITY)];
  const isLonger = shown.length > FIRST_WORDS || text.length > 4 * FIRST_WORDS;
  return `“${shown.slice(0, FIRST_WORDS).join('').trimEnd()}${isLonger ? '…' : ''}”`;
}
