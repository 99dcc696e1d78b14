import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { heldHeap } from '../../../test/support/held-heap.ts';
import { readJsonl, type SamplesItem } from './read.ts';

async function read(...chunks: readonly (string | Uint8Array)[]): Promise<SamplesItem[]> {
  const items: SamplesItem[] = [];
  const stream = (async function* () {
    yield* chunks;
  })();
  for await (const item of readJsonl(stream, 'file:///d/data.jsonl', 'data.jsonl')) items.push(item);
  return items;
}

const GOLD = {
  category: 'None',
  response_type: 'Comply',
  prompt: [{ role: 'user', content: 'Hi' }],
  completion: [{ role: 'assistant', content: 'Hello' }],
  propositions: { apology: false, polite: true, unasked: null },
};

const CHAT = {
  id: 'x',
  messages: [
    { role: 'system', content: 'Be kind.' },
    { role: 'user', content: 'Hi' },
    { role: 'assistant', content: [{ type: 'text', text: 'Yes' }] },
  ],
  response_type: 'Comply',
  class: 'good',
  label: 'best',
  base_reward: -0.5,
  labels: { polite: true },
};

describe('formats of a line', () => {
  it("reads the paper's gold labels; null is not labelled", async () => {
    expect(await read(JSON.stringify(GOLD))).toMatchObject([
      {
        completion: {
          id: 'data.jsonl:1',
          category: 'None',
          responseType: 'Comply',
          conversation: [{ role: 'user', content: 'Hi' }],
          text: 'Hello',
          labels: { apology: false, polite: true },
        },
      },
    ]);
  });

  it('reads chat messages with all that may stand beside them', async () => {
    expect(await read(JSON.stringify(CHAT))).toMatchObject([
      {
        completion: {
          id: 'x',
          conversation: [{ role: 'system' }, { role: 'user', content: 'Hi' }],
          text: 'Yes',
          responseType: 'Comply',
          expectedClass: 'good',
          label: 'best',
          baseReward: -0.5,
          labels: { polite: true },
        },
      },
    ]);
  });

  it('reads a preference pair as two completions of one prompt; what is said of the pair is of neither', async () => {
    const rejected = [
      { role: 'user', content: 'Hi' },
      { role: 'assistant', content: 'Go away' },
    ];
    const pair = { prompt: 'Hi', chosen: 'Hello', rejected, base_reward: 1, class: 'good' };
    const items = await read(`${JSON.stringify(GOLD)}\n${JSON.stringify(pair)}\n`);
    expect(items.slice(1)).toMatchObject([
      { completion: { id: 'data.jsonl:2/chosen', text: 'Hello', label: 'chosen', labels: {} } },
      { completion: { id: 'data.jsonl:2/rejected', text: 'Go away', label: 'rejected', labels: {} } },
    ]);
    const completions = items.flatMap((item) => ('completion' in item ? [item.completion] : []));
    expect(completions[1]).not.toHaveProperty('baseReward');
    expect(completions[1]).not.toHaveProperty('expectedClass');
    expect(new Set(completions.map(({ promptId }) => promptId)).size).toBe(1);
  });

  it.each([
    [{ content: 'No.', reasoning_content: 'Hm.' }, 'No.', 'Hm.'],
    [{ content: 'No.', reasoning: 'Hm.' }, 'No.', 'Hm.'],
    [{ content: 'No.', thinking: 'Hm.' }, 'No.', 'Hm.'],
    [{ content: 'No.', reasoning_content: '' }, 'No.', undefined],
    [{ content: 'No.', reasoning_content: null, reasoning: 'Hm.' }, 'No.', 'Hm.'],
    [{ content: null, reasoning_content: 'Hm.' }, '', 'Hm.'],
    [{ reasoning_content: 'Hm.' }, '', 'Hm.'],
    [{ content: null, refusal: 'I will not.' }, 'I will not.', undefined],
    [
      {
        content: [
          { type: 'thinking', thinking: 'Hm.' },
          { type: 'text', text: 'No.' },
        ],
      },
      'No.',
      'Hm.',
    ],
    [
      {
        content: [
          { type: 'thinking', thinking: [{ type: 'text', text: 'Hm.' }] },
          { type: 'text', text: 'No.' },
        ],
      },
      'No.',
      'Hm.',
    ],
    [
      {
        content: [
          { type: 'reasoning', text: 'Hm.' },
          { type: 'output_text', text: 'No.' },
        ],
      },
      'No.',
      'Hm.',
    ],
    [
      {
        content: [
          { type: 'reasoning', summary: [{ text: 'Hm.' }] },
          { type: 'text', text: 'No.' },
        ],
      },
      'No.',
      'Hm.',
    ],
    [{ content: [{ text: 'Hm.', thought: true }, { text: 'No.' }] }, 'No.', 'Hm.'],
    [{ content: [{ type: 'refusal', refusal: 'No.' }] }, 'No.', undefined],
    [{ content: ['N', 'o.'] }, 'No.', undefined],
    [
      {
        content: [
          { type: 'redacted_thinking', data: 'x' },
          { type: 'text', text: 'No.' },
        ],
      },
      'No.',
      undefined,
    ],
  ])('keeps apart what a message says and what it thinks: %j', async (message, text, thought) => {
    const said = { role: 'assistant', ...message };
    const lines = [
      { messages: [{ role: 'user', content: 'Hi' }, said] },
      { prompt: 'Hi', completion: [said] },
      { prompt: 'Hi', chosen: [said], rejected: 'x' },
    ];
    for (const line of lines) {
      const [item] = await read(JSON.stringify(line));
      expect(item && 'completion' in item && [item.completion.text, item.completion.thought]).toEqual([
        text,
        thought,
      ]);
    }
  });

  it('takes a thought beside a completion, but not the reasoning of whoever labelled it', async () => {
    const row = { prompt: 'Hi', completion: 'No.' };
    const [beside] = await read(JSON.stringify({ ...row, reasoning_content: 'Hm.' }));
    expect(beside).toMatchObject({ completion: { text: 'No.', thought: 'Hm.' } });
    const [labelled] = await read(JSON.stringify({ ...row, reasoning: 'It declines.' }));
    expect(labelled && 'completion' in labelled && labelled.completion).not.toHaveProperty('thought');
  });

  it('takes what two conversations have in common for the prompt', async () => {
    const context = [
      { role: 'system', content: 'Be terse.' },
      { role: 'user', content: 'Hi.' },
    ];
    const reply = (content: string) => ({ role: 'assistant', content });
    const pair = { chosen: [...context, reply('Hello.')], rejected: [...context, reply('No.')] };
    const expected = [
      { completion: { conversation: context, text: 'Hello.', label: 'chosen' } },
      { completion: { conversation: context, text: 'No.', label: 'rejected' } },
    ];
    expect(await read(JSON.stringify(pair))).toMatchObject(expected);
    // A prompt that is given as well is one of its turns.
    expect(await read(JSON.stringify({ ...pair, prompt: 'Hi.' }))).toMatchObject(expected);
    const going = { prompt: context, chosen: [reply('Hello.')], rejected: [reply('No.')] };
    expect(await read(JSON.stringify(going))).toMatchObject(expected);
  });

  it('reads a conversation that is one string of turns', async () => {
    const said = (last: string) =>
      `\n\nHuman: Hi.\n\nAssistant: Hello.\n\nHuman: What is 2+2?\n\nAssistant: ${last}`;
    const conversation = [
      { role: 'user', content: 'Hi.' },
      { role: 'assistant', content: 'Hello.' },
      { role: 'user', content: 'What is 2+2?' },
    ];
    const texts = ['4.\n\nThat is all: four.', ''];
    const pair = { chosen: said(texts[0] as string), rejected: said('') };
    expect(await read(JSON.stringify(pair))).toMatchObject(
      texts.map((text) => ({ completion: { conversation, text } })),
    );
  });

  it("reads KTO's labels as desirable and undesirable", async () => {
    const rows = [true, false, 1, 0].map((label) =>
      JSON.stringify({ prompt: 'Hi', completion: 'Hello', label }),
    );
    const items = await read(rows.join('\n'));
    expect(items.map((item) => 'completion' in item && item.completion.label)).toEqual([
      'desirable',
      'undesirable',
      'desirable',
      'undesirable',
    ]);
  });

  it('keeps every text of a message in parts, or refuses the line', async () => {
    const word = fc.stringMatching(/^[a-z]{6,9}$/);
    const part = fc.oneof(
      word.map((text) => text),
      fc.record({ type: fc.constantFrom('text', 'input_text', 'output_text'), text: word }),
      fc.record({ type: fc.constant('text'), value: word }),
      fc.record({ text: word }),
      fc.record({ type: fc.constant('refusal'), refusal: word }),
      fc.record({ type: fc.constant('thinking'), thinking: word }),
      fc.record({ type: fc.constantFrom('image_url', 'tool_use', 'audio', 'file', 'video'), text: word }),
      fc.record({ type: word, text: word }),
      fc.jsonValue({ maxDepth: 1 }),
    );
    const seen = { read: 0, refused: 0 };
    await fc.assert(
      fc.asyncProperty(fc.array(part, { minLength: 1, maxLength: 4 }), async (content) => {
        const rows = [
          { prompt: 'Hi', completion: [{ role: 'assistant', content }] },
          {
            messages: [
              { role: 'user', content },
              { role: 'assistant', content: 'Hello' },
            ],
          },
        ];
        const items = await read(rows.map((row) => JSON.stringify(row)).join('\n'));
        expect(items).toHaveLength(2);
        const isText = (each: unknown) =>
          typeof each === 'string' || (typeof each === 'object' && each !== null && !Array.isArray(each));
        for (const item of items) {
          if ('finding' in item) {
            seen.refused++;
            continue;
          }
          seen.read++;
          expect(content.every(isText)).toBe(true);
          const { conversation, text, thought = '' } = item.completion;
          const whole = `${conversation.map((turn) => turn.content).join('\n')}\n${text}\n${thought}`;
          // The thoughts of a prompt are not part of what was asked.
          const parts = content.filter(
            (each) => typeof each === 'string' || (each as { type?: unknown }).type !== 'thinking',
          );
          for (const each of parts) {
            const texts =
              typeof each === 'string'
                ? [each]
                : Object.entries(each as object).flatMap(([key, value]) =>
                    key !== 'type' && typeof value === 'string' ? [value] : [],
                  );
            expect(texts.some((said) => whole.includes(said)) || texts.length === 0).toBe(true);
          }
        }
      }),
      { numRuns: 1000 },
    );
    expect(Math.min(seen.read, seen.refused)).toBeGreaterThan(20);
  });

  it.each([
    ['{"prompt": ', 'is not JSON'],
    ['[{"prompt": "Hi"}]', 'is a list; JSONL has one object a line'],
    ['[', 'only begins a JSON value'],
    ['5', 'is not a JSON object'],
    ['{"what": 1}', 'is of no known format'],
    ['{"prompt": "Hi", "completion": 5}', 'needs `completion`'],
    ['{"prompt": "Hi", "completion": []}', 'the assistant says nothing'],
    ['{"completion": "Hi"}', 'needs `prompt`'],
    ['{"prompt": "Hi", "chosen": "a"}', 'needs `rejected`'],
    ['{"messages": []}', 'do not end with the assistant'],
    ['{"messages": [{"role": "user", "content": "Hi"}]}', 'do not end with the assistant'],
    ['{"messages": [{"role": "guest", "content": "Hi"}]}', 'has a turn in `messages`'],
    ['{"messages": [{"role": "user", "content": null}]}', 'has a turn in `messages`'],
    ['{"messages": [{"role": "user", "content": []}]}', 'has a turn in `messages`'],
    ['{"messages": [{"role": "user", "content": {"text": "Hi"}}]}', 'has a turn in `messages`'],
    ['{"messages": [{"role": "tool", "content": "Hi"}]}', 'a turn of a tool in `messages`'],
    ['{"messages": [{"role": "assistant", "content": "Hi", "tool_calls": [{}]}]}', 'calls a tool'],
    [
      '{"prompt": "a", "completion": [{"role": "assistant", "content": [{"type": "tool_use"}]}]}',
      'type tool_use in `completion`',
    ],
    [
      '{"prompt": [{"role": "user", "content": [{"type": "image_url"}]}], "completion": "b"}',
      'type image_url in `prompt`',
    ],
    [
      '{"prompt": [{"role": "user", "content": [{"type": "\\u001b[31m"}]}], "completion": "b"}',
      'a part in `prompt` that is no text',
    ],
    [
      '{"prompt": "a", "completion": [{"role": "assistant", "content": [7]}]}',
      'a part in `completion` that is no text',
    ],
    ['{"chosen": "a", "rejected": "b"}', 'needs `prompt`'],
    [
      '{"chosen": "\\n\\nHuman: a\\n\\nAssistant: b", "rejected": "\\n\\nHuman: c\\n\\nAssistant: b"}',
      'differ in more than the last turn',
    ],
    [
      '{"prompt": "z", "chosen": [{"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}], "rejected": [{"role": "user", "content": "a"}, {"role": "assistant", "content": "c"}]}',
      'a `prompt` that is not in the conversation',
    ],
    ['{"prompt": "a", "completion": "b", "propositions": {"polite": "yes"}}', 'label for "polite"'],
    ['{"prompt": "a", "completion": "b", "propositions": [1]}', 'not an object'],
    ['{"prompt": "a", "completion": "b", "base_reward": "1"}', '`base_reward` that is not a number'],
    ['{"prompt": "a", "completion": "b", "class": 1}', '`class` that is not a text'],
    ['{\0"\0a\0', 'looks like UTF-16'],
  ])('%s %s', async (line, message) => {
    expect(await read(line)).toMatchObject([
      { finding: { code: 'unreadable-line', message: expect.stringContaining(message) } },
    ]);
  });
});

describe('a stream of lines', () => {
  it('names the line that cannot be read, at its place, and goes on', async () => {
    const good = JSON.stringify(GOLD);
    const text = `\uFEFF${good}\r\n\r\n  \r\n{"what": "é🙂"}\r\n${good}`;
    const items = await read(text);
    expect(items.map((item) => ('finding' in item ? item.line : item.completion.id))).toEqual([
      'data.jsonl:1',
      4,
      'data.jsonl:5',
    ]);
    const places = items.map((item) =>
      'finding' in item ? item.finding.place : item.completion.places.whole,
    );
    expect(places.map(({ span }) => text.slice(span.start, span.end))).toEqual([
      good,
      '{"what": "é🙂"}',
      good,
    ]);
  });

  it('reads the good lines, whatever bytes stand between them', async () => {
    const good = new TextEncoder().encode(`\n${JSON.stringify(GOLD)}\n`);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 60 }), { maxLength: 6 }), async (garbage) => {
        const items = await read(...garbage.flatMap((bytes) => [bytes, good]));
        const texts = items.flatMap((item) => ('completion' in item ? [item.completion.text] : []));
        expect(texts).toEqual(garbage.map(() => 'Hello'));
      }),
      { numRuns: 300 },
    );
  });

  it('never throws, whatever is changed in a line', async () => {
    const lines = [GOLD, CHAT, { prompt: 'Hi', chosen: 'a', rejected: 'b' }].map((row) =>
      JSON.stringify(row),
    );
    const changed = fc
      .tuple(fc.constantFrom(...lines), fc.nat(), fc.nat(12), fc.oneof(fc.string(), fc.json()))
      .map(([line, at, length, put]) => {
        const from = at % line.length;
        return line.slice(0, from) + put + line.slice(from + length);
      });
    await fc.assert(
      fc.asyncProperty(changed, async (line) => {
        for (const item of await read(line)) {
          if ('completion' in item) expect(typeof item.completion.text).toBe('string');
        }
      }),
      { numRuns: 1000 },
    );
    // Values of any type in any of the keys.
    const keys = ['id', 'messages', 'prompt', 'completion', 'chosen', 'rejected', 'propositions', 'class'];
    const row = fc.dictionary(fc.constantFrom(...keys), fc.jsonValue());
    await fc.assert(
      fc.asyncProperty(row, async (value) => {
        await read(JSON.stringify(value));
      }),
      { numRuns: 1000 },
    );
  });

  it('does not hold the file: memory stays flat over 200 MB', async () => {
    const line = `${JSON.stringify({ ...GOLD, completion: 'x'.repeat(20_000) })}\n`;
    const stream = (async function* () {
      for (let index = 0; index < 10_000; index++) yield line;
    })();
    const before = heldHeap();
    let most = 0;
    let count = 0;
    for await (const item of readJsonl(stream, 'file:///big.jsonl', 'big.jsonl')) {
      if ('completion' in item && ++count % 500 === 0) most = Math.max(most, heldHeap());
    }
    expect(count).toBe(10_000);
    expect(most - before).toBeLessThan(20e6);
  });

  it('does not hold a file that is one line of 300 MB either', async () => {
    const chunk = new Uint8Array(1_000_000).fill(0x20);
    const stream = (async function* () {
      for (let index = 0; index < 300; index++) yield chunk;
      yield `\n${JSON.stringify(GOLD)}`;
    })();
    const before = heldHeap();
    const items: SamplesItem[] = [];
    for await (const item of readJsonl(stream, 'file:///big.json', 'big.json')) items.push(item);
    expect(items).toMatchObject([
      { line: 1, finding: { message: expect.stringContaining('is longer than') } },
      { completion: { id: 'big.json:2' } },
    ]);
    expect(heldHeap() - before).toBeLessThan(20e6);
  });
});
