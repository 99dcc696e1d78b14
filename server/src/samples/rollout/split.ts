import type { Span } from '../../policy/source.ts';
import { findHead, findTail, findTurns } from './chat-markers.ts';
import { findChannels } from './harmony.ts';
import { type Found, Remaining } from './remaining.ts';
import { findThoughts } from './thoughts.ts';
import { findHeadings, findWrapper } from './wrappers.ts';

/** What a model wrote, taken apart. Offsets count UTF-16 code units of the text as it came. */
export interface SplitText {
  /** What it thought, without markers, an empty line between two thoughts; undefined where no thought was recognised. */
  readonly thought?: string;
  /** What it says to the user: the text itself, byte for byte, where nothing was recognised. */
  readonly answer: string;
  /** Where the answer stands in the text; more than one where a thought stands within it, none where it is empty. */
  readonly ranges: readonly Span[];
  /** From the first to the last of `ranges`; both the length of the text where there is no answer. */
  readonly answerStart: number;
  readonly answerEnd: number;
  /** How the thought was marked, as its opening marker is written: "<think>". */
  readonly format?: string;
  /** What was set aside beside thoughts and their markers: tokens of the end, headers and turns of a chat template. */
  readonly markers: readonly string[];
  /** False where the text ends within its thought: there is no answer, or it is not all of it. */
  readonly complete: boolean;
}

/** Markers within markers; more than this is nobody's format. */
const MAX_DEPTH = 16;

/** What every marker has one of; most texts have none and are done. */
const MAY_BE_MARKED =
  /<[\w|｜/]|\[\/?[A-Z]+\]|◁|^\s*(?:analysis|commentary|final)\S|assistantfinal|^\s*(?:Assistant|ASSISTANT):|^\s*assistant\n|\S(?:assistant|user)\n\n|^\s*Here(?: is|['’]s) my thought process:/;

/**
 * Splits a text of a language model into thought and answer, by the markers that docs/sample-files.md lists. Only markers
 * where a format puts them count: a text that talks of them stays as it is, and in doubt nothing is taken away. Splitting
 * the answer again changes nothing. Linear in the length of the text; never throws.
 */
export function splitReasoning(text: string): SplitText {
  if (!MAY_BE_MARKED.test(text)) return whole(text);
  const left = new Remaining(text);
  let format: string | undefined;
  let cutOff = false;
  for (let depth = 0; depth < MAX_DEPTH; depth++) {
    const found = findAny(left.text, format);
    if (!found) break;
    left.cut(found.cuts);
    format ??= found.format;
    cutOff ||= found.cutOff ?? false;
  }
  left.trim();
  const { thought, ranges, markers } = left;
  return {
    ...(format !== undefined && { thought: thought ?? '', format }),
    answer: left.text,
    ranges,
    answerStart: ranges[0]?.start ?? text.length,
    answerEnd: ranges.at(-1)?.end ?? text.length,
    markers,
    complete: !cutOff,
  };
}

function whole(text: string): SplitText {
  const { length } = text;
  const ranges = length === 0 ? [] : [{ start: 0, end: length }];
  return { answer: text, ranges, answerStart: 0, answerEnd: length, markers: [], complete: true };
}

/** The first of the formats that has something to set aside. */
function findAny(text: string, proven: string | undefined): Found | undefined {
  for (const find of [findTurns, findHead, findTail, findChannels, findHeadings]) {
    const found = find(text);
    if (found.cuts.length > 0) return found;
  }
  const thoughts = findThoughts(text, proven);
  if (thoughts.cuts.length > 0) return thoughts;
  const wrapper = findWrapper(text, proven !== undefined);
  return wrapper.cuts.length > 0 ? wrapper : undefined;
}
