import type { AnswerToken } from '../chat/reply.ts';
import type { TokenPlace } from './placed-tokens.ts';
import { type Side, sideOfWord } from './verdict-acts.ts';

/** P(yes) as a model gave it, or why its numbers are not used. */
export type Distribution =
  | { readonly p: number; readonly coverage: number }
  | { readonly unusable: 'impossible' | 'no_alternatives' };

/** Servers round: a logarithm a little above 0 is one of 1, and twenty rounded probabilities may sum to a little more. */
const ROUNDING = 0.01;
/** With the drawn token alone, what it leaves is not known to be yes or no. */
const SURE = 0.99;

/**
 * P(yes) = m(yes) / (m(yes) + m(no)), where m sums the probabilities of all variants of a word (case, marks, the space
 * before it) at the place of the token that carries the verdict (Mu et al. 2024, section 4.1; there the first token).
 * `coverage` = m(yes) + m(no), the share of the model's probability that was a verdict there.
 * A word that the model spells in several tokens counts with the product of their probabilities. Only then does an
 * alternative that is the beginning of a word ("N" beside "Y" + "ES") count, as that word: an assumption.
 * `word`: the verdict's own letters, by which `true` is told from `yes`.
 */
export function distributionAt(
  tokens: readonly AnswerToken[],
  place: TokenPlace,
  word: string,
): Distribution {
  const token = tokens[place.first];
  if (!token) return { unusable: 'no_alternatives' };
  const { alternatives } = token;
  const total = alternatives.reduce((sum, { probability }) => sum + probability, 0);
  const isImpossible = alternatives.some(
    ({ probability }) => !(probability >= 0 && probability <= 1 + ROUNDING),
  );
  const ofWord = tokens.slice(place.first, place.last + 1);
  if (ofWord.some((each) => each.isImpossible) || isImpossible || total > 1 + ROUNDING)
    return { unusable: 'impossible' };
  if (alternatives.length < 2 && total < SURE) return { unusable: 'no_alternatives' };
  const isSplit = place.last > place.first;
  const drawnText = place.spell(token);
  const mass: Record<Side, number> = { yes: 0, no: 0 };
  for (const alternative of alternatives) {
    const text = place.spell(alternative);
    const isDrawn = isSplit && text === drawnText;
    const side = isDrawn
      ? sideOfWord(word)
      : sideOfSpelling(withoutPrefix(text, place.prefix), word, isSplit);
    if (side) mass[side] += alternative.probability * (isDrawn ? chance(tokens, place) : 1);
  }
  const coverage = mass.yes + mass.no;
  if (coverage === 0) return { unusable: 'impossible' };
  return { p: mass.yes / coverage, coverage: Math.min(1, coverage) };
}

/** That the rest of the drawn word follows its first token. */
function chance(tokens: readonly AnswerToken[], { first, last }: TokenPlace): number {
  return tokens.slice(first + 1, last + 1).reduce((product, { probability }) => product * probability, 1);
}

function withoutPrefix(text: string, prefix: string): string {
  return prefix !== '' && text.startsWith(prefix) ? text.slice(prefix.length) : text;
}

/** U+2581 is SentencePiece's space, U+0120 and U+010A are the space and the line feed of byte-level BPE. */
const MARKS = /^[\s\u2581\u0120\u010a\p{P}\p{S}]+/u;

function sideOfSpelling(text: string, word: string, isSplit: boolean): Side | undefined {
  const bare = text.replace(MARKS, '').toLowerCase();
  const letters = /^[\p{L}\p{N}]+/u.exec(bare)?.[0] ?? '';
  const [yes, no] = /^(?:true|false)$/i.test(word) ? ['true', 'false'] : ['yes', 'no'];
  if (letters === yes || (letters === 'y' && word.length === 1)) return 'yes';
  if (letters === no || (letters === 'n' && word.length === 1)) return 'no';
  if (!isSplit || letters === '' || letters !== bare) return undefined;
  return yes.startsWith(letters) ? 'yes' : no.startsWith(letters) ? 'no' : undefined;
}
