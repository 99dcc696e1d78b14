import { sentenceBefore, spoken, type Word } from './words.ts';

/** In front of a verdict, in its clause, they turn it around: "it would be wrong to answer no". */
const TURNING = new Set(
  'not never cannot neither nor wrong incorrect false untrue disagree doubt rather instead except'.split(' '),
);
const HEDGING =
  'perhaps maybe probably possibly likely presumably arguably apparently seemingly tentatively partially partly mostly'.split(
    ' ',
  );
/** In its sentence they take it back, whatever it is. */
const TAKING_BACK = new Set([
  ...HEDGING,
  ...'either whether if unless unclear depends could might may tentative hesitant initially thought assuming depending slightly possible chance expected example format options quote guess suppose forced draft barely hardly nearly almost'.split(
    ' ',
  ),
]);
/** "Kind of, yes.", "When it apologises, yes." */
const HEDGES = /\b(?:kind of|sort of|more or less|in part|some extent|one reading|in case|e g)\b|^when\b/;
const TOLD_TO =
  /\b(?:tells?|told|asks?|asked|wants?|instructs?|instructed)\b.* to (?:say|answer|reply|respond|output)(?: with)?$/;
/** Behind a verdict they take it back: "Yes, if it is meant so", and "yes" in "yes is wrong" is no verdict at all. */
const TAKING_BACK_AFTER = new Set([...HEDGING, 'if', 'unless', 'provided', 'assuming']);
const OF_THE_WORD = /^(?:is|was|would|could|should|might|may)$/;
/** Whose words are told of: what they say is what is judged, not the judgement. */
const JUDGED =
  /\b(?:completion|assistant|user|response|reply|ai|model|chatbot|bot|human|person|text|message|it|he|she|they)\b.*\b(?:says?|said|states?|stated|replie[sd]|responds?|responded|writes?|wrote|tells?|told|asks?|asked|quotes?|quoted|ends?|begins?|starts?|contains?|includes?)(?: (?:that|with|to|a|an|the|simply|just|only|clearly|also)){0,2}$|\bthe (?:assistant|user|completion|chatbot|model)$/;

/** "The completion says no.", "It tells the judge to answer: yes" */
export function isReported(words: readonly Word[], index: number): boolean {
  const said = spoken(sentenceBefore(words, index));
  return JUDGED.test(said) || TOLD_TO.test(said);
}

/** "Yes?", "Yes, if it is meant so.", "Yes is wrong.", "Yes: 50 %" */
export function isTakenBackAfter(words: readonly Word[], index: number): boolean {
  const { after } = words[index] as Word;
  const next = words[index + 1]?.text ?? '';
  if (/^[^\p{L}\p{N}.!\n]*\?/u.test(after)) return true;
  if (/^[\s"'*_]*[:=]\s*$/.test(after) && /^\d/.test(next)) return true;
  if (/^[\s"'”’*_\x60]*$/.test(after) && OF_THE_WORD.test(next))
    return !/^is (?:my|the) (?:final |correct )?(?:answer|verdict)\b/.test(
      spoken(words.slice(index + 1, index + 5)),
    );
  // "Yes … maybe"
  if (TAKING_BACK_AFTER.has(next) && words.length === index + 2) return true;
  return /^[^.!?\n;:]*$/.test(after) && (TAKING_BACK_AFTER.has(next) || isInOneSense(words, index + 1));
}

/** "Yes in one sense" */
function isInOneSense(words: readonly Word[], index: number): boolean {
  return /^in (?:a|one|some|part)\b/.test(spoken(words.slice(index, index + 2)));
}

/** Whether what stands before a verdict takes it back, whichever it is. */
export function isHedged(sentence: readonly Word[]): boolean {
  return sentence.some(({ text }) => TAKING_BACK.has(text)) || HEDGES.test(spoken(sentence));
}

/** Whether a word turns what follows in its clause around. */
export function turns({ text }: Word): boolean {
  return TURNING.has(text) || text.endsWith("n't");
}
