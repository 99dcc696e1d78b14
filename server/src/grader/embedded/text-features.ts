import type { Subject } from '../judged.ts';
import { sentencesOf } from '../words.ts';

/** What every proposition sees of a text. */
export interface TextFeatures {
  /** Term -> how often. Words of the first sentence count once more as terms of their own. */
  readonly terms: ReadonlyMap<string, number>;
  /** `SHAPE_SIZE` numbers between about -2 and 2 on form and on the relation to the request. */
  readonly shape: readonly number[];
  /** What cues look at. */
  readonly said: { readonly request: string; readonly reply: string; readonly opening: string };
}

/** Marks terms of the first sentence, where most answers show what they are going to be. */
const FIRST_SENTENCE = '^';

/** By then most answers have shown what they are going to be; long ones say much else afterwards. */
const OPENING_SENTENCES = 2;

export function textFeatures({ conversation, text }: Subject): TextFeatures {
  const words = wordsOf(text);
  const sentences = sentencesOf(text);
  const terms = new Map<string, number>();
  for (const word of words) terms.set(word, (terms.get(word) ?? 0) + 1);
  for (const word of wordsOf(sentences[0] ?? '')) {
    const term = FIRST_SENTENCE + word;
    terms.set(term, (terms.get(term) ?? 0) + 1);
  }
  const request = conversation.findLast(({ role }) => role === 'user')?.content ?? '';
  return {
    terms,
    shape: shapeOf(text, words, sentences.length, wordsOf(request)),
    said: { request, reply: text, opening: sentences.slice(0, OPENING_SENTENCES).join(' ') },
  };
}

/** Lower case words with their apostrophes, numbers, and the two marks that change what a sentence does. */
export function wordsOf(text: string): string[] {
  return (
    text
      .toLowerCase()
      .replaceAll('’', "'")
      .match(/\p{L}+(?:'\p{L}+)*|\p{N}+|[?!]/gu) ?? []
  );
}

export const SHAPE_SIZE = 15;

function shapeOf(
  text: string,
  words: readonly string[],
  sentences: number,
  request: readonly string[],
): number[] {
  const content = words.filter(isContentWord);
  const said = new Set(content);
  const asked = new Set(request.filter(isContentWord));
  const repeated = content.filter((word) => asked.has(word)).length;
  const taken = [...asked].filter((word) => said.has(word)).length;
  const count = (pattern: RegExp) => Math.log1p(text.match(pattern)?.length ?? 0);
  const has = (pattern: RegExp) => Number(pattern.test(text));
  return [
    Math.log1p(words.length) / 2 - 2,
    Math.log(Math.max(1, sentences)),
    Number(words.length < 25),
    // How much of the answer is the request's own words, and how much of the request is taken up.
    content.length > 0 ? repeated / content.length : 0,
    asked.size > 0 ? taken / asked.size : 0,
    has(/\?\s*$/),
    has(/\?/),
    has(/\n\s*(?:[-*•]|\d+[.)])\s/),
    has(/["“]/),
    has(/\[/),
    count(/\b(?:I|I['’](?:m|ll|d|ve)|my|me)\b/gi),
    count(/\b(?:you|your)\b/gi),
    count(/\b(?:we|us|our|ours)\b/gi),
    count(/\b(?:should|must|need to|have to|ought|please)\b/gi),
    count(/\d/g) / 2,
  ];
}

const FUNCTION_WORDS = new Set(
  'the and that for with this are you your can how does what please have has was were not but from they them'.split(
    ' ',
  ),
);

/** Words that say what a text is about; the shorter ones seldom do. */
function isContentWord(word: string): boolean {
  return word.length > 2 && !FUNCTION_WORDS.has(word);
}
