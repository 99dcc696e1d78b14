import { type JsonObject, jsonObjectsIn, placeOfField } from './json-objects.ts';
import { declines, isUnsure, mayDecline } from './refusal.ts';
import { type Act, LABELS, type Side, sideOfWord, verdictActs } from './verdict-acts.ts';

/**
 * What the text of an answer says of a yes/no question. A verdict is one of these acts:
 *
 * - JSON, bare or in a fence: the field `answer` (or `verdict`, `result` …, in any case; or the only one that says a verdict) is
 *   `true`, `false` or a text that is a verdict in turn;
 * - yes or no as the first word ("Yes, because …"), or alone in a sentence or line;
 * - yes or no behind a label ("Answer: Yes", "My verdict is no."), at the end of a conclusion ("…, so yes.", "I would
 *   say no."), behind a colon or a comma at the end ("It does apologise, yes.");
 * - `true`, `false`, `y` or `n` as the only word or behind a label.
 *
 * Emphasis, quotation marks, brackets and tags around a word do not matter. The question's own "yes or no" is no verdict,
 * nor is the "no" of "no apology", nor what a "not", "if" or "could" takes back. Where acts and other mentions of yes
 * and no point to both sides, the answer is ambiguous, and so unreadable. A quotation of several words and what the judged
 * are said to say ("the completion says no") are not the judge's own words and decide nothing.
 */
export type Verdict =
  /** `start`, `end`: the word in the text, in UTF-16 units. */
  | { readonly kind: Side; readonly start: number; readonly end: number }
  | { readonly kind: 'refused' | 'unreadable' };

/** `isCut`: the model was stopped in the middle, so the last word may be the beginning of another answer. */
export function readVerdict(text: string, { isCut = false }: { readonly isCut?: boolean } = {}): Verdict {
  const plain = withoutMarkup(text);
  const objects = jsonObjectsIn(plain);
  const { acts: spoken, mentions } = verdictActs(objects.reduce(blankObject, plain));
  const acts = [...objects.flatMap((object) => actsIn(object)), ...spoken].sort((a, b) => a.start - b.start);
  if (declines(plain)) return { kind: 'refused' };
  const [first] = acts;
  // "Yes, the content violates the policy" judges, "No, …" may decline.
  if (mayDecline(plain) && first?.side !== 'yes') return { kind: 'refused' };
  if (!first || isUnsure(plain)) return { kind: 'unreadable' };
  if (acts.some(({ side }) => side !== first.side) || mentions.some((side) => side !== first.side))
    return { kind: 'unreadable' };
  if (isCut && mayGoOn(first, plain)) return { kind: 'unreadable' };
  return { kind: first.side, start: first.start, end: first.end };
}

/** Tags, control tokens, LaTeX boxes and what is struck out are blanked, so that places stay what they are. */
function withoutMarkup(text: string): string {
  return text.replace(
    /<\/?(?!(?:yes|no|true|false)\s*\/?>)[a-z][\w-]*\s*\/?>|<[|｜][^<>\n]{0,40}[|｜]>|\\[a-z]+(?=\s*\{)|\\boxed\b|\[\/?(?:INST|SYS|EOS|BOS|PAD)\]|\[\/[a-z]+\]|~~[^~\n]+~~/giu,
    (found) => ' '.repeat(found.length),
  );
}

function blankObject(text: string, { start, raw }: JsonObject): string {
  return `${text.slice(0, start)}${' '.repeat(raw.length)}${text.slice(start + raw.length)}`;
}

function actsIn({ start, raw, value }: JsonObject): Act[] {
  const keys = Object.keys(value);
  const labelled = keys.filter(
    (key) => LABELS.has(labelOf(key)) || /(?:answer|verdict|decision)$/i.test(key),
  );
  const verdicts = keys.filter((key) => sideOfValue(value[key]) !== undefined);
  const asked = labelled.length > 0 ? labelled : verdicts.length === 1 ? verdicts : [];
  return asked.flatMap((key) => {
    const side = sideOfValue(value[key]);
    const from = placeOfField(raw, key);
    const word =
      from === undefined
        ? null
        : /(?<![\p{L}\p{N}])(?:yes|no|true|false|y|n)(?![\p{L}\p{N}])/iu.exec(raw.slice(from));
    if (!side || from === undefined || !word) return [];
    const at = start + from + word.index;
    return [{ side, start: at, end: at + word[0].length }];
  });
}

/** "Final Answer", "final_answer" and "ANSWER" are one label. */
function labelOf(key: string): string {
  return key
    .toLowerCase()
    .replace(/^(?:the|my|final|overall)[\s_-]*/, '')
    .replace(/[^a-z]/g, '');
}

/** What a value of JSON says: a boolean, a text that is a verdict, or an object with one such field. */
export function sideOfValue(value: unknown): Side | undefined {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string') {
    const verdict = readVerdict(value);
    return (
      sideOfWord(value.trim()) ?? (verdict.kind === 'yes' || verdict.kind === 'no' ? verdict.kind : undefined)
    );
  }
  if (Array.isArray(value)) return value.length === 1 ? sideOfValue(value[0]) : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  const fields = Object.entries(value);
  const labelled = fields.filter(([key]) => LABELS.has(labelOf(key)));
  const [only] = labelled.length === 1 ? labelled : fields.length === 1 ? fields : [];
  return only && sideOfValue(only[1]);
}

/** "The answer is: no" may go on with "apology is given". The word alone is an answer, however few tokens were allowed. */
function mayGoOn({ start, end }: Act, text: string): boolean {
  // "Y" may be the beginning of a word.
  if (end - start === 1) return true;
  const isLast = !/[\p{L}\p{N}.!?,"}\n]/u.test(text.slice(end));
  return isLast && /[\p{L}\p{N}]/u.test(text.slice(0, start));
}
