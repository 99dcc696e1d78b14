const sentenceSegmenter = new Intl.Segmenter('en', { granularity: 'sentence' });
const wordSegmenter = new Intl.Segmenter('en', { granularity: 'word' });
const graphemeSegmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Scripts that put no spaces between words. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/u;

/** Sentences in order, trimmed, without empty ones; a line break ends one, as lists have no full stops. */
export function sentencesOf(text: string): string[] {
  const sentences: string[] = [];
  for (const line of text.split('\n')) {
    for (const { segment } of sentenceSegmenter.segment(line)) {
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
      for (const { isWordLike } of wordSegmenter.segment(chunk)) if (isWordLike) words++;
    } else if (/[\p{L}\p{N}]/u.test(chunk)) words++;
  }
  return words;
}

/** Characters as readers count them: an emoji or an accented letter is one. */
export function countCharacters(text: string): number {
  let characters = 0;
  for (const _ of graphemeSegmenter.segment(text)) characters++;
  return characters;
}
