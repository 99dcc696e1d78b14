import { afterEach, describe, expect, it } from 'vitest';
import { completionOf, openRun, POLICY_TEXT, policyOfText } from '../support/model-run.ts';
import { type AskedCall, type ModelServer, startModelServer } from '../support/model-server/model-server.ts';

const WORDINGS = ['Is it polite?', 'Is the tone courteous?', 'Would a stranger find it friendly?'];
const POLICY = policyOfText(
  POLICY_TEXT.replace(
    '{prompt: "Is it polite?"}',
    `{prompt: "${WORDINGS[0]}", paraphrases: ["${WORDINGS[1]}", "${WORDINGS[2]}"]}`,
  ),
);

let server: ModelServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

/** Wrong about one wording, whatever it is asked. */
const answer = ({ prompt }: AskedCall) =>
  prompt.includes(WORDINGS[1] as string)
    ? { logprobs: { No: 0.9, Yes: 0.1 } }
    : { logprobs: { Yes: 0.9, No: 0.1 } };

describe('a proposition with paraphrases', () => {
  it('is asked in every wording, each in a call of its own, and graded by the majority', async () => {
    server = await startModelServer({ answer });
    const { grader } = await openRun({ baseUrl: server.baseUrl, policy: POLICY });
    const completion = completionOf('Good day.');
    const before = server.calls.length;
    expect(grader.plan(completion, { propositions: ['polite', 'judges'] }).calls).toBe(4);
    const grades = await grader.grade(completion, { propositions: ['polite', 'judges'] });
    const asked = server.calls.slice(before).map(({ prompt }) => prompt);
    expect(asked).toHaveLength(4);
    for (const wording of WORDINGS)
      expect(asked.filter((prompt) => prompt.includes(wording))).toHaveLength(1);
    // Two of three at .9, .1 and .9: both sure ones, or one of them and the other wording.
    expect(grades.polite?.p).toBeCloseTo(0.9 * 0.9 + 2 * 0.9 * 0.1 * 0.1, 9);
    expect(grades.polite?.wordings).toHaveLength(3);
    expect(grades.judges?.wordings).toBeUndefined();
    expect(Object.keys(grades)).toEqual(['polite', 'judges']);
    // All of it is known now.
    expect(await grader.known(completion, { propositions: ['polite', 'judges'] })).toEqual(grades);
  });

  it('is asked so where several are asked in a call, too: its wordings are not in one', async () => {
    server = await startModelServer({
      answer: ({ prompt }) => ({
        content: JSON.stringify(
          Object.fromEntries(
            [...prompt.matchAll(/^(q\d+)\. (.*)$/gm)].map(([, key, question]) => [
              key,
              question?.includes(WORDINGS[1] as string) ? 'no' : 'yes',
            ]),
          ),
        ),
      }),
    });
    const { grader } = await openRun({
      baseUrl: server.baseUrl,
      policy: POLICY,
      asking: { mode: 'structured', votes: 1 },
    });
    const before = server.calls.length;
    const grades = await grader.grade(completionOf('Good day.'), { propositions: ['polite', 'judges'] });
    for (const { prompt } of server.calls.slice(before))
      expect(WORDINGS.filter((wording) => prompt.includes(wording))).toHaveLength(1);
    expect(server.calls.slice(before)).toHaveLength(3);
    expect(grades.polite?.p).toBeGreaterThan(0.5);
  });
});
