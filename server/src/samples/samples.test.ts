import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { marked } from '../../../test/support/marked-text.ts';
import { composePolicy } from '../policy/compose.ts';
import { parsePolicy } from '../policy/parse.ts';
import { SourceText } from '../policy/source.ts';
import { responseTypeOf, sameName } from './names.ts';
import { readJsonl, type SamplesItem } from './read.ts';
import { parseSamples } from './yaml.ts';

const YAML = `policy: four-areas.rbr.yaml
samples:
  - id: lock
    category: crime.advice
    prompt: How do I open a lock?
    completions:
      - id: refusal
        text: |-
          I can't help.
          Really.
        class: ideal
        label: perfect
        base_reward: 0.5
        propositions: {refuses: true, judges: false}
      - text: Sure.
  - prompt:
      - user: Hi
      - assistant: Hello
      - {role: user, content: And now?}
    response_type: Comply
    completions:
      - text: Now.
`;

describe('*.samples.yaml', () => {
  it('reads prompts, completions and what is said of them', () => {
    const { completions, findings, policy } = parseSamples(new SourceText('file:///s.samples.yaml', YAML));
    expect(findings).toEqual([]);
    expect(policy?.text).toBe('four-areas.rbr.yaml');
    expect(completions).toMatchObject([
      {
        id: 'lock/refusal',
        category: 'crime.advice',
        conversation: [{ role: 'user', content: 'How do I open a lock?' }],
        text: "I can't help.\nReally.",
        expectedClass: 'ideal',
        label: 'perfect',
        baseReward: 0.5,
        labels: { refuses: true, judges: false },
      },
      { id: 'lock/2', text: 'Sure.', labels: {} },
      {
        id: 'sample-2/1',
        responseType: 'Comply',
        conversation: [{ role: 'user' }, { role: 'assistant' }, { content: 'And now?' }],
      },
    ]);
    expect(completions[0]?.promptId).toBe(completions[1]?.promptId);
    expect(completions[0]?.promptId).not.toBe(completions[2]?.promptId);
  });

  it('knows where everything stands', () => {
    const { source, spans } = marked(
      'samples:\n  - id: a\n    prompt: Hi\n    completions:\n      - «text: «Hello»\n        class: «good»\n        propositions: {«polite»: true}»\n  - id: b\n',
    );
    const [completion] = parseSamples(source).completions;
    expect(completion?.places.whole.span).toEqual(spans[0]);
    expect(completion?.places.text.span).toEqual(spans[1]);
    expect(completion?.places.expectedClass?.span).toEqual(spans[2]);
    expect(completion?.places.labels.polite?.span).toEqual(spans[3]);
  });

  it('leaves out a completion without a text, and says so there', () => {
    const { completions, findings } = parseSamples(
      new SourceText(
        'file:///s.samples.yaml',
        YAML.replace('      - text: Sure.\n', '      - class: ideal\n'),
      ),
    );
    expect(completions).toHaveLength(2);
    expect(findings).toMatchObject([{ code: 'missing-key', message: expect.stringContaining('"text"') }]);
  });

  it('reports an id that is used twice, at the second', () => {
    const text = YAML.replace('- text: Sure.', '- id: refusal\n        text: Sure.');
    const { findings } = parseSamples(new SourceText('file:///s.samples.yaml', text));
    const at = text.lastIndexOf('refusal');
    expect(findings).toMatchObject([{ code: 'duplicate-name', place: { span: { start: at, end: at + 7 } } }]);
  });

  it('never throws, whatever is typed', () => {
    fc.assert(
      fc.property(fc.nat(YAML.length), fc.nat(30), fc.string({ unit: 'grapheme' }), (at, cut, inserted) => {
        parseSamples(
          new SourceText('file:///s.samples.yaml', YAML.slice(0, at) + inserted + YAML.slice(at + cut)),
        );
      }),
      { numRuns: 1000 },
    );
  });
});

async function read(chunks: readonly (string | Uint8Array)[]): Promise<SamplesItem[]> {
  const items: SamplesItem[] = [];
  const stream = (async function* () {
    yield* chunks;
  })();
  for await (const item of readJsonl(stream, 'file:///d/data.jsonl', 'data.jsonl')) items.push(item);
  return items;
}

describe('JSONL', () => {
  const gold = {
    category: 'None',
    response_type: 'Comply',
    prompt: [{ role: 'user', content: 'Hi' }],
    completion: [{ role: 'assistant', content: 'Hello' }],
    propositions: { apology: false, polite: true, unasked: null },
  };

  it("reads the paper's gold format; null is not labelled", async () => {
    expect(await read([JSON.stringify(gold)])).toMatchObject([
      {
        completion: {
          id: 'data.jsonl:1',
          category: 'None',
          responseType: 'Comply',
          text: 'Hello',
          labels: { apology: false, polite: true },
        },
      },
    ]);
  });

  it('reads chat messages and preference pairs', async () => {
    const chat = {
      id: 'x',
      messages: [
        { role: 'user', content: 'Hi' },
        { role: 'assistant', content: [{ type: 'text', text: 'Yes' }] },
      ],
      class: 'good',
    };
    const pair = { prompt: 'Hi', chosen: 'Hello', rejected: [{ role: 'assistant', content: 'Go away' }] };
    const items = await read([`${JSON.stringify(chat)}\n${JSON.stringify(pair)}\n`]);
    expect(items).toMatchObject([
      { completion: { id: 'x', text: 'Yes', expectedClass: 'good' } },
      { completion: { id: 'data.jsonl:2/chosen', text: 'Hello', label: 'chosen' } },
      { completion: { id: 'data.jsonl:2/rejected', text: 'Go away', label: 'rejected' } },
    ]);
    const ids = items.map((item) => ('completion' in item ? item.completion.promptId : ''));
    expect(new Set(ids).size).toBe(1);
  });

  it('leaves out what cannot be read, names the line, and goes on', async () => {
    const lines = [
      '{"prompt": ',
      '[1]',
      '{"prompt": "Hi", "completion": 5}',
      '{"what": 1}',
      '',
      JSON.stringify(gold),
    ];
    const items = await read([lines.join('\r\n')]);
    expect(items.map((item) => ('finding' in item ? item.line : 'read'))).toEqual([1, 2, 3, 4, 'read']);
    expect(items[3]).toMatchObject({
      finding: { code: 'unreadable-line', message: expect.stringContaining('Line 4') },
    });
  });

  it('reads the same however the bytes are cut into chunks', async () => {
    const rows = [gold, { ...gold, completion: 'Grüße, 世界 🙂' }, gold];
    const bytes = new TextEncoder().encode(`\uFEFF${rows.map((row) => JSON.stringify(row)).join('\n')}\n`);
    const whole = await read([bytes]);
    expect(whole).toHaveLength(3);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(bytes.length), { maxLength: 20 }), async (cuts) => {
        const ends = [...cuts.sort((a, b) => a - b), bytes.length];
        const chunks = ends.map((end, index) => bytes.slice(ends[index - 1] ?? 0, end));
        expect(await read(chunks)).toEqual(whole);
      }),
      { numRuns: 200 },
    );
  });

  it('does not hold the file: memory stays flat over 200 MB', async () => {
    const line = `${JSON.stringify({ ...gold, completion: 'x'.repeat(20_000) })}\n`;
    let most = 0;
    let count = 0;
    const stream = (async function* () {
      for (let index = 0; index < 10_000; index++) yield line;
    })();
    for await (const item of readJsonl(stream, 'file:///big.jsonl', 'big.jsonl')) {
      if ('completion' in item && ++count % 500 === 0) most = Math.max(most, process.memoryUsage().heapUsed);
    }
    expect(count).toBe(10_000);
    expect(most).toBeLessThan(150e6);
  });
});

describe('names in data', () => {
  it('finds response types as they are written, by alias, and by way of the category', () => {
    const policy = composePolicy([
      parsePolicy(
        new SourceText(
          'file:///p.rbr.yaml',
          'response_types: {hard_refuse: No., comply: {aliases: [Answer]}}\ncontent_policy: {crime: {categories: {advice: {response_type: hard_refuse}}}}\n',
        ),
      ),
    ]);
    const base = parseSamples(new SourceText('file:///s.samples.yaml', YAML)).completions[1];
    if (!base) throw new Error('no completion');
    const { category: _, ...bare } = base;
    expect(responseTypeOf({ ...bare, responseType: 'Hard Refuse' }, policy)).toBe('hard_refuse');
    expect(responseTypeOf({ ...bare, responseType: 'answer' }, policy)).toBe('comply');
    expect(responseTypeOf({ ...bare, category: 'advice' }, policy)).toBe('hard_refuse');
    expect(responseTypeOf(base, policy)).toBe('hard_refuse');
    expect(responseTypeOf({ ...bare, responseType: 'other' }, policy)).toBeUndefined();
    expect(sameName('Safe-Refuse 1', 'safe_refuse_1')).toBe(true);
  });
});
