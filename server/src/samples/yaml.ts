import type { Finding } from '../policy/finding.ts';
import type { Leaf, Struct } from '../policy/located.ts';
import type { Text } from '../policy/model.ts';
import { readConversation } from '../policy/proposition.ts';
import { readYaml } from '../policy/read.ts';
import type { Place, SourceText, Span } from '../policy/source.ts';
import { CompletionIds } from './completion-ids.ts';
import type { SampleCompletion } from './model.ts';
import { promptIdOf } from './prompt-id.ts';
import { type SamplesData, SamplesSchema } from './schema.ts';

type SampleNode = Struct<SamplesData['samples'][number]>;
type CompletionNode = Struct<SamplesData['samples'][number]['completions'][number]>;

/** A `*.samples.yaml` file as it is written. */
export interface SamplesFile {
  readonly source: SourceText;
  readonly policy?: Text;
  /** Those that have a text, in the order of the file. */
  readonly completions: readonly SampleCompletion[];
  /** Syntax, shape and ids that are used twice; what needs the policy is for `checks/`. */
  readonly findings: readonly Finding[];
}

/** Never throws: a half-typed completion is left out with a finding, the others stay. */
export function parseSamples(source: SourceText): SamplesFile {
  const { root, findings } = readYaml(source, SamplesSchema);
  const ids = new CompletionIds();
  const samples = root?.fields.samples?.value.items ?? [];
  const completions = samples.flatMap((sample) => readSample(source, sample, ids));
  const policy = root?.fields.policy?.value;
  return {
    source,
    ...(policy && { policy: { text: policy.value, place: source.place(policy.span) } }),
    completions,
    findings: [...findings, ...ids.findings],
  };
}

function readSample(
  source: SourceText,
  { fields, span }: SampleNode,
  ids: CompletionIds,
): SampleCompletion[] {
  const conversation = fields.prompt ? readConversation(fields.prompt.value) : [];
  const promptId = promptIdOf(conversation);
  const sample = { name: fields.id?.value.value, promptId };
  return (fields.completions?.value.items ?? []).flatMap((node, index) => {
    const text = node.fields.text?.value;
    if (!text) return [];
    const own = node.fields.id?.value;
    const named = own?.span ?? fields.id?.value.span ?? text.span;
    return [
      {
        id: ids.next(sample, { name: own?.value, position: index + 1 }, source.place(named)),
        promptId,
        conversation,
        text: text.value,
        ...optional('thought', node.fields.thought?.value),
        ...optional('category', fields.category?.value),
        ...optional('responseType', fields.response_type?.value),
        ...optional('expectedClass', node.fields.class?.value),
        ...optional('label', node.fields.label?.value),
        ...optional('baseReward', node.fields.base_reward?.value),
        labels: labelsOf(node),
        places: {
          sample: source.place({ start: span.start, end: span.start }),
          whole: source.place(wholeSpan(source, node)),
          text: source.place(text.span),
          ...placed(source, 'category', fields.category?.value),
          ...placed(source, 'responseType', fields.response_type?.value),
          ...placed(source, 'expectedClass', node.fields.class?.value),
          ...placed(source, 'label', node.fields.label?.value),
          labels: Object.fromEntries(
            (node.fields.propositions?.value.entries ?? []).map(({ key }) => [
              key.value,
              source.place(key.span),
            ]),
          ),
        },
      },
    ];
  });
}

/** A name that has no value yet was not labelled. */
function labelsOf({ fields }: CompletionNode): Record<string, boolean> {
  return Object.fromEntries(
    (fields.propositions?.value.entries ?? []).flatMap(({ key, value }) =>
      value.value === null ? [] : [[key.value, value.value] as const],
    ),
  );
}

/** A block's span ends after its last line break; the cursor on the next line is not on it any more. */
function wholeSpan(source: SourceText, { span }: CompletionNode): Span {
  let end = span.end;
  while (end > span.start && /\s/.test(source.text.charAt(end - 1))) end--;
  return { start: span.start, end };
}

function optional<K extends string, T>(key: K, leaf: Leaf<T> | undefined): { [P in K]?: T } {
  return (leaf ? { [key]: leaf.value } : {}) as { [P in K]?: T };
}

function placed<K extends string>(
  source: SourceText,
  key: K,
  leaf: Leaf<unknown> | undefined,
): { [P in K]?: Place } {
  return (leaf ? { [key]: source.place(leaf.span) } : {}) as { [P in K]?: Place };
}
