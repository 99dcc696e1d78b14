import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readReply } from '../chat/reply.ts';
import { type Place, replyOfPlaces, replyOfText, replyOfTokens } from '../chat/testing.ts';
import { readProbability, readVote, readVotes } from './read-answer.ts';

const bytesOf = (text: string) => [...Buffer.from(text)];
const YES: Place = { Yes: 0.9, No: 0.06, Maybe: 0.04 };
/** A place where one token is all but sure. */
const sure = (token: string): Place => ({ [token]: 0.97, No: 0.03 });
const isYes = { kind: 'probability', p: expect.closeTo(0.9 / 0.96, 9), coverage: expect.closeTo(0.96, 9) };

describe('P(yes) at the token that carries the verdict', () => {
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
    const text = token.replace(/[\u2581\u0120\u010a]/, ' ');
    expect(readProbability(replyOfPlaces([{ [token]: 0.8, no: 0.2 }], { text }))).toMatchObject({ p: 0.8 });
  });

  it.each(['yesterday', 'y', 'not', 'none', 'now', 'oui'])('does not take %j for an answer', (token) => {
    expect(readProbability(replyOfTokens({ yes: 0.6, [token]: 0.3, no: 0.1 }))).toMatchObject({
      p: expect.closeTo(6 / 7, 12),
      coverage: expect.closeTo(0.7, 12),
    });
  });

  const shapes: [string, Place[], string | undefined][] = [
    ['white space and emphasis first', [{ '\n\n': 0.9, Yes: 0.1 }, sure('**'), YES, sure('**')], undefined],
    ['a label', [sure('Answer'), sure(':'), { ' Yes': 0.9, ' No': 0.06, ' It': 0.04 }], undefined],
    [
      'a sentence',
      [sure('The'), sure(' answer'), sure(' is'), { ' yes': 0.9, ' no': 0.06, ' not': 0.04 }, sure('.')],
      undefined,
    ],
    [
      'JSON',
      [sure('{"'), sure('answer'), sure('":'), sure(' "'), { yes: 0.9, no: 0.06, maybe: 0.04 }, sure('"}')],
      undefined,
    ],
    [
      'JSON with a boolean',
      [sure('{"'), sure('answer'), sure('":'), { ' true': 0.9, ' false': 0.06, ' null': 0.04 }, sure('}')],
      undefined,
    ],
    [
      'thoughts that the text leaves out',
      [sure('No'), sure(','), sure(' wait'), sure('.'), sure('</think>'), sure('\n\n'), YES],
      'Yes',
    ],
    ['thoughts without a mark in the tokens', [sure('Hmm'), sure(' no'), sure('.'), YES], 'Yes'],
    ['thoughts in the text', [sure('<think>'), sure('No'), sure(' way'), sure('</think>'), YES], undefined],
    ['a beginning and an end of turn', [sure('<s>'), YES, sure('</s>')], 'Yes'],
    ['channels', [sure('<|channel|>'), sure('final'), sure('<|message|>'), YES, sure('<|return|>')], 'Yes'],
    ['a byte as a token', [sure('<0x0A>'), YES], 'Yes'],
    [
      'a tag in the text',
      [sure('<'), sure('answer'), sure('>'), YES, sure('</'), sure('answer'), sure('>')],
      undefined,
    ],
  ];
  it.each(shapes)('reads behind %s', (_, places, text) => {
    expect(readProbability(replyOfPlaces(places, text === undefined ? {} : { text }))).toEqual(isYes);
  });

  it('reads a word that comes in pieces by all of them', () => {
    const reply = replyOfTokens({ Y: 0.93, N: 0.04, No: 0.03 }, { ES: 0.99, es: 0.01 });
    // Y and then ES: .93 x .99; N is taken for the beginning of NO.
    expect(readProbability(reply)).toMatchObject({
      kind: 'probability',
      p: expect.closeTo(0.9207 / 0.9907, 12),
      coverage: expect.closeTo(0.9907, 12),
    });
  });

  it.each<[string, (text: string) => { token: string; bytes: number[] | null }]>([
    ['in bytes, the text being empty', (text) => ({ token: '', bytes: bytesOf(text) })],
    [
      'in bytes, the text being an id',
      (text) => ({ token: `token_id:${text.length}`, bytes: bytesOf(text) }),
    ],
    ['with marks for spaces', (text) => ({ token: text.replace(' ', '\u2581'), bytes: null })],
    ['in text, the bytes being those of an id', (text) => ({ token: text, bytes: bytesOf('9642') })],
  ])('reads tokens that a server gives %s', (_, token) => {
    const places = [sure('The'), sure(' answer'), sure(' is'), { ' yes': 0.9, ' no': 0.06, ' not': 0.04 }];
    expect(readProbability(replyOfPlaces(places, { token, text: 'The answer is yes' }))).toEqual(isYes);
  });

  it('counts the drawn token where it is not among the likeliest', () => {
    const drawn = {
      token: 'no',
      logprob: Math.log(0.6),
      top_logprobs: [{ token: 'yes', logprob: Math.log(0.3) }],
    };
    const body = { choices: [{ message: { content: 'no' }, logprobs: { content: [drawn] } }] };
    const reply = readReply(body);
    expect(reply && readProbability(reply)).toMatchObject({ p: expect.closeTo(1 / 3, 12) });
  });

  it('reads the first tokens where the server gives the numbers of no others', () => {
    const text = 'Yes, because it greets.';
    expect(readProbability(replyOfPlaces([YES], { text }))).toEqual(isYes);
    // The verdict must be among them.
    expect(readProbability(replyOfPlaces([sure('It')], { text: 'It greets. Yes.' }))).toMatchObject({
      kind: 'vote',
    });
  });

  it('reads alternatives that come as a dictionary', () => {
    const entry = {
      token: 'Yes',
      logprob: Math.log(0.8),
      top_logprobs: { Yes: Math.log(0.8), No: Math.log(0.1) },
    };
    const reply = readReply({ choices: [{ message: { content: 'Yes' }, logprobs: { content: [entry] } }] });
    expect(reply && readProbability(reply)).toMatchObject({ p: expect.closeTo(8 / 9, 12) });
  });

  it('reads the older shape, which lists tokens and dictionaries of alternatives', () => {
    const logprobs = {
      tokens: ['Yes'],
      token_logprobs: [Math.log(0.8)],
      top_logprobs: [{ Yes: Math.log(0.8), No: Math.log(0.1) }],
    };
    const reply = readReply({ choices: [{ message: { content: 'Yes' }, logprobs }] });
    expect(reply && readProbability(reply)).toMatchObject({ p: expect.closeTo(8 / 9, 12) });
  });
});

describe('what is no verdict is missing', () => {
  it('less than half of the probability on yes and no', () => {
    expect(readProbability(replyOfTokens({ Yes: 0.4, No: 0.05, The: 0.3, It: 0.25 }))).toMatchObject({
      kind: 'missing',
      why: 'low_coverage',
      coverage: expect.closeTo(0.45, 12),
    });
  });

  it('a text that says the opposite of its numbers, unless it was drawn at random', () => {
    const logprob = Math.log(0.05);
    const top = [
      { token: 'No', logprob: Math.log(0.9) },
      { token: 'Yes', logprob },
    ];
    const entry = { token: 'Yes', logprob, top_logprobs: top };
    const reply = readReply({ choices: [{ message: { content: 'Yes' }, logprobs: { content: [entry] } }] });
    if (!reply) throw new Error('no reply');
    expect(readProbability(reply)).toMatchObject({ kind: 'missing', why: 'contradictory' });
    expect(readProbability(reply, { drawn: true })).toMatchObject({
      kind: 'probability',
      p: expect.closeTo(5 / 95, 9),
    });
  });

  it('a refusal by the API, by its filter and in words, whatever the first token also could have been', () => {
    expect(readProbability(replyOfText('', { refusal: 'No.' }))).toMatchObject({
      why: 'refused',
      said: 'No.',
    });
    expect(readProbability(replyOfText('', { finishReason: 'content_filter' }))).toMatchObject({
      why: 'refused',
    });
    const inWords = replyOfPlaces([{ I: 0.95, No: 0.04 }], {
      text: "I'm sorry, but I can't help with that.",
    });
    expect(readProbability(inWords)).toMatchObject({ why: 'refused' });
  });

  it.each(['', 'Maybe', 'Yes and no', 'No apology is given', 'The completion'])('%j', (text) => {
    expect(readProbability(replyOfPlaces([{ No: 0.9, Yes: 0.1 }], { text }))).toMatchObject({
      why: 'unreadable',
    });
  });

  it.each(['<think>It says', 'analysisThe user', '<|channel|>analysis<|message|>No', '[THINK]No', ''])(
    'a model that was cut off while it thought: %j',
    (text) => {
      expect(readProbability(replyOfText(text, { finishReason: 'length' }))).toMatchObject({ why: 'cut' });
      expect(readVote(replyOfText(text, { finishReason: 'length' }))).toBe('cut');
    },
  );
});

describe('where numbers do not serve, the text is one vote', () => {
  const withToken = (entry: object) => {
    const reply = readReply({ choices: [{ message: { content: 'Yes' }, logprobs: { content: [entry] } }] });
    if (!reply) throw new Error('no reply');
    return readProbability(reply);
  };
  const top = (...pairs: [string, number | null][]) => pairs.map(([token, logprob]) => ({ token, logprob }));
  it.each<[string, object, string]>([
    ['positive', { token: 'Yes', logprob: 2, top_logprobs: top(['Yes', 2], ['No', 0.5]) }, 'impossible'],
    [
      'a positive alternative',
      { token: 'Yes', logprob: -0.1, top_logprobs: top(['Yes', -0.1], ['No', 3]) },
      'impossible',
    ],
    [
      'a sum above 1',
      { token: 'Yes', logprob: -0.1, top_logprobs: top(['Yes', -0.1], ['No', -0.2]) },
      'impossible',
    ],
    [
      'none for the token that was drawn',
      { token: 'Yes', logprob: null, top_logprobs: top(['No', -0.1]) },
      'impossible',
    ],
    ['no alternatives', { token: 'Yes', logprob: -0.5, top_logprobs: [] }, 'no_alternatives'],
    [
      'those of another text',
      { token: 'Maybe', logprob: -0.1, top_logprobs: top(['No', -3]) },
      'of_another_text',
    ],
    [
      'ids',
      {
        token: 'token_id:9642',
        logprob: -0.1,
        bytes: bytesOf('token_id:9642'),
        top_logprobs: top(['token_id:1', -3]),
      },
      'of_another_text',
    ],
  ])('%s', (_, entry, why) => expect(withToken(entry)).toEqual({ kind: 'vote', side: 'yes', why }));

  it('none at all', () => {
    expect(readProbability(replyOfText('No.'))).toEqual({ kind: 'vote', side: 'no', why: 'none' });
  });

  it('a probability of 0 may be written as null, an infinity or a large number', () => {
    for (const zero of [null, Number.NEGATIVE_INFINITY, -9999])
      expect(
        withToken({ token: 'Yes', logprob: 0, top_logprobs: top(['Yes', 0], ['No', zero]) }),
      ).toMatchObject({ p: 1 });
    // Rounded a little above 0.
    expect(
      withToken({ token: 'Yes', logprob: 1e-7, top_logprobs: top(['Yes', 1e-7], ['No', -20]) }),
    ).toMatchObject({ kind: 'probability' });
  });
});

describe('votes', () => {
  it.each([
    ['{"answer":"yes"}', 'yes'],
    ['```json\n{"answer": "no"}\n```', 'no'],
    ['<think>Yes? No.</think>\n\nYes', 'yes'],
    ['<answer>Yes</answer>\n<reason>No insult is in it.</reason>', 'yes'],
    ['<think>No.</think><answer>Yes</answer><reasoning>No.</reasoning>', 'yes'],
    ['Yes<|im_end|>\n<|im_start|>user\nNo', 'yes'],
    ['No<|endoftext|>Human: is it short? Yes', 'no'],
    ['<s> Yes</s>No', 'yes'],
    ['<|channel>thought\nNo, hm<channel|>Yes', 'yes'],
    ['<|channel>thought\nYes, it', 'cut'],
    ['<think>Yes</think>', 'unreadable'],
    ['Yes</think>', 'unreadable'],
    ['No apology at first sight, but look: </think> Yes', 'yes'],
    ['analysisNo, wait.assistantfinalYes', 'yes'],
    [
      '<|channel|>analysis<|message|>No.<|end|><|start|>assistant<|channel|>final<|message|>Yes<|return|>',
      'yes',
    ],
    ['[THINK]No[/THINK]Yes', 'yes'],
    ['◁think▷No◁/think▷Yes', 'yes'],
    ['{"answer":"perhaps"}', 'unreadable'],
    ["I'm sorry, but I can't help with that.", 'refused'],
    ['', 'unreadable'],
  ])('%j is %s', (text, vote) => {
    expect(readVote(replyOfText(text))).toBe(vote);
  });

  it.each<[unknown, string | undefined]>([
    [[{ text: 'Yes' }], 'Yes'],
    [{ type: 'text', text: 'Yes' }, 'Yes'],
    [
      [
        { type: 'citation', source: 'x' },
        { type: 'text', text: 'Yes' },
      ],
      'Yes',
    ],
    [[{ type: 'citation', text: 'No' }], undefined],
    [{ value: 'Yes' }, undefined],
    [12, undefined],
  ])('content %j is read as %j', (content, text) => {
    expect(readReply({ choices: [{ message: { content } }] })?.text).toBe(text);
  });

  it('parts of content: texts are the answer, thoughts are not', () => {
    const content = [
      { type: 'thinking', thinking: [{ type: 'text', text: 'No.' }] },
      { type: 'text', text: 'Yes' },
    ];
    const reply = readReply({ choices: [{ message: { content } }] });
    expect(reply).toMatchObject({ text: 'Yes', hasThoughts: true });
    expect(reply && readVote(reply)).toBe('yes');
    expect(
      readReply({ choices: [{ message: { content: [{ type: 'refusal', refusal: 'I will not.' }] } }] }),
    ).toMatchObject({ refusal: 'I will not.' });
  });

  it('several answers of one call, by key, in any case and as booleans', () => {
    const text = '{"q1":"yes","Q2":"No","q3":"dunno","q5":true,"6":"no"}';
    const keys = ['q1', 'q2', 'q3', 'q4', 'q5', 'q6'];
    expect(readVotes(replyOfText(text), keys)).toEqual([
      'yes',
      'no',
      'unreadable',
      'unreadable',
      'yes',
      'no',
    ]);
    expect(readVotes(replyOfText(`{"answers": {"q1": "no"}}`), ['q1'])).toEqual(['no']);
    expect(readVotes(replyOfText('{"q1": "no"} {"q1": "yes"}'), ['q1'])).toEqual(['unreadable']);
    expect(readVotes(replyOfText('<think>{"q1": "no"}</think>{"q1": "yes"}'), ['q1'])).toEqual(['yes']);
    for (const form of [
      'q1: yes\nq2: No, it does not.',
      '**q1.** Yes\n**q2.** No',
      '1. Yes\n2. No',
      '| q1 | yes |\n|---|---|\n| q2 | no |',
      'Question 1: yes\nQuestion 2: no',
      '[{"question": "q1", "answer": "yes"}, {"question": "q2", "answer": "no"}]',
      '{"answers": [{"id": "q1", "verdict": "Yes"}, {"id": 2, "verdict": "No"}]}',
      '{"q1": {"answer": "yes", "reason": "No insult."}, "q2": {"answer": "no"}}',
    ])
      expect(readVotes(replyOfText(form), ['q1', 'q2']), form).toEqual(['yes', 'no']);
    for (const form of ['q1: yes\nq1: no', 'q1: yes or no', 'q1: maybe', 'q3: yes', 'Yes', '["yes", "no"]'])
      expect(readVotes(replyOfText(form), ['q1']), form).toEqual(['unreadable']);
    expect(readVotes(replyOfText('I cannot assist with that.'), ['q1', 'q2'])).toEqual([
      'refused',
      'refused',
    ]);
    expect(readVotes(replyOfText('{"q1": "ye', { finishReason: 'length' }), ['q1'])).toEqual(['cut']);
  });
});

describe('properties', () => {
  const word = fc.constantFrom('yes', 'no', ' Yes', 'NO', 'I', '"yes', 'maybe', '\u2581no');
  const weights = fc.dictionary(word, fc.double({ min: 1e-6, max: 1, noNaN: true }), { minKeys: 2 });

  it('P(yes) is what a sum by hand says, whatever stands before and after and is cut off of the text', () => {
    const around = fc.array(fc.constantFrom('Hm', ' no', ',', ' yes', '\n', '<s>', '</think>', '**'), {
      maxLength: 6,
    });
    fc.assert(
      fc.property(weights, around, (given, before) => {
        const total = Object.values(given).reduce((sum, weight) => sum + weight, 0);
        const place = Object.fromEntries(Object.entries(given).map(([token, w]) => [token, w / total]));
        const mass = (words: string[]) => words.reduce((sum, token) => sum + (place[token] ?? 0), 0);
        const [yes, no] = [mass(['yes', ' Yes', '"yes']), mass(['no', 'NO', '\u2581no'])];
        const [[drawn = '', top = 0] = []] = Object.entries(place).sort((a, b) => b[1] - a[1]);
        const text = drawn.replace('\u2581', '').trim();
        const reading = readProbability(replyOfPlaces([...before.map(sure), place], { text }));
        const side = /yes/i.test(drawn) ? 'yes' : /no/i.test(drawn) ? 'no' : undefined;
        if (!side) expect(reading).toMatchObject({ kind: 'missing' });
        else if (yes + no < 0.5) expect(reading).toMatchObject({ why: 'low_coverage' });
        else if (side === 'yes' ? yes < no : no < yes)
          expect(reading).toMatchObject({ why: 'contradictory' });
        else
          expect(reading).toMatchObject({
            p: expect.closeTo(yes / (yes + no), 9),
            coverage: expect.closeTo(yes + no, 9),
          });
        expect(top).toBeGreaterThan(0);
      }),
      { numRuns: 1000 },
    );
  });

  it('never throws on whatever JSON comes, and a grade is on the side of its text', () => {
    const body = fc.record({
      choices: fc.tuple(
        fc.record({
          message: fc.record({ content: fc.oneof(fc.constantFrom('Yes', 'No', 'so no'), fc.jsonValue()) }),
          finish_reason: fc.constantFrom('stop', 'length', null),
          logprobs: fc.record({
            content: fc.array(
              fc.record({
                token: fc.constantFrom('Yes', 'No', 'so', ' no'),
                logprob: fc.double(),
                top_logprobs: fc.array(
                  fc.record({ token: fc.constantFrom('Yes', 'No', 'x'), logprob: fc.double({ max: 1 }) }),
                ),
              }),
            ),
          }),
        }),
      ),
    });
    fc.assert(
      fc.property(body, (each) => {
        const reply = readReply(each);
        if (!reply) return;
        const [reading, vote] = [readProbability(reply), readVote(reply)];
        if (reading.kind === 'probability')
          expect(reading.p >= 0.5 ? 'yes' : 'no').toBe(reading.p === 0.5 ? 'yes' : vote);
        if (reading.kind === 'vote') expect(reading.side).toBe(vote);
      }),
      { numRuns: 2000 },
    );
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
    { choices: [{ message: { content: [{ type: 'image' }] } }] },
  ])('%j', (body) => {
    expect(readReply(body)).toBeUndefined();
  });

  it.each([null, { content: null }, { content: [] }, { content: [{ token: 'yes', logprob: 'x' }] }])(
    '%j are no log probabilities',
    (logprobs) => {
      expect(readReply({ choices: [{ message: { content: 'yes' }, logprobs }] })?.tokens).toBeUndefined();
    },
  );
});
