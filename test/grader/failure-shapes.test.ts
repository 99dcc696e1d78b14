import { afterEach, describe, expect, it } from 'vitest';
import { RunStopped } from '../../server/src/grader/llm/chat/chat.ts';
import { FAILED_IN_A_ROW, FILTERED_IN_A_ROW } from '../../server/src/grader/llm/streak.ts';
import { completionOf, openRun } from '../support/model-run.ts';
import { FAILURE_SHAPES, type FailureShape } from '../support/model-server/failure-shapes.ts';
import {
  type AskedCall,
  type ModelServer,
  type Reply,
  startModelServer,
} from '../support/model-server/model-server.ts';

const servers: ModelServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

async function serve(answer: (call: AskedCall) => Reply): Promise<ModelServer> {
  const server = await startModelServer({ answer });
  servers.push(server);
  return server;
}

const yes: Reply = { logprobs: { Yes: 0.9, No: 0.1 } };
const isDoomed = ({ prompt }: AskedCall) => prompt.includes('doomed');
const named = (fates: readonly FailureShape['fate'][]) =>
  FAILURE_SHAPES.filter(({ fate }) => fates.includes(fate)).map((shape) => [shape.name, shape] as const);
/** Two propositions are asked about. */
const QUESTIONS = 2;

describe('an error of one completion among others', () => {
  it.each(named(['refused', 'final', 'passing', 'cut']))('%s', async (_, { reply, fate, says }) => {
    const server = await serve((call) => (isDoomed(call) ? reply : yes));
    const { grader } = await openRun({ baseUrl: server.baseUrl, attempts: 2 });
    const texts = ['one', 'doomed', 'two', 'three'];
    const [one, doomed, two, three] = await Promise.all(
      texts.map((text) => grader.grade(completionOf(text))),
    );
    for (const grades of [one, two, three])
      expect(Object.values(grades ?? {}).map(({ p }) => p)).toEqual([0.9, 0.9]);
    for (const grade of Object.values(doomed ?? {})) {
      const missing = fate === 'refused' || fate === 'cut' ? fate : 'failed';
      expect(grade).toMatchObject({ p: null, missing, note: expect.stringMatching(says) });
    }
    const asked = server.calls.filter(isDoomed).length;
    expect(asked).toBe(fate === 'passing' ? QUESTIONS * 2 : QUESTIONS);
    // Nothing of it is remembered as an answer.
    expect(await grader.known(completionOf('doomed'))).toBeUndefined();
  });
});

describe('an error of the run', () => {
  it.each(named(['stop']))('%s', async (_, { reply, says }) => {
    const server = await serve((call) => (isDoomed(call) ? reply : yes));
    const { grader } = await openRun({ baseUrl: server.baseUrl, concurrency: 1 });
    await grader.grade(completionOf('one'));
    const failure = await grader.grade(completionOf('doomed')).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(RunStopped);
    expect(String(failure)).toMatch(says);
    // Nothing is sent after it, be it that it would be answered.
    const sent = server.calls.length;
    await expect(grader.grade(completionOf('after'))).rejects.toBeInstanceOf(RunStopped);
    expect(server.calls).toHaveLength(sent);
  });
});

describe('an error of every call', () => {
  it.each(named(['refused', 'final', 'passing', 'stop']))(
    '%s: is said in the server’s words before anything is graded',
    async (_, { reply, says }) => {
      const server = await serve(() => reply);
      const failure = await openRun({ baseUrl: server.baseUrl, attempts: 2 }).catch(
        (error: unknown) => error,
      );
      expect(failure).toBeInstanceOf(Error);
      expect(String(failure)).toMatch(says);
      expect(server.calls.length).toBeLessThanOrEqual(12);
    },
  );

  it.each(named(['refused', 'final']))('%s: ends the run after so many completions', async (_, shape) => {
    let isUp = true;
    const server = await serve(() => (isUp ? yes : shape.reply));
    const { grader } = await openRun({ baseUrl: server.baseUrl, attempts: 2 });
    isUp = false;
    let failed = 0;
    const failure = await (async () => {
      for (let n = 0; n < 200; n++, failed++) await grader.grade(completionOf(`text ${n}`));
    })().catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(RunStopped);
    expect(failure).toMatchObject({ reason: 'failing', message: expect.stringMatching(shape.says) });
    expect(failed + 1).toBe(shape.fate === 'refused' ? FILTERED_IN_A_ROW : FAILED_IN_A_ROW);
  });
});
