/** For tests: replies as a server would send them, and a policy to ask about. */
import { SourceText } from '../../../policy/source.ts';
import { type ChatReply, readReply } from './reply.ts';

/** The probabilities of what may stand at one place of an answer. */
export type Place = Readonly<Record<string, number>>;

/** A reply whose tokens have these probabilities; the likeliest is the one that was drawn. */
export function replyOfTokens(...places: Place[]): ChatReply {
  return replyOfPlaces(places);
}

/** The same with another text, as where a server leaves out thoughts, or with the bytes of the tokens. */
export function replyOfPlaces(
  places: readonly Place[],
  { text, finishReason, token = (each) => ({ token: each, bytes: null }) }: PlacesOptions = {},
): ChatReply {
  const content = places.map((place) => {
    const [[drawn = '', p = 0] = []] = Object.entries(place).sort((a, b) => b[1] - a[1]);
    const top = Object.entries(place).map(([each, q]) => ({ ...token(each), logprob: Math.log(q) }));
    return { drawn, ...token(drawn), logprob: Math.log(p), top_logprobs: top };
  });
  return replyOf({
    text: text ?? content.map(({ drawn }) => drawn).join(''),
    ...(finishReason !== undefined && { finishReason }),
    logprobs: { content },
  });
}

export interface PlacesOptions {
  readonly text?: string;
  readonly finishReason?: string;
  /** How the server writes a token. */
  readonly token?: (text: string) => { token: string; bytes: number[] | null };
}

export function replyOfText(text: string, more: { refusal?: string; finishReason?: string } = {}): ChatReply {
  return replyOf({ text, ...more });
}

function replyOf(of: {
  text: string;
  refusal?: string;
  finishReason?: string;
  logprobs?: object;
}): ChatReply {
  const message = { role: 'assistant', content: of.text, refusal: of.refusal ?? null };
  const choice = {
    index: 0,
    message,
    finish_reason: of.finishReason ?? 'stop',
    logprobs: of.logprobs ?? null,
  };
  const reply = readReply({ choices: [choice] });
  if (!reply) throw new Error('not a reply');
  return reply;
}

export function sourceOf(text: string): SourceText {
  return new SourceText('file:///policy.rbr.yaml', text);
}
