import type { SampleCompletion } from '../model.ts';
import { splitReasoning } from './split.ts';

/** A completion taken apart, wherever its thought came from. Its text stays as it is in the data. */
export interface Rollout {
  /** From the data's own field and from the text, in this order; undefined where there is none. */
  readonly thought?: string;
  readonly answer: string;
  /** How the thought is marked in the text: "<think>"; "field" where only the data have it. */
  readonly format?: string;
  /** What else of the text was set aside: tokens of the end, headers of a chat template. */
  readonly markers: readonly string[];
  /** The text ends within its thought. */
  readonly cutOff: boolean;
  /** Nothing was set aside: the answer is the text as it is, and there is no thought. */
  readonly isPlain: boolean;
}

type Completion = Pick<SampleCompletion, 'text' | 'thought'>;

/** One object as long as the completion is one: each text is split once. */
export function rolloutOf(completion: Completion): Rollout {
  const before = known.get(completion);
  if (before) return before;
  const made = split(completion);
  known.set(completion, made);
  return made;
}

const known = new WeakMap<Completion, Rollout>();

function split({ text, thought: apart }: Completion): Rollout {
  const { thought: within, answer, format, markers, complete } = splitReasoning(text);
  const thoughts = new Set([apart, within].filter((each) => each !== undefined && each !== ''));
  const marked = format ?? (apart === undefined ? undefined : 'field');
  return {
    ...(marked !== undefined && { thought: [...thoughts].join('\n\n'), format: marked }),
    answer,
    markers,
    cutOff: !complete,
    isPlain: marked === undefined && answer === text,
  };
}
