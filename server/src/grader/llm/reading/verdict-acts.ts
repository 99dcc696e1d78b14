import { type Word, wordsOf } from './words.ts';

export type Side = 'yes' | 'no';

/** A place where a text says its verdict; in UTF-16 units. */
export interface Act {
  readonly side: Side;
  readonly start: number;
  readonly end: number;
}

export interface Acts {
  /** In the order of the text. */
  readonly acts: readonly Act[];
  /** What else mentions a yes or a no; alone it decides nothing, against an act it makes the text ambiguous. */
  readonly mentions: readonly Side[];
}

const SIDES: ReadonlyMap<string, Side> = new Map([
  ['yes', 'yes'],
  ['true', 'yes'],
  ['y', 'yes'],
  ['no', 'no'],
  ['false', 'no'],
  ['n', 'no'],
]);

/** The side of a word that is a verdict by itself: yes, no, true, false, y, n in any case. */
export function sideOfWord(word: string): Side | undefined {
  return SIDES.get(word.toLowerCase());
}

/** What introduces a verdict: "Answer: yes", and the field of an answer in JSON. */
export const LABELS: ReadonlySet<string> = new Set(
  'answer verdict judgment judgement decision conclusion classification response result label output rating assessment'.split(
    ' ',
  ),
);
const COPULAS = new Set(['is', 'be', 'remains']);
const BETWEEN = new Set(
  'to for the this that your my question here of its final would must has a an clear clearly simply definitely therefore thus'.split(
    ' ',
  ),
);
const CONCLUDING = new Set(['so', 'thus', 'therefore', 'hence', 'then']);
const SAYING = new Set(['say', 'answer', 'vote', 'think', 'believe']);
/** "Definitely yes." A "probably" is no verdict. */
const CERTAIN = new Set(
  'definitely certainly clearly absolutely obviously undoubtedly surely indeed'.split(' '),
);
/** "It's a yes." */
const POINTING = new Set(['it', 'this', 'that', "it's", "that's"]);
const SPEAKING = new Set(['i', "i'd", "i'll", 'would', 'will', 'must']);
/** In front of a verdict they turn it around or take it back: "it would be wrong to answer no". */
const TAKING_BACK = new Set(
  'not never cannot neither nor either whether if unless wrong incorrect unclear depends could might may perhaps maybe rather instead except'.split(
    ' ',
  ),
);
/** After these, and before any other word, "no" is not the verdict but belongs to its noun: "no apology". */
const NOT_NOUNS = new Set(
  'it this that the there they he she i we you a an its his her their because since as but and or to not none nothing yes is was are were does did do'.split(
    ' ',
  ),
);

const SENTENCE_END = /[.!?…。！？\n]/;

/** Every place where a text says its verdict; see `readVerdict` for the grammar. */
export function verdictActs(text: string): Acts {
  const words = wordsOf(withoutEcho(text));
  const acts: Act[] = [];
  const mentions: Side[] = [];
  words.forEach((word, index) => {
    const side = sideOfWord(word.text);
    if (!side || isPartOfWord(words, index) || isDeterminer(word, words[index + 1])) return;
    const { start, end } = word;
    const isWord = word.text === 'yes' || word.text === 'no';
    if (isWord ? isAct(words, index, side) : isOnlyAnswer(words, index)) acts.push({ side, start, end });
    else if (isWord) mentions.push(side);
  });
  return { acts, mentions };
}

/** Templates' own "yes or no", "(yes/no)" and "Yes or no:" are blanked, so that places stay what they are. */
function withoutEcho(text: string): string {
  const quote = String.raw`["'“”‘’*_\x60]*`;
  const pair = (a: string, b: string) => String.raw`\b${a}\b${quote}\s*(?:,?\s*or|/|\|)\s*${quote}${b}\b`;
  const list = String.raw`[\[({]\s*${quote}(?:yes${quote}\s*,\s*${quote}no|no${quote}\s*,\s*${quote}yes)${quote}\s*[\])}]`;
  const pairs = `${pair('yes', 'no')}|${pair('no', 'yes')}|${pair('true', 'false')}`;
  const echo = new RegExp(`${list}|${pairs}`, 'giu');
  return text.replace(echo, (found) => ' '.repeat(found.length));
}

/** "yes-man", "no-one". */
function isPartOfWord(words: readonly Word[], index: number): boolean {
  const { before, after } = words[index] as Word;
  return (before === '-' && index > 0) || (after === '-' && index < words.length - 1);
}

/** The "no" of "no apology" and of "No. 5". */
function isDeterminer({ text, after }: Word, next: Word | undefined): boolean {
  if (text !== 'no' || !next) return false;
  if (/^\. ?$/.test(after)) return /^\d/.test(next.text);
  return /^[ \t]+$/.test(after) && !NOT_NOUNS.has(next.text);
}

/** `true`, `y` and the like: the whole answer, or what stands behind its label. */
function isOnlyAnswer(words: readonly Word[], index: number): boolean {
  return words.length === 1 || (isLabelled(words, index) && endsStatement(words, index));
}

function isAct(words: readonly Word[], index: number, side: Side): boolean {
  const { before, after } = words[index] as Word;
  if (index === 0) return true;
  const isEnd = endsStatement(words, index);
  if (SENTENCE_END.test(before)) return isEnd || after.includes(',');
  if (isLabelled(words, index)) return isEnd || /[,;:()–—-]/.test(after) || isReasoned(words, index);
  if (!isEnd) return false;
  const sentence = sentenceBefore(words, index);
  const isTakenBack = sentence.some(takesBack);
  const [last = '', beforeLast = ''] = sentence.map(({ text }) => text).reverse();
  // "It does apologise, yes." and "It does not, no."
  if (before.includes(',') && !CONCLUDING.has(last)) return (side === 'no') === isTakenBack;
  if (isTakenBack) return false;
  if (/[:=→]/.test(before) || CONCLUDING.has(last)) return true;
  if (CERTAIN.has(last) && sentence.length === 1) return true;
  if (last === 'a' && POINTING.has(sentence[0]?.text ?? '')) return sentence.length <= 3;
  return SAYING.has(last) && SPEAKING.has(beforeLast);
}

/** Whether "answer", "verdict" … stands before, with nothing but a sign, a copula and fill words in between. */
function isLabelled(words: readonly Word[], index: number): boolean {
  let isJoined = JOINING.test((words[index] as Word).before);
  for (let at = index - 1; at >= 0 && index - at <= MOST_BETWEEN; at--) {
    const { text, after } = words[at] as Word;
    if (SENTENCE_END.test(after) && !(at === index - 1 && isJoined)) return false;
    if (text === 'a' && /^\s*[:.)]/.test(after)) return true;
    if (COPULAS.has(text)) isJoined = true;
    else if (LABELS.has(text)) return isJoined && !sentenceBefore(words, at).some(takesBack);
    else if (!BETWEEN.has(text)) return false;
  }
  return false;
}

const JOINING = /[:=→>–—]/;
const MOST_BETWEEN = 8;

function takesBack({ text }: Word): boolean {
  return TAKING_BACK.has(text) || text.endsWith("n't");
}

/** The words before a word in its sentence. */
function sentenceBefore(words: readonly Word[], index: number): Word[] {
  let first = index;
  while (first > 0 && !SENTENCE_END.test((words[first] as Word).before)) first--;
  return words.slice(first, index);
}

/** Nothing follows, or a new sentence or line does. */
function endsStatement(words: readonly Word[], index: number): boolean {
  return index === words.length - 1 || SENTENCE_END.test((words[index] as Word).after);
}

/** "The answer is no because …" */
function isReasoned(words: readonly Word[], index: number): boolean {
  return /^(?:because|since|as|for|given)$/.test(words[index + 1]?.text ?? '');
}
