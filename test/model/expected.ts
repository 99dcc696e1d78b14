/**
 * What a reply says of a yes/no question, by the rule and nothing else of the product: P(yes) stands at the token that
 * carries the word in the text that was returned, found by walking the tokens' bytes through it; it is m(yes) / (m(yes) +
 * m(no)), where m sums the alternatives that spell a word, whatever their case and marks; half of the mass or more must be
 * on the two; text and probabilities must agree. Which texts are a verdict is decided here for those alone that no reader
 * could take otherwise; of the others it is said only what may never come out.
 */
import type { ChatReplyBody, TokenBody } from './recording-proxy.ts';

export interface Mass {
  readonly p: number;
  readonly coverage: number;
}

export type Expected =
  /** A verdict, and the only right values. */
  | ({ readonly kind: 'verdict' } & Mass)
  /** A verdict, but less than half of the mass is on yes and no, or the mass is on the other side than the text. */
  | ({ readonly kind: 'low_coverage' | 'contradictory' } & Mass)
  /** No word in it is a verdict. */
  | { readonly kind: 'none' }
  /** Yes or no stands somewhere among other words: missing, or one of these. */
  | { readonly kind: 'open'; readonly allowed: readonly Mass[] };

/** Yes or no and nothing else, but for marks and "Answer:" or "The answer to this question is". */
const BARE =
  /^[\s"'*`]*(?:(?:the )?answer(?: to (?:this|the|your) question)?(?: is)?[\s:"'*`]*)?(?:yes|no)[\s"'*`.!]*$/i;
/** `{"answer": "yes"}`, in a fence or not. */
const JSON_ANSWER = /^\s*(?:```(?:json)?\s*)?\{\s*"answer":\s*"(?:yes|no)"\s*\}\s*(?:```)?\s*$/i;
/** "No, the reply is not polite.": the first word, where no other is one. */
const FIRST = /^(?:yes|no)[.,;:!]/i;
/** Reasons first, then a line with the answer. */
const LAST = /\nAnswer: (?:yes|no)\s*$/i;
const DECLINES = /sorry|can(?:no|['’])t|unable|unfortunately|apolog|policy|as an ai|won['’]t|wouldn['’]t/i;
const WORD = /(?<![\p{L}\p{N}_])(?:yes|no)(?![\p{L}\p{N}_])/giu;
/** What may stand for a yes or a no without being the word. */
const OTHER_WORDS = /(?<![\p{L}\p{N}_])(?:true|false|y|n)(?![\p{L}\p{N}_])/iu;

/** What a text says, where no reader could take it otherwise; `open`: somebody might. */
export function sideOf(text: string): 'yes' | 'no' | 'none' | 'open' {
  const words = [...text.matchAll(WORD)].map(([word]) => word.toLowerCase());
  if (words.length === 0) return OTHER_WORDS.test(text) ? 'open' : 'none';
  const isFirst = FIRST.test(text) && !DECLINES.test(text);
  const isPlain = [BARE, JSON_ANSWER, LAST].some((form) => form.test(text)) || isFirst;
  if (words.length > 1 || !isPlain) return 'open';
  return words[0] === 'yes' ? 'yes' : 'no';
}

export function expectedOf({ choices }: ChatReplyBody): Expected {
  const [choice] = choices;
  if (!choice?.logprobs) throw new Error('The server gave no log probabilities.');
  const text = choice.message.content;
  const places = placesIn(text, choice.logprobs.content);
  const side = sideOf(text);
  if (side === 'none') return { kind: 'none' };
  const sound = places.flatMap((place) =>
    place.mass && soundness(place.side, place.mass) === 'verdict' ? [place.mass] : [],
  );
  const [only] = places;
  if (side === 'open' || !only?.mass) return { kind: 'open', allowed: sound };
  return { kind: soundness(side, only.mass), ...only.mass };
}

function soundness(side: 'yes' | 'no', { p, coverage }: Mass): 'verdict' | 'low_coverage' | 'contradictory' {
  if (coverage < 0.5) return 'low_coverage';
  return (side === 'yes' ? p < 0.5 : p > 0.5) ? 'contradictory' : 'verdict';
}

interface Place {
  readonly side: 'yes' | 'no';
  /** Undefined where the word is spread over several tokens. */
  readonly mass: Mass | undefined;
}

/** Each yes and no of a text with the mass at its token. */
function placesIn(text: string, tokens: readonly TokenBody[]): Place[] {
  const pieces = tokens.map(({ token, bytes }) => (bytes ? Buffer.from(bytes) : Buffer.from(token)));
  const whole = Buffer.concat(pieces);
  const content = Buffer.from(text);
  const offset = whole.indexOf(content);
  if (offset < 0)
    throw new Error(`The tokens do not spell the text: ${JSON.stringify([text, String(whole)])}`);
  const starts: number[] = [];
  let at = 0;
  for (const piece of pieces) {
    starts.push(at);
    at += piece.length;
  }
  return [...text.matchAll(WORD)].map(({ 0: word, index }) => {
    const start = offset + Buffer.byteLength(text.slice(0, index));
    const holder = starts.findLastIndex((each) => each <= start);
    const isWhole = start + word.length <= (starts[holder] ?? 0) + (pieces[holder]?.length ?? 0);
    const token = tokens[holder];
    const side = word.toLowerCase() === 'yes' ? 'yes' : 'no';
    return { side, mass: isWhole && token ? massAt(token) : undefined };
  });
}

function massAt({ token, logprob, top_logprobs: top }: TokenBody): Mass {
  const alternatives = top.some((each) => each.token === token) ? top : [...top, { token, logprob }];
  const mass = { yes: 0, no: 0 };
  for (const alternative of alternatives) {
    const word = alternative.token.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '').toLowerCase();
    if (word === 'yes' || word === 'no') mass[word] += Math.exp(alternative.logprob);
  }
  const coverage = mass.yes + mass.no;
  return { p: mass.yes / coverage, coverage };
}
