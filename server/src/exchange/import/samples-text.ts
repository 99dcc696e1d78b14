import { Document, Scalar, YAMLMap, YAMLSeq } from 'yaml';
import type { ImportedCompletion, ImportedSample } from './samples.ts';

const WIDTH = 110;
const MOST_OF_A_NOTE = 100;

/**
 * Samples as a `*.samples.yaml` file. `heading`: lines of a comment above all. Texts come back as they are,
 * whatever is in them.
 */
export function samplesText(
  samples: readonly ImportedSample[],
  { policy, heading }: { readonly policy?: string; readonly heading: readonly string[] },
): string {
  const root = new YAMLMap();
  if (policy !== undefined) set(root, 'policy', textNode(policy));
  const list = new YAMLSeq();
  for (const sample of samples) list.add(sampleNode(sample));
  set(root, 'samples', list);
  const document = new Document(root);
  document.commentBefore = heading.map((line) => ` ${plainLine(line, WIDTH)}`).join('\n');
  return document.toString({ lineWidth: WIDTH, flowCollectionPadding: false, minContentWidth: 0 });
}

function sampleNode({
  id,
  category,
  responseType,
  conversation,
  notes,
  completions,
}: ImportedSample): YAMLMap {
  const node = new YAMLMap();
  const note = plainLine(notes.join('; '), MOST_OF_A_NOTE);
  set(node, 'id', textNode(id, note));
  if (category !== undefined) set(node, 'category', textNode(category));
  if (responseType !== undefined) set(node, 'response_type', textNode(responseType));
  const [first] = conversation;
  if (first?.role === 'user' && conversation.length === 1) set(node, 'prompt', textNode(first.content));
  else {
    const turns = new YAMLSeq();
    turns.flow = conversation.length === 0;
    for (const { role, content } of conversation) {
      const turn = new YAMLMap();
      set(turn, role, textNode(content));
      turns.add(turn);
    }
    set(node, 'prompt', turns);
  }
  const list = new YAMLSeq();
  list.flow = completions.length === 0;
  for (const completion of completions) list.add(completionNode(completion));
  set(node, 'completions', list);
  return node;
}

function completionNode({
  id,
  text,
  thought,
  label,
  labels,
  baseReward,
  ...more
}: ImportedCompletion): YAMLMap {
  const node = new YAMLMap();
  set(node, 'id', textNode(id));
  set(node, 'text', textNode(text));
  if (thought !== undefined) set(node, 'thought', textNode(thought));
  if (more.class !== undefined) set(node, 'class', textNode(more.class));
  if (label !== undefined) set(node, 'label', textNode(label));
  if (baseReward !== undefined) set(node, 'base_reward', new Scalar(baseReward));
  const names = Object.entries(labels);
  if (names.length > 0) {
    const map = new YAMLMap();
    map.flow = true;
    for (const [name, value] of names) set(map, name, new Scalar(value));
    set(node, 'propositions', map);
  }
  return node;
}

/** As a block where it has several lines, in quotation marks where YAML would not give back what is in it. */
function textNode(text: string, comment = ''): Scalar {
  const node = new Scalar(text);
  if (!isPrintable(text) || /[ \t](\n|$)/.test(text)) node.type = Scalar.QUOTE_DOUBLE;
  else if (/\n/.test(text.trim())) node.type = Scalar.BLOCK_LITERAL;
  if (comment !== '') node.comment = ` ${comment}`;
  return node;
}

function set(map: YAMLMap, key: string, value: unknown): void {
  map.set(textNode(key), value);
}

/** A comment is one line of printable text: nothing of a data file can end it. */
function plainLine(text: string, most: number): string {
  const line = text.replace(/[^\p{L}\p{M}\p{N}\p{P}\p{S} ]+/gu, ' ').trim();
  const characters = [...line];
  return characters.length > most ? `${characters.slice(0, most - 1).join('')}…` : line;
}

/** Whether YAML takes every character as it is: no controls but line feed and tab, no other line ends, no halves of pairs. */
function isPrintable(text: string): boolean {
  return !/(?![\n\t])[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\ufeff\ufffe\uffff]/u.test(text);
}
