import { withoutQuotations } from './quotations.ts';
import { isHedged, isReported, isTakenBackAfter, turns } from './taken-back.ts';
import { SENTENCE_END, sentenceBefore, spoken, type Word, wordsOf } from './words.ts';

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
/** "The statement is true." */
const SPOKEN_LABELS: ReadonlySet<string> = new Set([
  ...LABELS,
  'statement',
  'proposition',
  'claim',
  'criterion',
]);
const COPULAS = new Set(['is', 'be', 'remains']);
const BETWEEN = new Set(
  'to for the this that your my question here of its final would must should has a an clear clearly simply definitely therefore thus'.split(
    ' ',
  ),
);
const CONCLUDING = new Set(['so', 'thus', 'therefore', 'hence', 'then']);
/** "I would say yes.", "We answer with yes", "I think it is a clear yes." */
const SAYS =
  /\b(?:i|we|i'd|i'll|we'd|we'll)(?: (?:would|will|must|can|should|do|therefore|thus|hence|clearly|definitely))*(?: have to)? (?:say|answer|vote|think|believe|conclude|choose|pick|select|respond|reply|go|judge|decide)(?: (?:with|for|that|it|it's|is|this|a|an|the|clear|clearly|definite|definitely|firm))*$/;
/** "Definitely yes." A "probably" is no verdict. */
const CERTAIN = new Set(
  'definitely certainly clearly absolutely obviously undoubtedly surely indeed'.split(' '),
);
/** "It's a yes." */
const POINTS =
  /^(?:it|this|that|it's|that's)(?: is| would be)? an? (?:(?:clear|definite|firm|strong|simple|plain) )?$/;
/** "Overall, no." */
const INTRODUCES =
  /^(?:overall|in (?:conclusion|short|summary|sum|brief|this case)|to (?:conclude|summari[sz]e|sum up)|simply put|(?:up)?on review|given (?:this|that)|based on (?:this|that)|all in all|on balance|okay|ok|well|sure|hmm|absolutely)$/;
/** After these, and before any other word, "no" is not the verdict but belongs to its noun: "no apology". */
const NOT_NOUNS = new Set(
  'it this that the there they he she i we you a an its his her their because since as but and or to not none nothing yes is was are were does did do would could should in on at for with from by if unless when though although however'.split(
    ' ',
  ),
);

/** Every place where a text says its verdict; see `readVerdict` for the grammar. */
export function verdictActs(text: string): Acts {
  const words = wordsOf(withoutQuotations(withoutOptions(withoutEcho(text)), LABEL_BEFORE));
  const acts: Act[] = [];
  const mentions: Side[] = [];
  words.forEach((word, index) => {
    const side = sideOfWord(word.text);
    if (
      !side ||
      isPartOfWord(words, index) ||
      isDeterminer(word, words[index + 1]) ||
      isReported(words, index)
    )
      return;
    const { start, end } = word;
    const isWord = word.text === 'yes' || word.text === 'no';
    const isSaid = !isTakenBackAfter(words, index);
    if (isSaid && (isWord ? isAct(words, index, side) : isOnlyAnswer(words, index)))
      acts.push({ side, start, end });
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

/** Of a list of boxes the ticked one is the answer; the others are blanked, and so is the tick. */
function withoutOptions(text: string): string {
  const open = String.raw`(?:\[ ?\]|[\u2610\u2b1c\u25a1])[ \t*_]*(?:yes|no)\b`;
  const ticked = String.raw`\[[xX\u2713\u2714\u2705]\]`;
  return text.replace(new RegExp(`${open}|${ticked}`, 'giu'), (found) => ' '.repeat(found.length));
}

const LABEL_BEFORE = new RegExp(
  String.raw`\b(?:${[...LABELS].join('|')})\b[\s*_"'\x60]*(?:[:=]|is|would be)[\s*_]*$`,
  'i',
);

/** "yes-man", "no-one". */
function isPartOfWord(words: readonly Word[], index: number): boolean {
  const { before, after } = words[index] as Word;
  return (before === '-' && index > 0) || (after === '-' && index < words.length - 1);
}

/** The "no" of "no apology" and of "No. 5". */
function isDeterminer({ text, after }: Word, next: Word | undefined): boolean {
  if (text !== 'no' || !next) return false;
  if (/^\. ?$/.test(after)) return /^\d/.test(next.text);
  const isCompound = /^-\S/.test(next.after) && NOT_NOUNS.has(next.text);
  return /^[ \t]+$/.test(after) && (isCompound || !NOT_NOUNS.has(next.text));
}

/** `true`, `y` and the like: the whole answer, or what stands behind its label. */
function isOnlyAnswer(words: readonly Word[], index: number): boolean {
  return words.length === 1 || (isLabelled(words, index) && endsStatement(words, index));
}

function isAct(words: readonly Word[], index: number, side: Side): boolean {
  const { before, after } = words[index] as Word;
  if (index === 0 || isListed(words, index)) return true;
  const isEnd = endsStatement(words, index);
  if (SENTENCE_END.test(before)) return isEnd || after.includes(',');
  if (isLabelled(words, index)) return isEnd || /[,;:()–—-]/.test(after) || isReasoned(words, index);
  if (!isEnd) return false;
  const sentence = sentenceBefore(words, index);
  if (isHedged(sentence)) return false;
  const last = sentence.at(-1)?.text ?? '';
  if (CONCLUDING.has(last))
    return !sentence.slice(0, -1).some(turns) || /[,;]/.test(sentence.at(-1)?.before ?? '');
  const isTurned = sentence.some(turns);
  if (before.includes(',') && INTRODUCES.test(spoken(sentence))) return true;
  // "It does apologise, yes." and "It does not, no."
  if (before.includes(',')) return (side === 'no') === isTurned;
  if (isTurned) return false;
  if (/[:=→|]/.test(before)) return true;
  if (CERTAIN.has(last) && sentence.length === 1) return true;
  const said = spoken(sentence);
  return POINTS.test(`${said} `) || SAYS.test(said);
}

/** "1) Yes": what numbers a line is not of it. */
function isListed(words: readonly Word[], index: number): boolean {
  const number = words[index - 1];
  if (!number || !/^(?:\d{1,2}|[a-z])$/.test(number.text)) return false;
  const isFirst = index === 1 || number.before.includes('\n');
  return isFirst && /^[).:\]][)*_\s]*$/.test(number.after) && !number.after.includes('\n');
}

/** Whether "answer", "verdict" … stands before, with nothing but a sign, a copula and fill words in between. */
function isLabelled(words: readonly Word[], index: number): boolean {
  let isJoined = JOINING.test((words[index] as Word).before);
  for (let at = index - 1; at >= 0 && index - at <= MOST_BETWEEN; at--) {
    const { text, after } = words[at] as Word;
    if (SENTENCE_END.test(after) && !(at === index - 1 && isJoined)) return false;
    if (text === 'a' && /^\s*[:.)]/.test(after)) return true;
    if (COPULAS.has(text)) {
      // "For the answer to be yes, …"
      if (words[at - 1]?.text === 'to') return false;
      isJoined = true;
    } else if (SPOKEN_LABELS.has(text)) return isJoined && !isTakenBack(words, at);
    else if (!BETWEEN.has(text)) return false;
  }
  return false;
}

const JOINING = /[:=→➜⇒>–—|\]]|\s-\s/;
const MOST_BETWEEN = 8;

/** Whether what stands before a label turns it around: "…, so the answer" begins anew, whatever "not" came before. */
function isTakenBack(words: readonly Word[], label: number): boolean {
  const sentence = sentenceBefore(words, label);
  if (isHedged(sentence) || sentence.at(-1)?.text === 'to') return true;
  let first = sentence.length;
  while (first > 0 && BETWEEN.has((sentence[first - 1] as Word).text)) first--;
  const begin = first > 0 ? sentence[first - 1] : undefined;
  const follows = /^(?:so|thus|therefore|hence)$/.test(begin?.text ?? '') && /[,;]/.test(begin?.before ?? '');
  return sentence.slice(follows ? first : 0).some(turns);
}

/** Nothing follows, or a new sentence or line does. */
function endsStatement(words: readonly Word[], index: number): boolean {
  return index === words.length - 1 || /[.!?…。！？\n|]/.test((words[index] as Word).after);
}

/** "The answer is no because …" */
function isReasoned(words: readonly Word[], index: number): boolean {
  return /^(?:because|since|as|for|given)$/.test(words[index + 1]?.text ?? '');
}
