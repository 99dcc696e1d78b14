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
