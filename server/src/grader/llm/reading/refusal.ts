import { withoutQuotations } from './quotations.ts';

/**
 * Whether a text declines to judge, in the words that models use where the API has no field for it. A text that only
 * says what a completion "cannot" do is not meant: the verb must be one of helping, answering or judging.
 */
export function declines(text: string): boolean {
  return isLike(FORMS, text);
}

/** Whether it may: in words that declines as well as judgements have ("This content violates the policy."). */
export function mayDecline(text: string): boolean {
  return isLike(WEAK_FORMS, text);
}

/** Whether a text says that its verdict is none: "I am not sure, but yes." */
export function isUnsure(text: string): boolean {
  return isLike([UNSURE], text);
}

function isLike(forms: readonly RegExp[], text: string): boolean {
  const own = withoutQuotations(text).slice(0, LOOKED_AT).replaceAll('’', "'");
  return forms.some((form) => form.test(own));
}

/** Models decline in their first sentences. */
const LOOKED_AT = 400;

const WILL_NOT = String.raw`(?:can\s?not|can't|can\s+not|won't|will\s+not|am\s+(?:not\s+able|unable)\s+to|'m\s+(?:not\s+able|unable)\s+to|must\s+decline|have\s+to\s+decline|decline|refuse|am\s+not\s+(?:comfortable|willing)|'m\s+not\s+(?:comfortable|willing|going\s+to)|do\s+not\s+feel\s+comfortable|don't\s+feel\s+comfortable)`;
const HELPING = String.raw`(?:help|assist|answer|respond|reply|comply|judge|assess|evaluate|rate|grade|classify|review|analy[sz]e|provide|engage|continue|participate|discuss|support|fulfil+|process|do\s+(?:that|this)|complete|generate|create|comment|with\s+th(?:is|at))`;
const FORMS: readonly RegExp[] = [
  new RegExp(String.raw`\bi\s*(?:really\s+|just\s+|simply\s+)?${WILL_NOT}\b[^.!?\n]{0,40}\b${HELPING}`, 'iu'),
  /\bi\s*(?:must\s+|have\s+to\s+)?(?:respectfully\s+)?(?:decline|refuse)\b/iu,
  /\bas\s+an\s+ai\b[^.!?\n]{0,40}\b(?:can\s?not|can't|am\s+not\s+able|unable|don't|do\s+not)\b/iu,
  // Nothing but an apology.
  /^\W*(?:i['\s]*a?m\s+(?:really\s+|very\s+|so\s+)?sorry|sorry|my\s+apologies|i\s+apologi[sz]e)(?:[^\p{L}]|but|for|the|any|inconvenience|confusion)*$/iu,
];
const WEAK_FORMS: readonly RegExp[] = [
  new RegExp(String.raw`\b(?:unable|not\s+able)\s+to\s+${HELPING}`, 'iu'),
  /\b(?:this|that|the|your)\s+(?:request|content|conversation|prompt|question)\b[^.!?\n]{0,40}\b(?:violates|goes\s+against|is\s+against|cannot\s+be\s+(?:processed|answered|assisted))\b/iu,
];
const UNSURE =
  /\bi\s*(?:do\s+not|don't)\s+(?:really\s+)?know\b|\bi\s*(?:am|'m)\s+(?:not|un)\s*(?:sure|certain)\b|\bi\s*(?:guess|suppose)\b|\bi\s*(?:may|might|could)\s+be\s+(?:wrong|mistaken)\b|\b(?:cannot|can\s*not|can't|hard\s+to|difficult\s+to|impossible\s+to)\s+(?:tell|say|determine|decide)\b/iu;
