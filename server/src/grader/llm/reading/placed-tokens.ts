import type { AnswerToken } from '../chat/reply.ts';

/** Where in the tokens of a reply a word of its text stands. */
export interface TokenPlace {
  /** The token with the word's first letter. */
  readonly first: number;
  /** The token with its last letter. */
  readonly last: number;
  /** What the first token has before the word, such as a space or a quotation mark. */
  readonly prefix: string;
  /** How a token or an alternative is spelled in the reading of the tokens that fits the text. */
  readonly spell: Spelling;
}

export type Spelling = (token: { readonly text: string; readonly bytes?: readonly number[] }) => string;

/**
 * Finds the tokens that make up a word of an answer. The answer must be the end of what the tokens say, or they its
 * beginning; what comes before (thoughts, beginnings of turns) is not looked at. Only ASCII letters and digits are compared: white space and
 * its marks (U+2581, U+0120), cut characters and control tokens differ between a text and its tokens.
 * `start`, `end`: the word in the answer. Undefined where the tokens are not those of the answer.
 */
export function placeOfWord(
  tokens: readonly AnswerToken[],
  answer: string,
  { start, end }: { readonly start: number; readonly end: number },
): TokenPlace | undefined {
  for (const spell of SPELLINGS) {
    const said = tokens.map((token) => spell(token));
    for (const dropped of [NOTHING, CONTROL_TOKEN]) {
      const letters = lettersOf(said.map((text) => (dropped.test(text) ? '' : text)));
      for (const wanted of [answer, answer.replace(CONTROL_TOKENS, blank)]) {
        const place = placeIn(letters, wanted, start, end);
        if (place) return { ...place, prefix: (said[place.first] as string).slice(0, place.offset), spell };
      }
    }
  }
  return undefined;
}

/** Some servers give ids or nothing for the text and the bytes as they are, others the other way round. */
const SPELLINGS: readonly Spelling[] = [
  ({ text, bytes }) => (bytes && bytes.length > 0 ? textOfBytes(bytes) : unescaped(text)),
  ({ text }) => unescaped(text),
];

const utf8 = new TextDecoder();

function textOfBytes(bytes: readonly number[]): string {
  return utf8.decode(Uint8Array.from(bytes));
}

/** A byte that has no token of its own is written as `<0x0A>`. */
function unescaped(text: string): string {
  return text.replace(/<0x([0-9A-F]{2})>/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
}

const NOTHING = /^$/;
const CONTROL = String.raw`<[|｜]?[\w/:|｜▁-]{1,40}[|｜]?>|\[\/?(?:INST|EOS|BOS|PAD|STOP|THINK)\]`;
const CONTROL_TOKEN = new RegExp(String.raw`^\s*(?:${CONTROL})\s*$`, 'u');
const CONTROL_TOKENS = new RegExp(CONTROL, 'gu');

function blank(text: string): string {
  return ' '.repeat(text.length);
}

/** The ASCII letters and digits of texts, and where each stands. */
interface Letters {
  readonly text: string;
  /** For each letter: which text it is of, and where in it. */
  readonly texts: readonly number[];
  readonly offsets: readonly number[];
}

function lettersOf(texts: readonly string[]): Letters {
  let text = '';
  const owners: number[] = [];
  const offsets: number[] = [];
  texts.forEach((each, index) => {
    for (const { 0: letter, index: offset } of each.matchAll(/[A-Za-z0-9]/g)) {
      text += letter;
      owners.push(index);
      offsets.push(offset);
    }
  });
  return { text, texts: owners, offsets };
}

function placeIn(said: Letters, answer: string, start: number, end: number) {
  const wanted = lettersOf([answer]);
  if (wanted.text === '' || said.text === '') return undefined;
  const isEnd = said.text.endsWith(wanted.text);
  // Some servers give the numbers of the first tokens only.
  if (!isEnd && !wanted.text.startsWith(said.text)) return undefined;
  const from = isEnd ? said.text.length - wanted.text.length : 0;
  const inAnswer = (place: number) => wanted.offsets.indexOf(place);
  const [firstLetter, lastLetter] = [inAnswer(start), inAnswer(end - 1)];
  if (firstLetter < 0 || lastLetter < 0 || from + lastLetter >= said.text.length) return undefined;
  return {
    first: said.texts[from + firstLetter] as number,
    last: said.texts[from + lastLetter] as number,
    offset: said.offsets[from + firstLetter] as number,
  };
}
