/**
 * The shapes in which servers give an answer, as people report them. The judge's true verdict is always yes: every grade is
 * above a half, or it is missing with its reason; none is ever below.
 */
import { afterEach, describe, expect, it } from 'vitest';
import type { Grade } from '../../server/src/grader/grader.ts';
import { completionOf, openRun, type RunOptions } from '../support/model-run.ts';
import {
  type AskedCall,
  type ModelServer,
  type Reply,
  startModelServer,
} from '../support/model-server/model-server.ts';

let server: ModelServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

type Places = readonly Readonly<Record<string, number>>[];
interface Shape {
  readonly content: unknown;
  readonly message?: object;
  readonly finish?: string;
  readonly places?: Places;
  /** How the server writes a token. */
  readonly token?: (text: string, index: number) => object;
}

/** A chat completion in the shape, with log probabilities where they were asked for. */
function bodyOf(
  { body }: AskedCall,
  { content, message = {}, finish = 'stop', places, token }: Shape,
): Reply {
  const write = token ?? ((text: string) => ({ token: text, bytes: [...Buffer.from(text)] }));
  const entries = (places ?? []).map((place) => {
    const ranked = Object.entries(place).sort((a, b) => b[1] - a[1]);
    const top = ranked.map(([text, p], index) => ({ ...write(text, index), logprob: Math.log(p) }));
    return { ...top[0], top_logprobs: top };
  });
  const choice = {
    index: 0,
    finish_reason: finish,
    message: { role: 'assistant', content, ...message },
    logprobs: body.logprobs && places ? { content: entries } : null,
  };
  const usage = { prompt_tokens: 100, completion_tokens: 3, total_tokens: 103 };
  return {
    raw: JSON.stringify({
      id: 'x',
      object: 'chat.completion',
      created: 1,
      model: 'x',
      choices: [choice],
      usage,
    }),
  };
}

const refused = (message: string, param: string | null = null): Reply => ({
  status: 400,
  error: { message, param },
});

async function grade(answer: (call: AskedCall) => Reply, more: Partial<RunOptions> = {}) {
  server = await startModelServer({ answer });
  const { grader, notes } = await openRun({ baseUrl: server.baseUrl, ...more });
  const grades = Object.values(await grader.grade(completionOf('Good day.')));
  return { grades, notes, calls: server.calls };
}

const sure = (token: string) => ({ [token]: 0.97, No: 0.03 });
const YES = { Yes: 0.92, No: 0.05, I: 0.03 };
const BELOW: (grade: Grade) => boolean = ({ p }) => p !== null && p <= 0.5;

describe('with log probabilities', () => {
  const shapes: [string, Shape][] = [
    ['a word', { content: 'Yes', places: [YES] }],
    ['a word in pieces', { content: 'YES', places: [{ Y: 0.93, No: 0.03, I: 0.04 }, sure('ES')] }],
    [
      'a label before',
      {
        content: 'Answer: Yes',
        places: [{ Answer: 0.9, No: 0.03 }, sure(':'), { ' Yes': 0.95, ' No': 0.03 }],
      },
    ],
    [
      'a sentence',
      {
        content: 'The answer is yes.',
        places: [
          { The: 0.9, No: 0.04 },
          sure(' answer'),
          sure(' is'),
          { ' yes': 0.95, ' no': 0.03 },
          sure('.'),
        ],
      },
    ],
    [
      'thoughts in the numbers only',
      {
        content: 'Yes',
        message: { reasoning_content: 'No, wait.' },
        places: [{ No: 0.8, Yes: 0.02 }, sure(','), sure(' wait'), sure('.'), sure('</think>'), YES],
      },
    ],
    [
      'thoughts in the text',
      {
        content: '<think>No?</think>Yes',
        places: [{ '<think>': 0.9, No: 0.06, Yes: 0.02 }, sure('No'), sure('?'), sure('</think>'), YES],
      },
    ],
    ['a beginning of text', { content: 'Yes', places: [{ '<s>': 1 }, YES, sure('</s>')] }],
    [
      'channels',
      {
        content: 'Yes',
        places: [{ '<|channel|>': 1 }, sure('final'), sure('<|message|>'), YES, sure('<|return|>')],
      },
    ],
    [
      'JSON',
      {
        content: '{"answer": "yes"}',
        places: [{ '{"': 1 }, sure('answer'), sure('":'), sure(' "'), { yes: 0.95, no: 0.03 }, sure('"}')],
      },
    ],
    [
      'a fence',
      {
        content: '```json\n{"answer": true}\n```',
        places: [
          { '```': 1 },
          sure('json'),
          sure('\n'),
          sure('{"'),
          sure('answer'),
          sure('":'),
          { ' true': 0.95, ' false': 0.03 },
          sure('}'),
          sure('\n```'),
        ],
      },
    ],
    [
      'parts of content',
      {
        content: [
          { type: 'thinking', thinking: [{ type: 'text', text: 'No' }] },
          { type: 'text', text: 'Yes' },
        ],
        places: [YES],
      },
    ],
    [
      'bytes and no text',
      { content: 'Yes', places: [YES], token: (text) => ({ token: '', bytes: [...Buffer.from(text)] }) },
    ],
    ['zeros as null', { content: 'Yes', places: [{ Yes: 0.95, No: 0.05, Perhaps: 0 }] }],
    [
      'the marks of a tokeniser',
      {
        content: 'Yes',
        places: [{ '\u2581Yes': 0.92, '\u2581No': 0.05 }],
        token: (text) => ({ token: text, bytes: null }),
      },
    ],
  ];
  it.each(shapes)('%s: read at the word', async (_, shape) => {
    const { grades } = await grade((call) => bodyOf(call, shape));
    for (const each of grades) expect(each).toMatchObject({ mode: 'logprobs', p: expect.closeTo(0.95, 1) });
    expect(grades).toHaveLength(2);
  });

  const unusable: [string, Shape][] = [
    [
      'ids of tokens',
      {
        content: 'Yes',
        places: [YES],
        token: (_, index) => ({
          token: `token_id:${9000 + index}`,
          bytes: [...Buffer.from(`token_id:${9000 + index}`)],
        }),
      },
    ],
    ['positive numbers', { content: 'Yes', places: [{ Yes: 30, No: 20 }] }],
    ['a sum above 1', { content: 'Yes', places: [{ Yes: 0.9, No: 0.8 }] }],
    ['the numbers of another text', { content: 'Yes', places: [{ No: 0.9, Yes: 0.05 }] }],
    ['one alternative', { content: 'Yes', places: [{ Yes: 0.6 }] }],
  ];
  it.each(unusable)('%s: not used, and said; the text is put to the vote', async (_, shape) => {
    const { grades, notes } = await grade((call) => bodyOf(call, shape));
    for (const each of grades) expect(each).toMatchObject({ mode: 'votes', votes: { yes: 5, no: 0 } });
    expect(notes.join('\n')).toMatch(/no log probabilities \(/);
    await expect(openRun({ baseUrl: server?.baseUrl ?? '', asking: { mode: 'logprobs' } })).rejects.toThrow(
      /No log probabilities/,
    );
  });

  it('numbers that come for some answers only: the others count as one vote', async () => {
    const { grades } = await grade((call) =>
      bodyOf(call, { content: 'Yes', ...(call.prompt.includes('Does it judge?') ? {} : { places: [YES] }) }),
    );
    expect(grades.map(({ mode }) => mode)).toEqual(['logprobs', 'votes']);
    expect(grades.filter(BELOW)).toEqual([]);
  });

  it('a judge that declines is refused, though the tail of its first token is a no', async () => {
    const shape = {
      content: "I'm sorry, but I can't help with that.",
      places: [{ I: 0.93, No: 0.04 }, sure("'m"), sure(' sorry')],
    };
    const { grades } = await grade((call) => bodyOf(call, shape));
    for (const each of grades) expect(each).toMatchObject({ p: null, missing: 'refused' });
  });
});

describe('without log probabilities', () => {
  it.each<[string, unknown, object?]>([
    ['a word', 'Yes'],
    ['thoughts of which the beginning is left out', 'No apology at first sight, but look. </think> Yes'],
    ['thoughts', '<think>No. No.</think>\n\nYes'],
    ['thoughts beside', 'Yes', { reasoning: 'No, no.' }],
    ["the template's echo", 'Yes or no: Yes.'],
    ['a boolean', '{"answer": true}'],
    ['a key in capitals', '{"Answer": "YES"}'],
    ['a label', '**Answer:** Yes'],
    ['channels whose marks are lost', 'analysisNo, no.assistantfinalYes'],
    ['a reason first', 'There is no doubt about it.\n\nTherefore, yes.'],
  ])('%s', async (_, content, message = {}) => {
    const { grades } = await grade((call) => bodyOf(call, { content, message }));
    for (const each of grades) expect(each).toMatchObject({ mode: 'votes', votes: { yes: 5, no: 0 } });
  });

  it.each<[string, string, string, string]>([
    ['both words', 'Yes and no.', 'stop', 'unreadable'],
    ['neither', 'It depends.', 'stop', 'unreadable'],
    ['only thoughts', '<think>No, it', 'length', 'cut'],
    ['a refusal', 'I cannot judge this content.', 'stop', 'refused'],
  ])('%s: missing', async (_, content, finish, missing) => {
    const { grades } = await grade((call) => bodyOf(call, { content, finish }));
    for (const each of grades) expect(each).toMatchObject({ p: null, missing });
  });
});

describe('the probe finds what a server takes', () => {
  it('log probabilities that are given with reasoning turned off only', async () => {
    const { grades, notes } = await grade((call) =>
      call.body.logprobs && call.body.reasoning_effort !== 'none'
        ? refused("'logprobs' is not supported with this model.", 'logprobs')
        : bodyOf(call, { content: 'Yes', places: [YES] }),
    );
    for (const each of grades) expect(each.mode).toBe('logprobs');
    expect(notes.join()).toMatch(/reasoning is turned off/);
  });

  it('a model that thinks and says nothing, unless reasoning is turned off', async () => {
    const { grades } = await grade((call) =>
      call.body.reasoning_effort === 'none'
        ? bodyOf(call, { content: 'Yes', places: [YES] })
        : bodyOf(call, { content: '', message: { reasoning_content: 'Hm, no.' } }),
    );
    for (const each of grades) expect(each.mode).toBe('logprobs');
  });

  it('neither log probabilities nor such an effort: votes, and nothing is sent that is not taken', async () => {
    const { grades, calls } = await grade((call) => {
      if (call.body.logprobs) return refused("'logprobs' is not supported with this model.", 'logprobs');
      if (call.body.reasoning_effort)
        return refused("Unsupported parameter: 'reasoning_effort'.", 'reasoning_effort');
      return bodyOf(call, { content: '{"answer": "yes"}' });
    });
    for (const each of grades) expect(each).toMatchObject({ mode: 'votes', votes: { yes: 5 } });
    expect(calls.slice(-10).some(({ body }) => 'reasoning_effort' in body || 'logprobs' in body)).toBe(false);
  });

  it('at least so many tokens, and at most', async () => {
    const least = await grade(({ body, ...call }) =>
      (body.max_tokens ?? 0) < 64
        ? refused(
            "Invalid 'max_tokens': integer below minimum value. Expected a value >= 64, but got 24 instead.",
            'max_tokens',
          )
        : bodyOf({ body, ...call }, { content: 'Yes', places: [YES] }),
    );
    for (const each of least.grades) expect(each.mode).toBe('logprobs');
    await server?.close();
    const thinks = await grade(({ body, ...call }) => {
      if ((body.max_tokens ?? 0) > 1024) return refused('max_tokens must be at most 1024', 'max_tokens');
      const isCut = (body.max_tokens ?? 0) < 1000;
      return bodyOf(
        { body, ...call },
        isCut
          ? { content: '', message: { reasoning_content: 'No' }, finish: 'length' }
          : { content: 'Yes', places: [YES] },
      );
    });
    for (const each of thinks.grades) expect(each.mode).toBe('logprobs');
  });

  it('more tokens where an error says that they were spent on thoughts', async () => {
    const { grades } = await grade((call) =>
      (call.body.max_tokens ?? 0) < 1000
        ? refused(
            'Could not finish the message because max_tokens or model output limit was reached. Please try again with higher max_tokens.',
          )
        : bodyOf(call, { content: 'Yes', places: [YES] }),
    );
    for (const each of grades) expect(each.mode).toBe('logprobs');
  });

  it('more tokens for a model that gives its reasons first', async () => {
    const { grades } = await grade(({ body, ...call }) =>
      (body.max_tokens ?? 0) < 100
        ? bodyOf(
            { body, ...call },
            { content: 'The completion is worded with', finish: 'length', places: [sure('The')] },
          )
        : bodyOf(
            { body, ...call },
            {
              content: 'It greets. Yes',
              places: [sure('It'), sure(' greets'), sure('.'), { ' Yes': 0.95, ' No': 0.03 }],
            },
          ),
    );
    for (const each of grades) expect(each).toMatchObject({ mode: 'logprobs' });
  });

  it('a field of the user that is not taken is left out, and that is said', async () => {
    const { grades, notes } = await grade(
      (call) =>
        'top_k' in call.body
          ? refused('Unrecognized request argument supplied: top_k')
          : bodyOf(call, { content: 'Yes', places: [YES] }),
      { asking: { request: { body: { top_k: 1 } } } },
    );
    for (const each of grades) expect(each.mode).toBe('logprobs');
    expect(notes.join()).toMatch(/does not take top_k/);
  });

  it('asks in the form of the run: roles alternate, as many chat templates want', async () => {
    const { calls } = await grade((call) => {
      const roles = call.body.messages.map(({ role }) => role);
      return roles.some((role, index) => role === roles[index - 1])
        ? refused('Conversation roles must alternate user/assistant/user/assistant/...')
        : bodyOf(call, { content: 'Yes', places: [YES] });
    });
    const [probe, ...asked] = calls.map(({ prompt }) => prompt.length);
    expect(asked.length).toBeGreaterThan(0);
    expect(probe).toBeGreaterThan(Math.min(...asked));
  });
});

describe('what cannot be asked', () => {
  it.each<[string, object, RegExp]>([
    [
      'an answer in an envelope',
      { code: 200, msg: 'success', data: { choices: [] } },
      /not a chat completion/,
    ],
    [
      'an answer of another API',
      { message: { role: 'assistant', content: 'Yes' }, done: true },
      /not a chat completion: .*\/v1/,
    ],
    [
      'an older API',
      { object: 'text_completion', choices: [{ text: 'Yes', index: 0 }] },
      /not a chat completion: .*\/v1/,
    ],
    [
      'thoughts and never a word',
      { choices: [{ message: { content: '', reasoning_content: 'Yes' }, finish_reason: 'stop' }] },
      /all that was said is a thought/,
    ],
    ['nothing', { choices: [{ message: { content: '' }, finish_reason: 'stop' }] }, /is empty/],
  ])('%s: said by the probe, and nothing else is asked', async (_, body, message) => {
    await expect(grade(() => ({ raw: JSON.stringify(body) }))).rejects.toThrow(message);
    expect(server?.calls.length).toBeLessThan(30);
  });
});

describe('in the run', () => {
  it('a server that no longer takes what the probe found is asked anew, and nothing is lost', async () => {
    let isOld = true;
    server = await startModelServer({
      answer: (call) => {
        if (!isOld && call.body.logprobs) return refused("Unsupported parameter: 'logprobs'.", 'logprobs');
        return bodyOf(call, { content: 'Yes', places: [YES] });
      },
    });
    const { grader } = await openRun({ baseUrl: server.baseUrl });
    expect(Object.values(await grader.grade(completionOf('One.'))).map(({ mode }) => mode)).toEqual([
      'logprobs',
      'logprobs',
    ]);
    isOld = false;
    for (const text of ['Two.', 'Three.']) {
      const grades = Object.values(await grader.grade(completionOf(text)));
      expect(grades.map(({ mode }) => mode)).toEqual(['votes', 'votes']);
      expect(grades.filter(BELOW)).toEqual([]);
    }
    expect(grader.summary).toContain('votes');
  });

  it('answers that cannot be read end it after some dozens, with what may mend it', async () => {
    let probed = false;
    server = await startModelServer({
      answer: (call) =>
        bodyOf(call, { content: probed ? 'It depends on the reader.' : 'Yes', places: [YES] }),
    });
    const { grader } = await openRun({ baseUrl: server.baseUrl });
    probed = true;
    const before = server.calls.length;
    const run = async () => {
      for (let n = 0; n < 500; n++) await grader.grade(completionOf(`Number ${n}.`));
    };
    await expect(run()).rejects.toThrow(
      /of the last 40 answers could not be read.*"It depends on the reader.".*one word/s,
    );
    expect(server.calls.length - before).toBeLessThan(60);
  });

  it('a few that cannot be read do not', async () => {
    server = await startModelServer({
      answer: (call) =>
        bodyOf(call, { content: call.number % 3 === 0 ? 'Yes' : 'It depends.', places: [YES] }),
    });
    const { grader } = await openRun({ baseUrl: server.baseUrl, asking: { mode: 'votes', votes: 1 } });
    for (let n = 0; n < 60; n++) await grader.grade(completionOf(`Number ${n}.`));
  });

  it('an answer that could not be read is shown, and asked again the next time', async () => {
    let isReadable = false;
    server = await startModelServer({
      answer: (call) => bodyOf(call, { content: isReadable ? 'Yes' : 'Hm.' }),
    });
    const { grader } = await openRun({ baseUrl: server.baseUrl, asking: { mode: 'votes', votes: 1 } });
    const unread = await grader.grade(completionOf('One.'));
    expect(await grader.known(completionOf('One.'))).toEqual(unread);
    expect(Object.values(unread).every(({ missing }) => missing === 'unreadable')).toBe(true);
    isReadable = true;
    expect(Object.values(await grader.grade(completionOf('One.'))).every(({ p }) => p === 0.75)).toBe(true);
  });
});
