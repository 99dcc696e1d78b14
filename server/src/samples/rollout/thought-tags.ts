import type { Span } from '../../policy/source.ts';
import { type Standing, standingOf } from './standing.ts';

/** The marks of a thought, both of which are written by the model or by its chat template. */
interface Tag {
  /** As people write it; names the format. */
  readonly shown: string;
  readonly open: string;
  readonly close: string;
  /** Means a thought wherever it stands on a line of its own; the others are words of XML that answers have too. */
  readonly sure: boolean;
}

const ELEMENTS: readonly { readonly name: string; readonly sure: boolean; readonly behind?: string }[] = [
  { name: 'think', sure: true },
  { name: 'thinking', sure: true },
  { name: 'seed:think', sure: true },
  { name: 'mm:think', sure: true },
  { name: 'longcat_think', sure: true },
  { name: 'thought', sure: false },
  { name: 'thoughts', sure: false },
  { name: 'reasoning', sure: false },
  { name: 'scratchpad', sure: false },
  { name: 'scratch_pad', sure: false },
  { name: 'scratchpad_reasoning', sure: false },
  { name: 'inner_monologue', sure: false },
  { name: 'antthinking', sure: false },
  { name: 'reflection', sure: false, behind: '<thinking>' },
];

const PAIRS: readonly Tag[] = [
  { shown: '[THINK]', open: '[THINK]', close: '[/THINK]', sure: true },
  { shown: '◁think▷', open: '◁think▷', close: '◁/think▷', sure: true },
  { shown: '<|begin_of_thought|>', open: '<|begin_of_thought|>', close: '<|end_of_thought|>', sure: true },
  { shown: '<|START_THINKING|>', open: '<|START_THINKING|>', close: '<|END_THINKING|>', sure: true },
  { shown: '<|inner_prefix|>', open: '<|inner_prefix|>', close: '<|inner_suffix|>', sure: true },
  { shown: '<|think|>', open: '<|think|>', close: '<|/think|>', sure: true },
  { shown: '<|thinking|>', open: '<|thinking|>', close: '<|/thinking|>', sure: true },
  { shown: '<|im_start|>think', open: '<|im_start|>think', close: '<|im_start|>answer', sure: true },
  { shown: '<|channel>thought', open: '<|channel>thought', close: '<channel|>', sure: true },
  { shown: '<unused94>thought', open: '<unused94>thought', close: '<unused95>', sure: true },
];

export interface TagMark extends Span {
  readonly tag: string;
  readonly opens: boolean;
  readonly sure: boolean;
  /** Means a thought only behind one of this tag. */
  readonly behind?: string;
  /** In a fenced block; `before`: an opening mark of the same tag stands in the block before it. */
  readonly fenced?: { readonly before: boolean; readonly fence: number };
  readonly standing: Standing;
}

const names = ELEMENTS.map(({ name }) => name).join('|');
const element = `<(?<slash>/?)(?<name>${names})(?:\\s[^<>\\n]{0,80})?>`;
const pairs = PAIRS.flatMap(({ open, close }) => [open, close]).map(escaped);
const fenceLine = '^[ \\t]{0,3}(?<fence>`{3,}|~{3,})(?<info>[^\\n`]*)$';
const MARK = `${element}|(?<other>${pairs.join('|')})`;
const known = new Map(ELEMENTS.map((each) => [each.name, each] as const));
const byText: ReadonlyMap<string, { readonly tag: Tag; readonly opens: boolean }> = new Map(
  PAIRS.flatMap((tag) => [
    [tag.open, { tag, opens: true as boolean }] as const,
    [tag.close, { tag, opens: false as boolean }] as const,
  ]),
);

const ANY = new RegExp(MARK, 'i');

/** Whether there is any mark at all, in its place or not. */
export function hasTagMark(text: string): boolean {
  return ANY.test(text);
}

/** The opening mark that begins right at an offset. */
export function openingAt(text: string, at: number): TagMark | undefined {
  const pattern = new RegExp(MARK, 'iy');
  pattern.lastIndex = at;
  const match = pattern.exec(text);
  const mark = match && markOf(text, match);
  return mark?.opens ? mark : undefined;
}

/**
 * The marks from an offset on, as if the text began there, with whether they stand in a fenced block that begins there
 * or later.
 */
export function* tagMarks(whole: string, from: number): Generator<TagMark> {
  const text = whole.slice(from);
  const pattern = new RegExp(`${fenceLine}|${MARK}`, 'gim');
  let fence: { at: number; line: string; opened: Set<string> } | undefined;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    const line = match.groups?.fence;
    if (line !== undefined) {
      const info = match.groups?.info ?? '';
      // A thought can end right behind a fence, on its line.
      const marked = hasTagMark(info);
      if (marked) pattern.lastIndex = match.index + match[0].indexOf(line) + line.length;
      if (!fence) fence = { at: from + match.index, line, opened: new Set() };
      else if (line.startsWith(fence.line) && (marked || info.trim() === '')) fence = undefined;
      continue;
    }
    const found = markOf(text, match);
    if (!found) continue;
    const mark = { ...found, start: from + found.start, end: from + found.end };
    yield fence ? { ...mark, fenced: { before: fence.opened.has(mark.tag), fence: fence.at } } : mark;
    if (mark.opens) fence?.opened.add(mark.tag);
  }
}

/** Whether a fence that begins at an offset ends. */
export function fenceCloses(text: string, fence: number): boolean {
  const line = /^[ \t]*(?<fence>`{3,}|~{3,})/.exec(text.slice(fence, fence + 100))?.groups?.fence ?? '```';
  const closing = new RegExp(`^[ \\t]{0,3}${line}${line[0]}*[ \\t]*$`, 'gm');
  closing.lastIndex = text.indexOf('\n', fence) + 1 || text.length;
  return closing.test(text);
}

function markOf(text: string, match: RegExpExecArray): TagMark | undefined {
  const span = { start: match.index, end: match.index + match[0].length };
  const { name, slash, other } = match.groups ?? {};
  if (name !== undefined) {
    const tag = `<${name.toLowerCase()}>`;
    const { sure = false, behind } = known.get(name.toLowerCase()) ?? {};
    return {
      ...span,
      tag,
      opens: slash === '',
      sure,
      standing: standingOf(text, span),
      ...(behind !== undefined && { behind }),
    };
  }
  const pair = byText.get(other ?? '');
  if (!pair) return undefined;
  const { shown, sure } = pair.tag;
  return {
    ...span,
    tag: shown,
    opens: pair.opens,
    sure,

    standing: standingOf(text, span),
  };
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
