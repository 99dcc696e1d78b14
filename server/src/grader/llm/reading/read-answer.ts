import type { ChatReply } from '../chat/reply.ts';
import { distributionAt } from './distribution.ts';
import { jsonObjectsIn } from './json-objects.ts';
import { answerPart } from './judge-thoughts.ts';
import { placeOfWord } from './placed-tokens.ts';
import { declines, mayDecline } from './refusal.ts';
import { readVerdict, sideOfValue } from './verdict.ts';
import type { Side } from './verdict-acts.ts';

/** Below it the model would mostly have said something else: no verdict. */
export const LEAST_COVERAGE = 0.5;

/** Why a reply gives no verdict, with what was said. */
export interface NoVerdict {
  readonly kind: 'missing';
  readonly why: 'refused' | 'unreadable' | 'cut' | 'low_coverage' | 'contradictory';
  /** The answer, or the API's words of a refusal. */
  readonly said: string;
  /** For `low_coverage` and `contradictory`. */
  readonly p?: number;
  readonly coverage?: number;
}

/** Why the numbers of a reply do not serve, so that its text counts as one vote. */
export type Unusable = 'none' | 'of_another_text' | 'impossible' | 'no_alternatives';

/** What an answer says of a yes/no question. */
export type Reading =
  | { readonly kind: 'probability'; readonly p: number; readonly coverage: number }
  | { readonly kind: 'vote'; readonly side: Side; readonly why: Unusable }
  | NoVerdict;

/**
 * P(yes) at the token that carries the verdict in the text that was returned. Where the log probabilities do not serve,
 * the text counts as one vote. Text and numbers must agree, unless the text was `drawn` (a temperature above 0), when it
 * may be the less likely of the two.
 */
export function readProbability(
  reply: ChatReply,
  { drawn = false }: { readonly drawn?: boolean } = {},
): Reading {
  const answer = answerOf(reply);
  if ('why' in answer) return answer;
  const { text, side, start, end } = answer;
  if (!reply.tokens) return { kind: 'vote', side, why: 'none' };
  const place = placeOfWord(reply.tokens, text, { start, end });
  if (!place) return { kind: 'vote', side, why: 'of_another_text' };
  const distribution = distributionAt(reply.tokens, place, text.slice(start, end));
  if ('unusable' in distribution) return { kind: 'vote', side, why: distribution.unusable };
  const { p, coverage } = distribution;
  const missing = (why: NoVerdict['why']): NoVerdict => ({ kind: 'missing', why, said: text, p, coverage });
  if (coverage < LEAST_COVERAGE) return missing('low_coverage');
  if (!drawn && (side === 'yes' ? p < 0.5 : p > 0.5)) return missing('contradictory');
  return { kind: 'probability', p, coverage };
}

export type Vote = Side | 'refused' | 'unreadable' | 'cut';

/** Whether a vote is worth remembering: a verdict, or a refusal to give one. */
export function isVote(vote: Vote): boolean {
  return vote === 'yes' || vote === 'no' || vote === 'refused';
}

/** What the text of an answer says. */
export function readVote(reply: ChatReply): Vote {
  const answer = answerOf(reply);
  return 'why' in answer ? voteOf(answer) : answer.side;
}

/** The votes of an answer to several questions, by the keys under which they were asked; keys in any case. */
export function readVotes(reply: ChatReply, keys: readonly string[]): Vote[] {
  const refused = refusalOf(reply);
  if (refused) return keys.map(() => 'refused');
  const part = answerPart(reply.text);
  if (!part) return keys.map(() => 'cut');
  const text = reply.text.slice(part.start, part.end);
  const votes = votesIn(text, isCut(reply) ? [] : keys);
  if (votes.size === 0) {
    const none: Vote = declines(text) || mayDecline(text) ? 'refused' : isCut(reply) ? 'cut' : 'unreadable';
    return keys.map(() => none);
  }
  return keys.map((key) => votes.get(plain(key)) ?? 'unreadable');
}

interface Answer {
  readonly side: Side;
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

function answerOf(reply: ChatReply): Answer | NoVerdict {
  const refused = refusalOf(reply);
  if (refused) return refused;
  // What a server broke off with an error is no answer, whatever stood in it by then.
  if (reply.finishReason === 'error') return { kind: 'missing', why: 'unreadable', said: reply.text };
  const part = answerPart(reply.text);
  if (!part) return { kind: 'missing', why: 'cut', said: '' };
  const text = reply.text.slice(part.start, part.end);
  const verdict = readVerdict(text, { isCut: isCut(reply) });
  if (verdict.kind === 'refused') return { kind: 'missing', why: 'refused', said: text };
  if (!('start' in verdict)) return { kind: 'missing', why: isCut(reply) ? 'cut' : 'unreadable', said: text };
  return { side: verdict.kind, text, start: verdict.start, end: verdict.end };
}

function refusalOf({ refusal, finishReason, text }: ChatReply): NoVerdict | undefined {
  if (refusal === undefined && !FILTERED.has(finishReason)) return undefined;
  return { kind: 'missing', why: 'refused', said: refusal ?? text };
}

/** What servers call an answer that their filter held back. */
const FILTERED = new Set([
  'content_filter',
  'content-filter',
  'safety',
  'prohibited_content',
  'blocklist',
  'recitation',
  'spii',
  'refusal',
  'guardrail_intervened',
]);

function isCut({ finishReason }: ChatReply): boolean {
  return finishReason === 'length' || finishReason === 'max_tokens' || finishReason === 'model_length';
}

function voteOf({ why }: NoVerdict): Vote {
  return why === 'refused' || why === 'cut' ? why : 'unreadable';
}

/**
 * The votes in all objects of a text, by key: `{"q1": "yes"}`, or `{"question": "q1", "answer": "yes"}`; where there is no
 * object, those of lines such as "q1: yes" (of an answer that was cut the last may be but half, so no `keys` are given).
 * One that is given twice with different verdicts is unreadable.
 */
function votesIn(text: string, keys: readonly string[]): Map<string, Vote> {
  const votes = new Map<string, Vote>();
  const wanted = new Set(keys.map(plain));
  const add = (key: string, vote: Vote) => {
    const before = votes.get(key);
    votes.set(key, before !== undefined && before !== vote ? 'unreadable' : vote);
  };
  const objects = jsonObjectsIn(text);
  for (const value of objects.flatMap((object) => inner(object.value))) {
    const { named, rest } = withoutName(value, wanted);
    if (named !== undefined) add(named, sideOfValue(rest) ?? 'unreadable');
    else for (const [key, each] of Object.entries(value)) add(plain(key), sideOfValue(each) ?? 'unreadable');
  }
  if (objects.length > 0) return votes;
  for (const [, key = '', said = ''] of text.matchAll(LINE)) {
    const { kind } = readVerdict(said);
    if (wanted.has(plain(key))) add(plain(key), kind);
  }
  return votes;
}

const LINE = /^[\s*#>|_([.-]*((?:q|question[ ]?)?\d{1,3})[^\p{L}\p{N}\n]+(.*)$/gimu;

/** The key that an object names in a field of its own, and what else the object has. */
function withoutName(value: Fields, wanted: ReadonlySet<string>): { named?: string; rest: Fields } {
  const field = Object.keys(value).find((key) => {
    const name = value[key];
    return /^(?:id|key|name|number|question|q)$/i.test(key) && wanted.has(plain(String(name)));
  });
  if (field === undefined) return { rest: value };
  const { [field]: name, ...rest } = value;
  return { named: plain(String(name)), rest };
}

type Fields = Readonly<Record<string, unknown>>;

/** `{"answers": {"q1": …}}` and `{"answers": [{"question": "q1", …}]}` */
function inner(value: Fields): Fields[] {
  const [only, ...more] = Object.values(value);
  if (more.length > 0 || typeof only !== 'object' || only === null) return [value];
  if (Array.isArray(only)) return only.filter((each) => typeof each === 'object' && each !== null);
  return 'answer' in only ? [value] : [only as Fields];
}

/** "Q1", "q1." and "1" are one key. */
function plain(key: string): string {
  return key
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
    .replace(/^(?:question|q)(?=\d)/, '');
}
