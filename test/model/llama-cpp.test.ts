import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { runRbr } from '../support/run-rbr.ts';
import { compareToReplies, expectVotes, type Tally } from './agreement.ts';
import { isInstalled } from './environment.ts';
import { expectedOf } from './expected.ts';
import { CONCURRENCY, type GradedLine, grade, readLines } from './grades.ts';
import { type Judge, startJudge } from './judge.ts';
import { PROPOSITIONS, type Questions, type TemplateName, writeQuestions } from './questions.ts';
import type { ChatReplyBody, Exchange } from './recording-proxy.ts';

interface Size {
  readonly completions: number;
  readonly propositions: number;
}

const VOTES = 3;

let folder: string;
let judge: Judge;

describe.skipIf(!isInstalled('llama-cpp'))('a language model behind the server of llama.cpp', () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rbr-model-'));
    judge = await startJudge('llama-cpp');
  });
  afterAll(async () => {
    await judge?.stop();
    await rm(folder, { recursive: true, force: true });
  });
  beforeEach(() => judge.clear());

  const cacheOf = (template: TemplateName, more: readonly string[]) =>
    join(folder, `cache-${template}${more.join('')}`);

  const ask = async (template: TemplateName, size: Size, more: readonly string[] = []) => {
    const questions = await writeQuestions(folder, { template, ...size });
    const out = join(folder, 'out.jsonl');
    await rm(out, { force: true });
    const cache = cacheOf(template, more);
    const { code, stderr } = await grade(questions, { baseUrl: judge.baseUrl, out, cache, more });
    return { questions, code, stderr, lines: await readLines(out) };
  };

  const total: Partial<Tally> = {};

  it.each([
    ['answer', undefined],
    ['options', undefined],
    ['json', `root ::= "{\\"answer\\": \\"" ("yes" | "no") "\\"}"`],
    ['sentence', 'root ::= "The answer is " ("yes" | "no") "."'],
    ['emphasis', 'root ::= "**" ("Yes" | "No") "**"'],
    ['reasons', 'root ::= "It says " ("hello" | "nothing") ".\\nAnswer: " ("Yes" | "No")'],
  ] as const)(
    'asked as in the template "%s", its answers are read token by token',
    async (template, grammar) => {
      const more = grammar === undefined ? [] : ['--body', `grammar=${JSON.stringify(grammar)}`];
      const { questions, code, stderr, lines } = await ask(
        template,
        { completions: 8, propositions: 3 },
        more,
      );
      const tally = compareToReplies(lines, judge.answered, questions);
      console.log(`${template}: ${JSON.stringify(tally)}; ${lastLine(stderr)}`);
      for (const [kind, count] of Object.entries(tally) as [keyof Tally, number][])
        total[kind] = (total[kind] ?? 0) + count;
      const answers = lines.flatMap(({ propositions }) => Object.values(propositions));
      expect(answers.every(({ mode }) => mode === 'logprobs')).toBe(true);
      expect(code, stderr).toBe(lines.every(({ predictedClass }) => predictedClass) ? 0 : 1);
    },
  );

  it('and these were verdicts and words with too little mass', () => {
    expect(total.verdict).toBeGreaterThan(40);
    expect(total.low_coverage).toBeGreaterThan(5);
  });

  it("asked in the product's own words it writes prose, which the probe finds, and so there are votes", async () => {
    const more = ['--votes', String(VOTES), '--answer-tokens', '24'];
    const { questions, stderr, lines } = await ask('hardened', { completions: 2, propositions: 2 }, more);
    expect(stderr).toMatch(
      /no log probabilities \((?:its answer could not be read|the model ran out of tokens)/,
    );
    expectVotesOf('answer', lines, questions);
  });

  it('asked again with nothing remembered on either side, it says the same', async () => {
    const size = { completions: 4, propositions: 3 };
    // One after the other, each computed from its beginning: in another order sums come out a little different.
    const alone = ['--concurrency', '1', '--body', 'cache_prompt=false'];
    const first = await ask('answer', size, alone);
    const asked = [...judge.asked];
    await rm(cacheOf('answer', alone), { recursive: true });
    const second = await ask('answer', size, alone);
    expect(judge.asked).toEqual([...asked, ...asked]);
    const answersOf = ({ lines }: typeof first) => lines.map(({ propositions }) => propositions);
    expect(answersOf(second)).toEqual(answersOf(first));
  });

  const expectVotesOf = (key: string, lines: readonly GradedLine[], questions: Questions) => {
    for (const { id, propositions } of lines)
      for (const [name, answer] of Object.entries(propositions)) {
        const said = judge.answered
          .filter((exchange) => questions.isOf(exchange, id, name))
          .map(({ reply }) => wordUnder(key, reply));
        expect(said).toHaveLength(VOTES);
        expect(answer.mode).toBe('votes');
        expectVotes(answer, said, `${name} of ${id}`);
      }
  };

  it('in votes, P(yes) is the share of the texts that say yes', async () => {
    const more = ['--mode', 'votes', '--votes', String(VOTES)];
    const { questions, lines } = await ask('answer', { completions: 4, propositions: 3 }, more);
    expectVotesOf('answer', lines, questions);
  });

  it('structured, each question has the answers that stand under its key', async () => {
    const more = ['--mode', 'structured', '--votes', String(VOTES)];
    const { questions, lines } = await ask('hardened', { completions: 3, propositions: 4 }, more);
    for (const { id, propositions } of lines)
      for (const [name, answer] of Object.entries(propositions)) {
        const own = judge.answered.filter((exchange) => questions.isOf(exchange, id, name));
        const said = own.map(({ request, reply }) => {
          const asked = request.messages.map(({ content }) => content).join('\n');
          const key = asked.match(new RegExp(`(\\d+)\\. ${escaped(PROPOSITIONS[name] ?? '')}`))?.[1];
          return wordUnder(`q${key}`, reply);
        });
        expect(said.length).toBeGreaterThan(0);
        expect(answer.mode).toBe('structured');
        expectVotes(answer, said, `${name} of ${id}`);
      }
  });

  it('the doctor finds all in order up to the model, which is no judge', async () => {
    const { policy } = await writeQuestions(folder, { template: 'hardened' });
    const args = ['doctor', '--policy', policy, '--model', 'smollm2', '--base-url', judge.baseUrl];
    const grammar = `grammar=${JSON.stringify('root ::= "Yes" | "No"')}`;
    const env = { RBR_CACHE_DIR: join(folder, 'cache-doctor') };
    const { code, stdout } = await runRbr([...args, '--body', grammar, '--format', 'json'], { env });
    const steps: { id: string; state: string; found: string }[] = JSON.parse(stdout).steps;
    const step = (id: string) => steps.find((each) => each.id === id);
    for (const id of ['connection', 'address', 'model', 'answer', 'probability'])
      expect([id, step(id)?.state], stdout).toEqual([id, 'ok']);
    expect(step('probability')?.found).toMatch(/log probabilities/);
    const asked = (question: string) =>
      judge.answered
        .filter(({ body }) => body.includes(question))
        .map(({ reply }) => expectedOf(reply))
        .at(-1);
    const yes = asked('greet the user?');
    const no = asked('source code');
    const isJudge = yes?.kind === 'verdict' && no?.kind === 'verdict' && yes.p >= 0.5 && no.p < 0.5;
    expect(step('judgement')?.state === 'failed', stdout).toBe(!isJudge);
    expect(code).toBe(isJudge ? 0 : 1);
  });

  it('a run of 200 questions, killed twice and resumed, asks nothing twice that it could read', async () => {
    const questions = await writeQuestions(folder, { template: 'answer', completions: 20, propositions: 10 });
    const out = join(folder, 'long.jsonl');
    const cache = join(folder, 'cache-long');
    const grammar = `grammar=${JSON.stringify('root ::= "Yes" | "No"')}`;
    const options = { baseUrl: judge.baseUrl, out, cache, more: ['--resume', '--body', grammar] };
    const lost: string[] = [];
    for (const goal of [70, 140]) {
      const run = await grade(questions, {
        ...options,
        onStart: async (child) => {
          while (judge.answered.length < goal && child.exitCode === null) await sleep(20);
          child.kill('SIGKILL');
        },
      });
      expect(run.code, run.stderr).toBeNull();
      // Under way when it was killed; or handed over just then, as a next call goes out while an answer is being written.
      const answered = judge.answered.map(({ body }) => body);
      const underWay = judge.asked.filter((body) => !answered.includes(body));
      lost.push(...underWay, ...answered.slice(-2 * CONCURRENCY));
    }
    const { stderr } = await grade(questions, options);
    const lines = await readLines(out);
    const tally = compareToReplies(lines, latestOf(judge.answered), questions);
    // Where text and numbers are apart, which happens where both words are as likely, there is no answer to be kept.
    const unread = judge.answered.filter(({ reply }) => expectedOf(reply).kind === 'contradictory');
    lost.push(...unread.map(({ body }) => body));
    const again = repeated(judge.asked);
    console.log(`200: ${JSON.stringify(tally)}, ${again.length} asked again; ${lastLine(stderr)}`);
    expect(new Set(judge.asked).size).toBe(200 + 1);
    expect(again.filter((body) => !lost.includes(body))).toEqual([]);
  });
});

function lastLine(text: string): string {
  return text.trimEnd().split('\n').at(-1) ?? '';
}

/** The yes or no under a key of JSON that need not be whole; `none` where there is neither. */
function wordUnder(key: string, { choices }: ChatReplyBody): 'yes' | 'no' | 'none' {
  const found = choices[0]?.message.content.match(new RegExp(`"${key}"\\s*:\\s*"(yes|no)"`))?.[1];
  return found === 'yes' || found === 'no' ? found : 'none';
}

/** What was asked again, each as often as that. */
function repeated(bodies: readonly string[]): string[] {
  return bodies.filter((body, index) => bodies.indexOf(body) < index);
}

/** Of an answer that came twice, the one that was kept. */
function latestOf(exchanges: readonly Exchange[]): Exchange[] {
  return [...new Map(exchanges.map((exchange) => [exchange.body, exchange])).values()];
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
