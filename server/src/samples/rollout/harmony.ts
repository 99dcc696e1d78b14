import type { Span } from '../../policy/source.ts';
import type { Cut, Found } from './remaining.ts';
import { standingOf } from './standing.ts';

const SPECIAL = /<\|(?<token>start|channel|message|end|return|call)\|>/g;
const ENDS = /(?:<\|(?:end|return|call)\|>\s*)*/y;
const HEADER_LENGTH = 300;

/**
 * The channels of OpenAI's harmony format (gpt-oss): `analysis` is thought, `final` the answer, `commentary` (calls of
 * tools and what is said around them) is set aside with the thought. Also as decoders leave it that drop special
 * tokens: "analysisWe should refuse.assistantfinalI can't help".
 */
export function findChannels(text: string): Found {
  if (text.includes('<|channel|>') || text.includes('<|message|>')) return channels(text);
  return text.includes('assistantfinal') || /^\s*(?:analysis|commentary|final)\S/.test(text)
    ? stripped(text)
    : NOTHING;
}

const NOTHING: Found = { cuts: [] };
const FORMAT = '<|channel|>analysis';

function channels(text: string): Found {
  const first = /<\|(?:start|channel|message)\|>/.exec(text);
  if (!first || !begins(text, first.index)) return NOTHING;
  const cuts: Cut[] = [];
  let answered = false;
  let thought = false;
  const add = (start: number, end: number, is: Cut['is']) => {
    if (end > start) cuts.push({ start, end, is });
  };
  const aside = (start: number, end: number) => {
    add(start, end, 'thought');
    thought ||= end > start;
  };
  // What comes first without a header continues a header that the prompt ended with.
  const lead = text.slice(0, first.index);
  const ended = /<\|end\|>\s*$/.exec(lead);
  if (lead.trim() === '') add(0, first.index, 'edge');
  else {
    aside(0, ended?.index ?? first.index);
    add(ended?.index ?? first.index, first.index, 'edge');
  }
  let at = first.index;
  while (at < text.length) {
    const body = headerEnd(text, at);
    if (body === undefined) {
      add(at, text.length, 'edge');
      break;
    }
    const header = text.slice(at, body);
    add(at, body, 'edge');
    const end = contentEnd(text, body);
    const role = /<\|start\|>\s*(?<role>\w+)/.exec(header)?.groups?.role ?? 'assistant';
    const channel = /<\|channel\|>\s*(?<channel>\w+)/.exec(header)?.groups?.channel ?? 'final';
    if (role !== 'assistant') {
      // Whatever follows an answer is another turn, of nobody's saying.
      if (answered) {
        add(body, text.length, 'edge');
        break;
      }
      add(body, end, 'edge');
    } else if (channel === 'final') answered = true;
    else {
      aside(body, end);
      thought = true;
    }
    ENDS.lastIndex = end;
    at = end + (ENDS.exec(text)?.[0].length ?? 0);
    add(end, at, 'edge');
  }
  return {
    cuts,
    ...(thought && { format: FORMAT, ...(!answered && { cutOff: true }) }),
  };
}

function begins(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - 20), at);
  if (text.slice(0, at).trim() === '') return !standingOf(text, { start: at, end: at + 9 }).spokenOf;
  return /<\|end\|>\s*$/.test(before) || /^<\|start\|>assistant<\|channel\|>/.test(text.slice(at, at + 40));
}

/** Behind `<|message|>`; undefined where the header never ends. */
function headerEnd(text: string, at: number): number | undefined {
  const end = text.indexOf('<|message|>', at);
  return end < 0 || end - at > HEADER_LENGTH ? undefined : end + '<|message|>'.length;
}

function contentEnd(text: string, from: number): number {
  const pattern = new RegExp(SPECIAL);
  pattern.lastIndex = from;
  return pattern.exec(text)?.index ?? text.length;
}

/** How the sentences of such models begin. Names in code do not ("analysisResult"). */
const SENTENCE =
  "(?:I|We|The|This|That|It|User|You|They|There|Let|Need|So|Okay|Ok|Must|Just|Should|Here|Sorry|Sure|Yes|No|Hello|Hi|Unfortunately|According|If|In|As|An|A)(?:['’][a-z]+)?[ ,:.!]";
const JOINT = /assistant(?<channel>analysis|commentary|final)(?=\S)/g;

function stripped(text: string): Found {
  const start = /\S/.exec(text)?.index ?? 0;
  const head = new RegExp(`^(?<channel>analysis|commentary|final)(?=${SENTENCE})`).exec(text.slice(start));
  const named = /^(?<channel>analysis|commentary)(?=\S)/.exec(text.slice(start));
  const fences = [...text.matchAll(/^[ \t]{0,3}(?:`{3,}|~{3,})/gm)].map(({ index }) => index);
  let fencesBefore = 0;
  const joints = [...text.matchAll(JOINT)].filter(({ index, 0: { length } }) => {
    while ((fences[fencesBefore] ?? Number.POSITIVE_INFINITY) < index) fencesBefore++;
    const span = { start: index, end: index + length };
    const opened = (head ?? named) !== null;
    return index === start || isJoint(text, span, { opened, isFenced: fencesBefore % 2 === 1 });
  });
  const opening = head ?? (joints.length > 0 ? named : null);
  if (!opening && joints.length === 0) return NOTHING;
  const cuts: Cut[] = [];
  let channel = opening?.groups?.channel ?? 'analysis';
  let from = start + (opening?.[0].length ?? 0);
  if (from > 0) cuts.push({ start: 0, end: from, is: 'edge' });
  for (const joint of [...joints, undefined]) {
    const to = joint?.index ?? text.length;
    if (channel !== 'final' && to > from) {
      cuts.push({ start: from, end: to, is: 'thought' });
    }
    if (!joint) break;
    from = to + joint[0].length;
    cuts.push({ start: to, end: from, is: 'edge' });
    channel = joint.groups?.channel ?? '';
  }
  return {
    cuts,
    ...(cuts.some(({ is }) => is === 'thought') && { format: FORMAT }),
    ...(channel !== 'final' && { cutOff: true }),
  };
}

/** Right behind a sentence, without a space, and right before a text. `opened`: the text begins with a channel. */
function isJoint(
  text: string,
  span: Span,
  { opened, isFenced }: { readonly opened: boolean; readonly isFenced: boolean },
): boolean {
  const before = text.slice(Math.max(0, span.start - 3), span.start).replace(/\n+$/, '');
  if (standingOf(text, span).quoted || /^$|[\s`"'“‘]$/u.test(before)) return false;
  if (opened) return true;
  return (
    !isFenced && /[.!?。！？)\]}]$/u.test(before) && /[\p{Lu}\p{Lo}\p{N}*#"“]/u.test(text[span.end] ?? '')
  );
}
