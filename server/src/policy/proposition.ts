import { type Leaf, type Located, leafValues, type Struct } from './located.ts';
import type { Check, Cue, Example, Proposition, Turn } from './model.ts';
import type { PolicyData } from './schema.ts';
import type { SourceText, Span } from './source.ts';

type PropositionData = NonNullable<PolicyData['simple_propositions']>[string];
type ExampleData = NonNullable<PropositionData['examples']>[number];
type ConversationNode = Located<NonNullable<ExampleData['conversation']>>;

const DEFAULT_THRESHOLD = 0.5;

/** A proposition as this file states it, over what an earlier file says of the same name. */
export function readProposition(
  source: SourceText,
  key: Leaf<string>,
  { fields }: Struct<PropositionData>,
  span: Span,
  earlier?: Proposition,
): Proposition {
  const description = fields.description?.value.value ?? earlier?.description;
  const prompt = fields.prompt
    ? { text: fields.prompt.value.value, place: source.place(fields.prompt.value.span) }
    : earlier?.prompt;
  const paraphrases =
    fields.paraphrases?.value.items.map(({ value, span: at }) => ({
      text: value,
      place: source.place(at),
    })) ?? earlier?.paraphrases;
  const check = fields.check ? readCheck(source, fields.check.value) : earlier?.check;
  const judged = fields.judged?.value.value ?? earlier?.judged;
  const examples = (fields.examples?.value.items ?? []).flatMap((item) => readExample(source, item) ?? []);
  const cues = fields.cues ? readCues(source, fields.cues.value) : [];
  return {
    name: { text: key.value, place: source.place(key.span) },
    ...(description !== undefined && { description }),
    ...(prompt && { prompt }),
    ...(paraphrases && paraphrases.length > 0 && { paraphrases }),
    ...(check && { check }),
    ...(judged && { judged }),
    // Examples and cues add up: more evidence never contradicts what a base file gave.
    examples: [...(earlier?.examples ?? []), ...examples],
    cues: [...(earlier?.cues ?? []), ...cues],
    threshold: fields.threshold?.value.value ?? earlier?.threshold ?? DEFAULT_THRESHOLD,
    place: source.place(span),
  };
}

/** The turns of a conversation, whichever way it is written; turns without a speaker are left out. */
export function readConversation(node: ConversationNode): Turn[] {
  if (node.kind === 'leaf') return [{ role: 'user', content: node.value }];
  return node.items.flatMap(({ fields }) => {
    for (const role of ['system', 'user', 'assistant'] as const) {
      const said = fields[role];
      if (said) return [{ role, content: said.value.value }];
    }
    const role = fields.role?.value.value;
    const content = fields.content?.value.value;
    const known = role === 'system' || role === 'user' || role === 'assistant';
    return known && content !== undefined ? [{ role, content }] : [];
  });
}

function readExample(source: SourceText, { fields, span }: Struct<ExampleData>): Example | undefined {
  const answer = fields.answer?.value.value;
  if (answer === undefined) return undefined;
  const turns = fields.conversation ? readConversation(fields.conversation.value) : [];
  const last = turns.at(-1);
  const written = fields.response?.value.value;
  const response = written ?? (last?.role === 'assistant' ? last.content : undefined);
  if (response === undefined) return undefined;
  const why = fields.why?.value.value;
  return {
    conversation: written === undefined ? turns.slice(0, -1) : turns,
    response,
    answer: answer === true || answer === 'yes',
    ...(why !== undefined && { why }),
    place: source.placeOfBlock(span),
  };
}

function readCues(source: SourceText, { fields }: Struct<NonNullable<PropositionData['cues']>>): Cue[] {
  const read = (key: 'for' | 'against'): Cue[] =>
    (fields[key]?.value.items ?? []).map((item) => ({
      ...(item.kind === 'leaf' ? { text: item.value } : readCue(item)),
      speaksFor: key === 'for',
      place: source.placeOfBlock(item.span),
    }));
  return [...read('for'), ...read('against')];
}

type CueStruct = Struct<{ request?: string; reply?: string }>;

function readCue({ fields: { request, reply } }: CueStruct): Pick<Cue, 'text' | 'request'> {
  return {
    ...(reply && { text: reply.value.value }),
    ...(request && { request: request.value.value }),
  };
}

function readCheck(source: SourceText, node: Struct<NonNullable<PropositionData['check']>>): Check {
  return { of: 'completion', ...leafValues(node), place: source.placeOfBlock(node.span) };
}
