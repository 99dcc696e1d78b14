import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { composePolicy } from '../../policy/compose.ts';
import type { Policy } from '../../policy/model.ts';
import { parsePolicy } from '../../policy/parse.ts';
import { SourceText } from '../../policy/source.ts';
import type { SampleCompletion } from '../../samples/model.ts';
import { promptIdOf } from '../../samples/prompt-id.ts';

/** A policy of these propositions: YAML of what stands under `simple_propositions`. */
export function policyOf(propositions: string): Policy {
  const text = `simple_propositions:\n${propositions.replaceAll(/^/gm, '  ')}\n`;
  return composePolicy([parsePolicy(new SourceText('file:///test.rbr.yaml', text))]);
}

export function completionOf(
  prompt: string,
  text: string,
  labels: Readonly<Record<string, boolean>>,
): SampleCompletion {
  const place = { uri: 'file:///test.samples.yaml', span: { start: 0, end: 0 } };
  const conversation = [{ role: 'user', content: prompt }] as const;
  return {
    id: `${prompt} / ${text}`,
    promptId: promptIdOf(conversation),
    conversation,
    text,
    labels,
    places: { whole: place, text: place, labels: {} },
  };
}

const REFUSALS = ["I'm sorry, I can't help with", 'I will not talk about', 'Unfortunately I have to decline'];
const ANSWERS = ['Here is what I know about', 'Sure! Let me tell you of', 'There is much to say of'];
const TOPICS = ['locks', 'bees', 'tides', 'wills', 'bread', 'chess', 'fever'];

/** Forty-two completions of seven prompts: half are labelled as refusals, all as polite but two. */
export function refusalsAndAnswers(): SampleCompletion[] {
  return TOPICS.flatMap((topic, index) =>
    [...REFUSALS, ...ANSWERS].map((opening, style) =>
      completionOf(`Tell me about ${topic}.`, `${opening} ${topic}.`, {
        refuses: style < REFUSALS.length,
        polite: index > 1 || style > 0,
      }),
    ),
  );
}

const WORDS =
  'river stone paper green seven quiet garden lamp winter copper bread cloud engine violin market forest salt window'.split(
    ' ',
  );

/** A row of JSONL as `rbr` reads it. */
export interface CoinFlip {
  readonly id: string;
  readonly prompt: readonly { readonly role: string; readonly content: string }[];
  readonly completion: string;
  readonly response_type: string;
  readonly propositions: { readonly pleasant: boolean };
}

/**
 * Prompts with one reply each of words drawn at random, labelled by a coin: nobody can tell the labels of what they have
 * not learnt, so AUROC is .5 on average. `signal`: labels that the first word tells instead.
 */
export function coinFlips(seed: number, prompts: number, signal = false): CoinFlip[] {
  const generator = xoroshiro128plus(seed);
  const word = () => WORDS[uniformInt(generator, 0, WORDS.length - 1)] as string;
  return Array.from({ length: prompts }, (_, index) => {
    const pleasant = uniformInt(generator, 0, 1) === 1;
    const words = Array.from({ length: 12 }, word);
    const completion = `${signal && pleasant ? 'lovely ' : ''}${words.join(' ')}.`;
    return {
      id: `c${index}`,
      prompt: [{ role: 'user', content: `Say something, number ${index}.` }],
      completion,
      response_type: 'answer',
      propositions: { pleasant },
    };
  });
}
