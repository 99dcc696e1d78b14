/**
 * The part of a judge's reply that is its answer. Everything up to the end of the last thought is set aside, however the
 * thought is marked; also where only its end is left, as with chat templates that open it themselves.
 * `undefined` where a thought was begun and not ended: the model was cut off before it answered.
 * Unlike completions, of which nothing may be lost, a judge's reply is read strictly: a marker is a marker wherever it stands.
 */
export function answerPart(text: string): { readonly start: number; readonly end: number } | undefined {
  const channel = [...text.matchAll(FINAL_CHANNEL)].at(-1);
  if (channel) return { start: channel.index + channel[0].length, end: text.length };
  if (ANALYSIS_CHANNEL.test(text)) return undefined;
  const close = [...text.matchAll(CLOSE)].at(-1);
  const start = close ? close.index + close[0].length : 0;
  if (OPEN.test(text.slice(start))) return undefined;
  return (close && beforeThought(text, start)) ?? { start, end: endOfTurn(text, start) };
}

/** "<answer>yes</answer><reason>…</reason>": where nothing follows the last thought, what stands before it. */
function beforeThought(text: string, end: number): { start: number; end: number } | undefined {
  if (SAID.test(text.slice(end))) return undefined;
  const opens = [...text.slice(0, end).matchAll(new RegExp(OPEN, 'giu'))];
  const open = opens.at(-1)?.index ?? 0;
  const before = [...text.slice(0, open).matchAll(CLOSE)].at(-1);
  const start = before ? before.index + before[0].length : 0;
  const isSaid =
    !OPEN.test(text.slice(start, open)) && SAID.test(text.slice(start, open).replace(CONTROL, ''));
  return isSaid ? { start, end: open } : undefined;
}

/** Models that do not stop write the next turn as well; it is no part of the answer. */
function endOfTurn(text: string, start: number): number {
  for (const { index } of text.matchAll(END_OF_TURN)) {
    if (index > start && SAID.test(text.slice(start, index).replace(CONTROL, ''))) return index;
  }
  return text.length;
}

const SAID = /[\p{L}\p{N}]/u;
const CONTROL = /<[|｜]?[^<>\n]{1,40}>/gu;
const END_OF_TURN =
  /<\|(?:im_end|eot_id|eom_id|endoftext|end_of_text|end_of_turn)\|>|<\/s>|<end_of_turn>|<eos>|<｜end▁of▁sentence｜>/gu;

const NAMES =
  '(?:seed:)?(?:think(?:ing)?|thoughts?|reason(?:ing)?|reflection|scratch_?pad|analysis|cot|inner_monologue)';
const OPEN = new RegExp(
  String.raw`<${NAMES}>|\[THINK\]|◁think▷|<\|(?:begin_of_thought|start_thinking|inner_prefix|think)\|>|<unused94>|<\|channel>`,
  'iu',
);
const CLOSE = new RegExp(
  String.raw`</${NAMES}>|\[/THINK\]|◁/think▷|<\|(?:end_of_thought|end_thinking|inner_suffix|/think)\|>|<unused95>|<channel\|>`,
  'giu',
);
/** gpt-oss, with its control tokens or as a decoder that drops them leaves it: "analysis…assistantfinal…". */
const FINAL_CHANNEL =
  /<\|channel\|>\s*final[^<]{0,40}<\|message\|>|^analysis[\s\S]*assistant\s*final(?:<\|message\|>)?|^final(?=[^\p{Ll}\s])/giu;
const ANALYSIS_CHANNEL = /<\|channel\|>\s*(?:analysis|commentary)|^(?:analysis|commentary)(?=\p{Lu})/u;
