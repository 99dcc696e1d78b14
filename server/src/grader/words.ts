type Granularity = 'sentence' | 'word' | 'grapheme';

const segmenters = new Map<Granularity, Intl.Segmenter>();

/** Made when it is first used: that takes milliseconds, which a command that counts nothing need not wait for. */
function segmenter(granularity: Granularity): Intl.Segmenter {
  const known = segmenters.get(granularity);
  if (known) return known;
  const made = new Intl.Segmenter('en', { granularity });
  segmenters.set(granularity, made);
  return made;
}

/** Scripts that put no spaces between words. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/u;

/** Sentences in order, trimmed, without empty ones; a line break ends one, as lists have no full stops. */
export function sentencesOf(text: string): string[] {
  const sentences: string[] = [];
  const inSentences = segmenter('sentence');
  for (const line of text.split('\n')) {
    for (const { segment } of inSentences.segment(line)) {
      const sentence = segment.trim();
      if (/[\p{L}\p{N}]/u.test(sentence)) sentences.push(sentence);
    }
  }
  return sentences;
}

/** How many words a person would count: "can't" and "self-harm" are one each, a lone dash is none. */
export function countWords(text: string): number {
  let words = 0;
  for (const chunk of text.split(/\s+/)) {
    if (UNSPACED.test(chunk)) {
      for (const { isWordLike } of segmenter('word').segment(chunk)) if (isWordLike) words++;
    } else if (/[\p{L}\p{N}]/u.test(chunk)) words++;
  }
  return words;
}

/** Characters as readers count them: an emoji or an accented letter is one. */
export function countCharacters(text: string): number {
  let characters = 0;
  for (const _ of segmenter('grapheme').segment(text)) characters++;
  return characters;
}
