import type { Cut, Found } from './remaining.ts';
import { standingOf } from './standing.ts';

/** What chat templates put before the words of the assistant, the whole of it. */
const ASSISTANT = [
  '<\\|im_start\\|>\\s*assistant\\b',
  '<\\|start_header_id\\|>\\s*assistant\\s*<\\|end_header_id\\|>',
  '<\\|header_start\\|>\\s*assistant\\s*<\\|header_end\\|>',
  '<\\|start_of_role\\|>\\s*assistant\\s*<\\|end_of_role\\|>',
  '<\\|im_assistant\\|>(?:assistant)?<\\|im_middle\\|>',
  '<start_of_turn>\\s*model\\b',
  '<\\|turn>\\s*model\\b',
  '<\\|start\\|>assistant\\b(?!<\\|)',
  '<seed:bos>\\s*assistant\\b',
  '<role>ASSISTANT</role>',
  '<\\|[Aa]ssistant\\|>',
  '<｜Assistant｜>',
  '<\\|START_OF_TURN_TOKEN\\|>\\s*<\\|CHATBOT_TOKEN\\|>',
  '<\\|CHATBOT_TOKEN\\|>',
  '\\[/INST\\]',
];

/** What they put before the words of anybody else. */
const OTHERS = [
  '<\\|im_start\\|>\\s*(?:user|system|tool|developer)\\b',
  '<\\|start_header_id\\|>\\s*(?:user|system|tool|ipython)\\s*<\\|end_header_id\\|>',
  '<\\|header_start\\|>\\s*(?:user|system|tool|ipython)\\s*<\\|header_end\\|>',
  '<\\|start_of_role\\|>\\s*(?:user|system|tool)\\s*<\\|end_of_role\\|>',
  '<\\|im_(?:user|system)\\|>\\w*<\\|im_middle\\|>',
  '<start_of_turn>\\s*user\\b',
  '<\\|turn>\\s*(?:user|system)\\b',
  '<seed:bos>\\s*(?:user|system|tool)\\b',
  '<role>(?:HUMAN|SYSTEM|OBSERVATION)</role>',
  '<\\|(?:[Uu]ser|[Ss]ystem|observation)\\|>',
  '<｜User｜>',
  '<\\|START_OF_TURN_TOKEN\\|>\\s*<\\|(?:USER|SYSTEM)_TOKEN\\|>',
  '(?:<s>\\s*)?\\[INST\\]',
];

/** Tokens that begin a text or fill it up from the left. */
const BEGINNINGS = [
  '<bos>',
  '<\\|begin_of_text\\|>',
  '<[｜|]begin[▁_]of[▁_]sentence[｜|]>',
  '<\\|startoftext\\|>',
  '<BOS_TOKEN>',
];

const FILLING = [
  '<\\|?pad\\|?>',
  '\\[PAD\\]',
  '<\\|endoftext\\|>',
  '<\\|finetune_right_pad_id\\|>',
  '<\\|eot_id\\|>',
  '</s>',
  '<eos>',
];

const head = new RegExp(`\\s*(?:${[...ASSISTANT, ...BEGINNINGS].join('|')})`, 'y');
const filling = new RegExp(`\\s*(?:(?:${FILLING.join('|')})\\s*){2,}`, 'y');
const turn = new RegExp(`(?<assistant>${ASSISTANT.join('|')})|(?<other>${OTHERS.join('|')})`, 'g');

/** Markers of chat templates at the beginning, with the white space around them. */
export function findHead(text: string): Found {
  let at = 0;
  for (;;) {
    head.lastIndex = filling.lastIndex = at;
    const match = head.exec(text) ?? filling.exec(text);
    if (!match || standingOf(text, { start: match.index, end: match.index + match[0].length }).spokenOf)
      break;
    at = match.index + match[0].length;
  }
  if (at === 0) at = speaker(text);
  if (at === 0) return { cuts: [] };
  const space = /\s*/y;
  space.lastIndex = at;
  return { cuts: [{ start: 0, end: at + (space.exec(text)?.[0].length ?? 0), is: 'marker' }] };
}

/** "assistant" on a line of its own, as dropped special tokens leave it, or "Assistant:" at the very beginning, unless other speakers have lines of their own too: then it is a dialogue. */
function speaker(text: string): number {
  const header = /^\s*assistant\n\s*(?=\S)/.exec(text);
  if (header) return header[0].length;
  const match = /^\s*(?:Assistant|ASSISTANT):[ \t]*(?=\S)/.exec(text);
  if (!match) return 0;
  return /^[ \t]*[*_]*\p{Lu}[\p{L}\p{N} .'_-]{0,30}[*_]*:/mu.test(text.slice(match[0].length))
    ? 0
    : match[0].length;
}

/**
 * A text of several turns with their markers: the prompt that was decoded with the completion, or a model that went on
 * past its end and wrote the next turns itself. What the assistant says first after the prompt is its answer; with the
 * turns of tools between, what it says last.
 */
export function findTurns(text: string): Found {
  const fences = [...text.matchAll(/^[ \t]{0,3}(?:`{3,}|~{3,})/gm)].map(({ index }) => index);
  const last = text.trimEnd().length;
  let fencesBefore = 0;
  const headers = [...text.matchAll(turn)].filter(({ index, 0: marker }) => {
    while ((fences[fencesBefore] ?? Number.POSITIVE_INFINITY) < index) fencesBefore++;
    // One at the very end is a token of the end.
    if (index + marker.length >= last || fencesBefore % 2 === 1) return false;
    const standing = standingOf(text, { start: index, end: index + marker.length });
    const inPlace =
      standing.startsLine || standing.afterSentence || text[index - 1] === '>' || text[index - 1] === ']';
    return inPlace && !standing.quoted && !standing.spokenOf;
  });
  if (!headers.some(({ groups }) => groups?.other !== undefined)) return runOn(text);
  const [first] = headers;
  const implicit =
    first &&
    text
      .slice(0, first.index)
      .replace(/<[^<>\s]{1,40}>/g, '')
      .trim() !== '';
  const turns = headers.map((match, index) => ({
    assistant: match.groups?.assistant !== undefined,
    tool: /tool|ipython|observation/i.test(match[0]),
    start: match.index,
    body: match.index + match[0].length,
    end: headers[index + 1]?.index ?? text.length,
  }));
  if (implicit) turns.unshift({ assistant: true, tool: false, start: 0, body: 0, end: first.index });
  const begun = turns.findIndex(({ assistant }) => assistant);
  if (begun < 0) return { cuts: [] };
  // A text that begins with the prompt ends with the completion; one that begins with the completion has run on.
  const wanted =
    begun > 0
      ? turns.findLast(({ assistant, body, end }) => assistant && text.slice(body, end).trim() !== '')
      : afterTools(turns);
  if (!wanted) return { cuts: [] };
  const cuts: Cut[] = [];
  if (wanted.body > 0) cuts.push({ start: 0, end: wanted.body, is: 'marker' });
  if (wanted.end < text.length) cuts.push({ start: wanted.end, end: text.length, is: 'marker' });
  return { cuts };
}

/** Turns that a model wrote past its end, as decoders leave them that drop special tokens: "Bye.user\n\nHi". */
function runOn(text: string): Found {
  const match = /[.!?…)"'”’*`](?=(?:assistant|user)\n\n\S)/u.exec(text);
  return match ? { cuts: [{ start: match.index + 1, end: text.length, is: 'marker' }] } : { cuts: [] };
}

function afterTools<Turn extends { readonly assistant: boolean; readonly tool: boolean }>(
  turns: readonly Turn[],
): Turn | undefined {
  const next = turns.findIndex(({ assistant, tool }) => !assistant && !tool);
  return turns.slice(0, next < 0 ? turns.length : next).findLast(({ assistant }) => assistant);
}

const END_TOKENS = new Set(
  [
    '<|im_end|> <|endoftext|> </s> <|eot_id|> <|eom_id|> <|eot|> <|eom|> <|end|> <|return|> <|call|> <end_of_turn>',
    '<turn|> <eos> <pad> <|pad|> [PAD] [EOS] <|end_of_text|> <|end_of_turn|> <|END_OF_TURN_TOKEN|> <EOS_TOKEN>',
    '<｜end▁of▁sentence｜> <|end▁of▁sentence|> <|end_of_sentence|> <|eos|> <|eod|> <eod> <|finetune_right_pad_id|>',
    '<|role_end|> <seed:eos> <seed:pad> <|user|> <|observation|> <|endofturn|> <|stop|> <end_of_utterance>',
    '<|pad_token|> <|im_start|> <start_of_turn> <|start_header_id|> <|start|> <|turn> <|END_RESPONSE|> <PAD>',
    '<｜User｜> <|User|> <|im_user|> [INST] <|endofresponse|> <|endofprompt|> <|eos_token|> <|end_of_role|>',
  ]
    .join(' ')
    .split(' '),
);
const RESERVED = /^<\|reserved_special_token_\d{1,4}\|>$/;
const LONGEST = 40;

/** Tokens that end a turn or a text, or fill it up, at the end, with the white space before them. */
export function findTail(text: string): Found {
  let end = text.trimEnd().length;
  let tokens = 0;
  for (let token = lastToken(text, end); token !== undefined; token = lastToken(text, end)) {
    end -= token.length;
    tokens++;
    while (end > 0 && /\s/u.test(text[end - 1] as string)) end--;
  }
  if (tokens === 0) return { cuts: [] };
  const standing = standingOf(text, { start: text.slice(end).search(/\S/) + end, end: text.length });
  const talk = tokens === 1 && !standing.startsLine && !standing.glued && !standing.afterSentence;
  return talk ? { cuts: [] } : { cuts: [{ start: end, end: text.length, is: 'marker' }] };
}

function lastToken(text: string, end: number): string | undefined {
  const last = text[end - 1];
  if (last !== '>' && last !== ']') return undefined;
  const window = text.slice(Math.max(0, end - LONGEST), end);
  const token = window.slice(window.lastIndexOf(last === '>' ? '<' : '['));
  if (token === '</s>') return /<s>/i.test(text) ? undefined : token;
  return END_TOKENS.has(token) || RESERVED.test(token) ? token : undefined;
}
