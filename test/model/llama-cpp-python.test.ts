import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compareToReplies, expectVotes } from './agreement.ts';
import { isInstalled } from './environment.ts';
import { sideOf } from './expected.ts';
import { grade, readLines } from './grades.ts';
import { type Judge, startJudge } from './judge.ts';
import { writeQuestions } from './questions.ts';

describe.skipIf(!isInstalled('llama-cpp-python'))('a language model behind llama-cpp-python', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rbr-model-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const withJudge = async (options: readonly string[], use: (judge: Judge) => Promise<void>) => {
    const judge = await startJudge('llama-cpp-python', options);
    try {
      await use(judge);
    } finally {
      await judge.stop();
    }
  };

  it('which gives tokens without bytes: its answers are read token by token', () =>
    withJudge(['--logits_all', 'true'], async (judge) => {
      for (const template of ['answer', 'options'] as const) {
        judge.clear();
        const questions = await writeQuestions(folder, { template, completions: 5, propositions: 3 });
        const out = join(folder, `${template}.jsonl`);
        const cache = join(folder, template);
        const { stderr } = await grade(questions, { baseUrl: judge.baseUrl, out, cache });
        expect(stderr).toMatch(/log probabilities/);
        const tally = compareToReplies(await readLines(out), judge.answered, questions);
        console.log(`${template}: ${JSON.stringify(tally)}; ${stderr.trimEnd().split('\n').at(-1)}`);
        expect(tally.verdict).toBeGreaterThan(0);
      }
    }));

  it('which refuses log probabilities and schemas with 500: votes are found, and are what the texts say', () =>
    withJudge(['--logits_all', 'false'], async (judge) => {
      const votes = 3;
      const questions = await writeQuestions(folder, { template: 'answer', completions: 3, propositions: 3 });
      const out = join(folder, 'votes.jsonl');
      const { stderr } = await grade(questions, {
        baseUrl: judge.baseUrl,
        out,
        cache: join(folder, 'votes'),
        more: ['--votes', String(votes)],
      });
      expect(stderr).toMatch(/the server refuses them/);
      for (const { id, propositions } of await readLines(out))
        for (const [name, answer] of Object.entries(propositions)) {
          expect(answer.mode).toBe('votes');
          const own = judge.answered.filter((exchange) => questions.isOf(exchange, id, name));
          expect(own.every(({ request }) => !request.logprobs && !request.response_format)).toBe(true);
          const said = own.map(({ reply }) => sideOf(reply.choices[0]?.message.content ?? ''));
          expect(said).toHaveLength(votes);
          expectVotes(answer, said, `${name} of ${id}`);
        }
    }));
});
