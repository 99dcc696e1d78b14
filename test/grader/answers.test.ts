import { afterEach, describe, expect, it } from 'vitest';
import { memoryAnswerStore } from '../../server/src/grader/llm/store/answer-store.ts';
import { compileLogic, type ResponseTypeLogic } from '../../server/src/logic/classes.ts';
import { scoreCompletion } from '../../server/src/reward/score.ts';
import { completionOf, openRun, POLICY, type RunOptions } from '../support/model-run.ts';
import {
  type AskedCall,
  type ModelServer,
  type ModelServerOptions,
  type Reply,
  startModelServer,
} from '../support/model-server/model-server.ts';

let server: ModelServer | undefined;
afterEach(async () => {
  // Whatever was asked and answered has been by the API's published schema.
  expect(server?.schemaProblems ?? []).toEqual([]);
  await server?.close();
  server = undefined;
});

async function run(options: ModelServerOptions, more: Partial<RunOptions> = {}) {
  server = await startModelServer(options);
  const opened = await openRun({ baseUrl: server.baseUrl, ...more });
  const probes = server.calls.length;
  return { ...opened, server, asked: () => (server as ModelServer).calls.slice(probes), probes };
}

const sure = (isYes: boolean): Reply => ({
  logprobs: isYes ? { Yes: 0.98, No: 0.02 } : { No: 0.97, Yes: 0.03 },
});
/** Polite, and does not judge. */
const answer = ({ prompt }: AskedCall): Reply => sure(prompt.includes('Is it polite?'));
const votes = ({ prompt }: AskedCall): Reply => ({
  content: `{"answer": "${prompt.includes('Is it polite?') ? 'yes' : 'no'}"}`,
});

describe('P(yes) from log probabilities', () => {
  it('sums all that means yes and all that means no, and keeps what the two cover', async () => {
    const { grader, asked } = await run({
      answer: () => ({ logprobs: { Yes: 0.4, ' yes': 0.2, 'YES.': 0.1, no: 0.2, ' Maybe': 0.1 } }),
    });
    const { polite, judges, unused } = await grader.grade(completionOf('Good day.'));
    expect(polite?.p).toBeCloseTo(0.7 / 0.9, 6);
    expect(polite?.coverage).toBeCloseTo(0.9, 6);
    expect(polite?.mode).toBe('logprobs');
    expect(judges).toBeDefined();
    // No class reads it.
    expect(unused).toBeUndefined();
    expect(asked()).toHaveLength(2);
  });

  it('takes less than half of the probability on yes and no for no answer, and says so', async () => {
    const { grader } = await run({
      answer: ({ prompt }) => ({
        logprobs: prompt.includes('Is it polite?')
          ? { Yes: 0.35, No: 0.1, The: 0.3, It: 0.25 }
          : prompt.includes('Does it judge?')
            ? { The: 0.995, Yes: 0.004, No: 0.001 }
            : { Yes: 1 },
      }),
    });
    const grades = await grader.grade(completionOf('Good day.'));
    expect(grades.polite).toMatchObject({
      p: null,
      missing: 'low_coverage',
      coverage: expect.closeTo(0.45, 6),
    });
    expect(grades.polite?.note).toMatch(/only 45 %/);
    expect(grades.judges).toMatchObject({ p: null, missing: 'unreadable' });
    const logic = compileLogic(POLICY).responseType('comply') as ResponseTypeLogic;
    expect(scoreCompletion({ policy: POLICY, logic }, grades).predictedClass).toBeNull();
  });

  it('asks again for nothing that is remembered, be it another run', async () => {
    const store = memoryAnswerStore();
    const first = await run({ answer }, { store });
    const before = await first.grader.grade(completionOf('Good day.'));
    const calls = first.server.calls.length;
    const second = await openRun({ baseUrl: first.server.baseUrl, store });
    expect(await second.grader.grade(completionOf('Good day.'))).toEqual(before);
    expect(await second.grader.known(completionOf('Good day.'))).toEqual(before);
    expect(await second.grader.known(completionOf('Another.'))).toBeUndefined();
    expect(first.server.calls).toHaveLength(calls);
    expect(second.asker.caller.meter.spent.calls).toBe(0);
  });

  it('asks once for what many want at the same time', async () => {
    const { grader, asked } = await run({ answer, latencyMs: 20 });
    const all = await Promise.all(Array.from({ length: 8 }, () => grader.grade(completionOf('Good day.'))));
    expect(new Set(all.map((each) => JSON.stringify(each))).size).toBe(1);
    expect(asked()).toHaveLength(2);
  });

  it('measures how far answers flicker', async () => {
    let n = 0;
    const { grader, asked } = await run(
      { answer: () => ({ logprobs: n++ % 2 === 0 ? { Yes: 0.9, No: 0.1 } : { Yes: 0.7, No: 0.3 } }) },
      { asking: { repeats: 4 }, concurrency: 1 },
    );
    const { polite } = await grader.grade(completionOf('Good day.'), { propositions: ['polite'] });
    expect(asked()).toHaveLength(4);
    expect(polite?.p).toBeCloseTo(0.8, 6);
    expect(polite?.repeats).toMatchObject({ n: 4 });
    // Of .9 .7 .9 .7: the deviations are .1 each, over n - 1.
    expect(polite?.repeats?.sd).toBeCloseTo(Math.sqrt(0.04 / 3), 6);
  });
});

describe('what a server can do is found out', () => {
  const shapes: [string, ModelServerOptions['abilities'], string][] = [
    ['gives them', {}, 'logprobs'],
    ['accepts the wish and gives null', { logprobs: 'null' }, 'votes'],
    ['leaves them out', { logprobs: 'ignored' }, 'votes'],
    ['refuses them with 400', { logprobs: 'refused-400' }, 'votes'],
    ['refuses them with 403', { logprobs: 'refused-403' }, 'votes'],
    ['gives five and refuses more', { maxTopLogprobs: 5 }, 'logprobs'],
    ['gives fewer than asked', { capTopLogprobs: 3 }, 'logprobs'],
    ['wants max_completion_tokens', { maxTokensParam: 'max_completion_tokens' }, 'logprobs'],
    ['takes no temperature', { temperature: false }, 'logprobs'],
    ['refuses schemas', { logprobs: 'null', responseFormat: 'refused' }, 'votes'],
    ['ignores schemas', { logprobs: 'null', responseFormat: 'ignored' }, 'votes'],
    [
      'has all of this at once',
      {
        logprobs: 'refused-400',
        maxTokensParam: 'max_completion_tokens',
        temperature: false,
        responseFormat: 'refused',
      },
      'votes',
    ],
  ];
  it.each(shapes)('%s', async (_, abilities, mode) => {
    const store = memoryAnswerStore();
    const isVotes = mode === 'votes';
    const {
      grader,
      asked,
      server: at,
    } = await run({ answer: isVotes ? votes : answer, ...(abilities && { abilities }) }, { store });
    const { polite, judges } = await grader.grade(completionOf('Good day.'));
    expect(polite).toMatchObject({ mode, p: isVotes ? 5.5 / 6 : 0.98 });
    expect(judges?.p).toBeLessThan(0.1);
    // Once found out, no call is wasted.
    expect(asked()).toHaveLength(isVotes ? 10 : 2);
    const calls = at.calls.length;
    await openRun({ baseUrl: at.baseUrl, store });
    expect(at.calls).toHaveLength(calls);
  });

  it('does not take another mode than the one asked for', async () => {
    await expect(
      run({ answer: votes, abilities: { logprobs: 'null' } }, { asking: { mode: 'logprobs' } }),
    ).rejects.toThrow(/No log probabilities/);
  });
});

describe('votes and structured output', () => {
  it('counts votes, each a call of its own, and says how sure they are', async () => {
    const { grader } = await run(
      { answer: ({ number }) => ({ content: number % 4 === 0 ? 'No.' : 'Yes' }) },
      { asking: { mode: 'votes', votes: 4 }, concurrency: 1 },
    );
    const { polite } = await grader.grade(completionOf('Good day.'), { propositions: ['polite'] });
    expect(polite?.votes).toEqual({ yes: 3, no: 1 });
    expect(polite?.p).toBeCloseTo(3.5 / 5, 9);
    expect(polite?.stderr).toBeCloseTo(Math.sqrt((0.7 * 0.3) / 6), 9);
  });

  it('asks several propositions in one call', async () => {
    const { grader, asked } = await run(
      {
        // Which question stands first depends on the completion.
        answer: ({ prompt }) => ({
          content: prompt.includes('q1. Is it polite?')
            ? '{"q1": "yes", "q2": "no"}'
            : '{"q1": "no", "q2": "yes"}',
        }),
      },
      { asking: { mode: 'structured', votes: 2 } },
    );
    const { polite, judges } = await grader.grade(completionOf('Good day.'));
    expect(asked()).toHaveLength(2);
    expect(polite).toMatchObject({ mode: 'structured', votes: { yes: 2, no: 0 } });
    expect(judges).toMatchObject({ mode: 'structured', votes: { yes: 0, no: 2 } });
  });

  it('begins with another question for another completion, so that none always stands first', async () => {
    const { grader, asked } = await run(
      {
        answer: ({ prompt }) => ({
          content: prompt.includes('q1. Is it polite?')
            ? '{"q1": "yes", "q2": "no"}'
            : '{"q1": "no", "q2": "yes"}',
        }),
      },
      { asking: { mode: 'structured', votes: 1 } },
    );
    const texts = Array.from({ length: 12 }, (_, index) => `Good day number ${index}.`);
    for (const text of texts) {
      const grades = await grader.grade(completionOf(text));
      expect(grades.polite?.votes).toEqual({ yes: 1, no: 0 });
      expect(grades.judges?.votes).toEqual({ yes: 0, no: 1 });
    }
    const firsts = asked().map(({ prompt }) => prompt.includes('q1. Is it polite?'));
    expect(new Set(firsts).size).toBe(2);
  });

  it.each<[string, Reply]>([
    ['in the API', { content: '', refusal: "I can't judge this." }],
    ['by its filter', { content: '', finishReason: 'content_filter' }],
    ['in words', { content: "I'm sorry, but I can't help with that." }],
  ])('takes a judge that refuses %s for refused, never for a no', async (_, reply) => {
    const { grader } = await run(
      { answer: ({ prompt }) => (prompt.includes('Is it polite?') ? reply : { content: 'yes' }) },
      { asking: { mode: 'votes', votes: 2 } },
    );
    const { polite } = await grader.grade(completionOf('Good day.'), { propositions: ['polite'] });
    expect(polite).toMatchObject({ p: null, missing: 'refused' });
  });
});

describe('asking only what decides', () => {
  it('stops when the class can no longer change, and says what was left out', async () => {
    const { grader, asked } = await run(
      { answer: ({ prompt }) => sure(prompt.includes('Does it judge?')) },
      { asking: { ask: 'deciding' } },
    );
    const grades = await grader.grade(completionOf('You should be ashamed.'));
    expect(asked()).toHaveLength(1);
    expect(grades.polite).toMatchObject({ p: null, mode: 'unasked', missing: 'unasked' });
    const logic = compileLogic(POLICY).responseType('comply') as ResponseTypeLogic;
    expect(scoreCompletion({ policy: POLICY, logic }, grades)).toMatchObject({
      predictedClass: 'rude',
      classes: [],
      missing: ['polite'],
    });
  });
});
