import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readProbability, readVote, readVotes } from './answer.ts';
import { readReply } from './reply.ts';
import { replyOfText, replyOfTokens } from './testing.ts';

describe('P(yes) of the first answer token', () => {
  it('sums all variants of a word and normalises, by hand', () => {
    // yes: .5 + .2 + .05, no: .1 + .05; the rest means neither.
    const reply = replyOfTokens({ yes: 0.5, ' Yes': 0.2, YES: 0.05, no: 0.1, '"No': 0.05, maybe: 0.1 });
    expect(readProbability(reply)).toEqual({
      kind: 'probability',
      p: expect.closeTo(0.75 / 0.9, 12),
      coverage: expect.closeTo(0.9, 12),
    });
  });

  it.each([
    'yes',
    'Yes',
    'YES',
    ' yes',
    '\u2581Yes',
    '\u0120yes',
    '\u010aYes',
    '"yes',
    '**Yes',
    'yes.',
    'Yes,',
    "'yes'",
    '`yes`',
    '(yes)',
    '\nYes',
  ])('knows %j as a yes', (token) => {
    expect(readProbability(replyOfTokens({ [token]: 0.8, no: 0.2 }))).toMatchObject({ p: 0.8 });
  });

  it.each(['yesterday', 'y', 'not', 'none', 'now', 'oui'])('does not take %j for an answer', (token) => {
    expect(readProbability(replyOfTokens({ [token]: 0.5, yes: 0.3, no: 0.1 }))).toMatchObject({
      p: expect.closeTo(0.75, 12),
      coverage: expect.closeTo(0.4, 12),
    });
  });

  it('looks at the first token that says something', () => {
    const reply = replyOfTokens({ '\n\n': 0.9, yes: 0.1 }, { '**': 1 }, { No: 0.7, Yes: 0.3 });
    expect(readProbability(reply)).toMatchObject({ kind: 'probability', p: expect.closeTo(0.3, 12) });
  });

  it('next to no coverage is no answer', () => {
    const reply = replyOfTokens({ The: 0.99, yes: 0.004, no: 0.001 });
    expect(readProbability(reply)).toEqual({ kind: 'unreadable', said: 'The' });
  });

  it('tells a refusal by the API and in words from an unreadable answer', () => {
    expect(readProbability(replyOfText('', { refusal: 'No.' }))).toEqual({ kind: 'refused', said: 'No.' });
    expect(readProbability(replyOfText('', { finishReason: 'content_filter' })).kind).toBe('refused');
    const inWords = replyOfTokens({ 'I’m sorry, I can’t judge this': 1 });
    expect(readProbability(inWords).kind).toBe('refused');
  });

  it('counts the drawn token where it is not among the likeliest', () => {
    const body = {
      choices: [
        {
          message: { content: 'no' },
          logprobs: {
            content: [
              {
                token: 'no',
                logprob: Math.log(0.2),
                top_logprobs: [{ token: 'yes', logprob: Math.log(0.6) }],
              },
            ],
          },
        },
      ],
    };
    const reply = readReply(body);
    expect(reply && readProbability(reply)).toMatchObject({ p: expect.closeTo(0.75, 12) });
  });

  it('is a probability with a coverage for whatever distribution comes', () => {
    const tokens = fc.constantFrom('yes', 'no', ' Yes', 'NO', 'I', '"yes', 'maybe', '\u2581no');
    fc.assert(
      fc.property(fc.dictionary(tokens, fc.double({ min: 1e-9, max: 1, noNaN: true })), (weights) => {
        const total = Object.values(weights).reduce((sum, weight) => sum + weight, 0);
        const place = Object.fromEntries(Object.entries(weights).map(([token, w]) => [token, w / total]));
        if (total === 0) return;
        const reading = readProbability(replyOfTokens(place));
        if (reading.kind !== 'probability') return;
        expect(reading.p).toBeGreaterThanOrEqual(0);
        expect(reading.p).toBeLessThanOrEqual(1);
        expect(reading.coverage).toBeLessThanOrEqual(1);
        // Without the variants: yes and no by hand.
        const mass = (words: string[]) =>
          Object.entries(place).reduce((sum, [token, p]) => (words.includes(token) ? sum + p : sum), 0);
        const yes = mass(['yes', ' Yes', '"yes']);
        const no = mass(['no', 'NO', '\u2581no']);
        expect(reading.p).toBeCloseTo(yes / (yes + no), 10);
        expect(reading.coverage).toBeCloseTo(yes + no, 10);
      }),
    );
  });
});

describe('votes', () => {
  it.each([
    ['{"answer":"yes"}', 'yes'],
    ['```json\n{"answer": "no"}\n```', 'no'],
    ['Yes.', 'yes'],
    ['**No**, because', 'no'],
    ['{"answer":"perhaps"}', 'unreadable'],
    ['{"answer":', 'unreadable'],
    ["I'm sorry, but I can't help with that.", 'refused'],
    ['', 'unreadable'],
  ])('%j is %s', (text, vote) => {
    expect(readVote(replyOfText(text))).toBe(vote);
  });

  it('several answers of one call, by key', () => {
    const text = '{"q1":"yes","q2":"No","q3":"dunno"}';
    expect(readVotes(replyOfText(text), ['q1', 'q2', 'q3', 'q4'])).toEqual([
      'yes',
      'no',
      'unreadable',
      'unreadable',
    ]);
    expect(readVotes(replyOfText('I cannot do that.'), ['q1', 'q2'])).toEqual(['refused', 'refused']);
  });
});

describe('bodies that are no chat completion', () => {
  it.each([
    undefined,
    null,
    'text',
    7,
    [],
    {},
    { choices: [] },
    { choices: [{}] },
    { error: { message: 'no' } },
    { choices: [{ message: { content: 7 } }] },
  ])('%j', (body) => {
    expect(readReply(body)).toBeUndefined();
  });

  it('odd log probabilities are none', () => {
    const body = (logprobs: unknown) => ({ choices: [{ message: { content: 'yes' }, logprobs }] });
    expect(readReply(body(null))?.tokens).toBeUndefined();
    expect(readReply(body({ content: null }))?.tokens).toBeUndefined();
    expect(readReply(body({ content: [] }))?.tokens).toBeUndefined();
    expect(readReply(body({ content: [{ token: 'yes', logprob: 'x' }] }))?.tokens).toBeUndefined();
    // Rounded a little above 0.
    expect(
      readReply(body({ content: [{ token: 'yes', logprob: 1e-7 }] }))?.tokens?.[0]?.alternatives,
    ).toEqual([{ text: 'yes', probability: 1 }]);
  });
});
