/** For tests: replies as a server would send them, and a policy to ask about. */
import { SourceText } from '../../policy/source.ts';
import { type ChatReply, readReply } from './reply.ts';

/** A reply whose first tokens have these probabilities; the likeliest is the one that was drawn. */
export function replyOfTokens(...places: Readonly<Record<string, number>>[]): ChatReply {
  const content = places.map((place) => {
    const [[token = '', p = 0] = []] = Object.entries(place).sort((a, b) => b[1] - a[1]);
    const top = Object.entries(place).map(([text, each]) => ({ token: text, logprob: Math.log(each) }));
    return { token, logprob: Math.log(p), bytes: null, top_logprobs: top };
  });
  return replyOf({ text: content.map(({ token }) => token).join(''), logprobs: { content } });
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
