import * as fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import type { ChatReply } from '../../server/src/grader/llm/chat/reply.ts';
import { isVote, readVote } from '../../server/src/grader/llm/reading/read-answer.ts';
import { type AnswerStore, memoryAnswerStore } from '../../server/src/grader/llm/store/answer-store.ts';
import { askerOf } from '../support/model-run.ts';
import { type ModelServer, type Reply, startModelServer } from '../support/model-server/model-server.ts';

const servers: ModelServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

/** What a grader that asks for text keeps. */
const isVerdict = (reply: ChatReply) => isVote(readVote(reply));

const REQUEST = { messages: [{ role: 'user' as const, content: 'Is it polite?' }] };

/** A server that gives these replies in turn, and then the last for ever. */
async function asking(replies: readonly Reply[], store: AnswerStore = memoryAnswerStore()) {
  let next = 0;
  const server = await startModelServer({
    answer: () => replies[Math.min(next++, replies.length - 1)] as Reply,
  });
  servers.push(server);
  return { server, store, asker: await askerOf({ baseUrl: server.baseUrl, store }) };
}

/** A store that has this text for every question. */
function damaged(text: string): { store: AnswerStore; put: string[] } {
  const put: string[] = [];
  const store: AnswerStore = {
    ...memoryAnswerStore(),
    get: () => put.at(-1) ?? text,
    async put(_, answer) {
      put.push(answer);
    },
  };
  return { store, put };
}

describe('an answer is remembered only where it is one', () => {
  it.each<[string, object, string]>([
    ['nothing', { content: '' }, 'stop'],
    ['nothing, in another way', { content: null }, 'stop'],
    ['white space', { content: ' \n' }, 'stop'],
    ['the beginning of an answer', { content: 'Let me think' }, 'length'],
    ['nothing, after all tokens went into thought', { content: '', reasoning_content: 'Hm.' }, 'length'],
    ['nothing, after an error', { content: '' }, 'error'],
    ['something, and then an error', { content: 'yes' }, 'error'],
  ])('a row that says %s is asked again, and replaced', async (_, message, reason) => {
    const { store, put } = damaged(JSON.stringify({ choices: [{ message, finish_reason: reason }] }));
    const { server, asker } = await asking([{ content: 'yes' }], store);
    expect(asker.known(REQUEST, 0, isVerdict)).toBeUndefined();
    expect((await asker.ask(REQUEST, 0, isVerdict)).text).toBe('yes');
    expect((await asker.ask(REQUEST, 0, isVerdict)).text).toBe('yes');
    expect([server.calls.length, put.length, asker.fromStore]).toEqual([1, 1, 1]);
  });

  it('what was cut is given to whoever asked, and asked again the next time', async () => {
    const { server, asker } = await asking([
      { content: 'Let me think', finishReason: 'length' },
      { content: 'yes' },
    ]);
    expect((await asker.ask(REQUEST, 0, isVerdict)).text).toBe('Let me think');
    expect(asker.known(REQUEST, 0, isVerdict)).toBeUndefined();
    expect((await asker.ask(REQUEST, 0, isVerdict)).text).toBe('yes');
    expect(server.calls).toHaveLength(2);
  });

  it.each<[string, Reply]>([
    ['an answer', { content: 'no' }],
    ['a refusal', { content: '', refusal: 'I will not judge this.' }],
    ['what a filter held back', { content: '', finishReason: 'content_filter' }],
  ])('%s is not asked again', async (_, reply) => {
    const { server, asker } = await asking([reply]);
    const first = await asker.ask(REQUEST, 0, isVerdict);
    expect(await asker.ask(REQUEST, 0, isVerdict)).toEqual(first);
    expect(asker.known(REQUEST, 0, isVerdict)).toEqual(first);
    expect(server.calls).toHaveLength(1);
  });

  it('whoever asks says what is one, of what is stored as well', async () => {
    const { server, asker } = await asking([{ content: 'yes' }, { content: 'no' }]);
    const isNo = ({ text }: { text: string }) => text === 'no';
    expect((await asker.ask(REQUEST, 0, isVerdict)).text).toBe('yes');
    expect(asker.known(REQUEST, 0, isNo)).toBeUndefined();
    expect((await asker.ask(REQUEST, 0, isNo)).text).toBe('no');
    expect(asker.known(REQUEST, 0, isVerdict)?.text).toBe('no');
    expect(server.calls).toHaveLength(2);
  });
});

it('any row that is no chat completion is asked for again, and replaced', async () => {
  const { server } = await asking([{ content: 'yes' }]);
  const whole = JSON.stringify({ choices: [{ message: { role: 'assistant', content: 'yes' } }] });
  const row = fc.oneof(
    fc.string(),
    fc.json(),
    // The beginning of an answer, as a row has it whose end is gone.
    fc.nat({ max: whole.length - 1 }).map((end) => whole.slice(0, end)),
  );
  await fc.assert(
    fc.asyncProperty(row, async (text) => {
      const { store, put } = damaged(text);
      const asker = await askerOf({ baseUrl: server.baseUrl, store });
      expect(asker.known(REQUEST, 0, isVerdict)).toBeUndefined();
      expect((await asker.ask(REQUEST, 0, isVerdict)).text).toBe('yes');
      expect((await asker.ask(REQUEST, 0, isVerdict)).text).toBe('yes');
      expect([put.length, asker.fromStore]).toEqual([1, 1]);
    }),
    { numRuns: 50 },
  );
});
