import type { Found } from './remaining.ts';

/** Around a whole answer: those that are sure, and those that are so only behind a thought. */
const SURE: readonly (readonly [open: string, close: string])[] = [
  ['<|begin_of_solution|>', '<|end_of_solution|>'],
  ['<|START_RESPONSE|>', '<|END_RESPONSE|>'],
  ['<answer>', '</answer>'],
];
const BEHIND_THOUGHT: readonly (readonly [open: string, close: string])[] = [
  ...SURE,
  ['<response>', '</response>'],
  ['<output>', '</output>'],
  ['<solution>', '</solution>'],
  ['<final_answer>', '</final_answer>'],
];

/**
 * Tags around the whole answer. Behind a thought the closing one may be missing (the answer was cut off), and an
 * `<answer>` at the end is the answer whatever stands between.
 */
export function findWrapper(text: string, behindThought: boolean): Found {
  const start = text.length - text.trimStart().length;
  const end = text.trimEnd().length;
  for (const [open, close] of behindThought ? BEHIND_THOUGHT : SURE) {
    const opens = startsWith(text, open, start);
    const closes = endsWith(text, close, end);
    if (opens && (closes || behindThought) && !(!closes && text.includes(close))) {
      const body = afterSpace(text, start + open.length);
      const tail = closes ? Math.max(body, text.slice(0, end - close.length).trimEnd().length) : text.length;
      return {
        cuts: [
          { start: 0, end: body, is: 'edge' as const },
          { start: tail, end: text.length, is: 'edge' as const },
        ].filter((cut) => cut.end > cut.start),
      };
    }
    if (behindThought && closes && open !== '<output>') {
      const at = text.lastIndexOf(open, end - close.length);
      if (at > 0 && /(?:[\n>])[ \t]*$/.test(text.slice(Math.max(0, at - 20), at))) {
        return { cuts: [{ start: 0, end: at, is: 'thought' }] };
      }
    }
  }
  return { cuts: [] };
}

/** The headings of Granite 3.2, which has no tags. */
export function findHeadings(text: string): Found {
  const thought = /^\s*(?:Here is|Here['’]s) my thought process:\s*/.exec(text);
  if (!thought) return { cuts: [] };
  const answer = /(?:Here is|Here['’]s) my response:\s*/.exec(text);
  const format = 'Here is my thought process:';
  const opening = { start: 0, end: thought[0].length, is: 'edge' } as const;
  if (!answer || answer.index < opening.end) {
    return { cuts: [opening, { start: opening.end, end: text.length, is: 'thought' }], format, cutOff: true };
  }
  return {
    cuts: [
      opening,
      { start: opening.end, end: answer.index, is: 'thought' },
      { start: answer.index, end: answer.index + answer[0].length, is: 'edge' },
    ],
    format,
  };
}

function startsWith(text: string, tag: string, at: number): boolean {
  return text.slice(at, at + tag.length).toLowerCase() === tag.toLowerCase();
}

function endsWith(text: string, tag: string, end: number): boolean {
  return end >= tag.length && text.slice(end - tag.length, end).toLowerCase() === tag.toLowerCase();
}

function afterSpace(text: string, at: number): number {
  return text.length - text.slice(at).trimStart().length;
}
