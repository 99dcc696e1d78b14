import * as l10n from '@vscode/l10n';
import { sha256Hex } from '#sha256';
import type { PolicyLogic, ResponseTypeLogic } from '../../logic/classes.ts';
import { decidingQuestions } from '../../logic/deciding.ts';
import type { Policy, Proposition } from '../../policy/model.ts';
import type { SampleCompletion } from '../../samples/model.ts';
import { responseTypeOf } from '../../samples/names.ts';
import { answerByCheck } from '../check-grade.ts';
import type { Grade, GradeOptions, Grader, Grades } from '../grader.ts';
import { judgedFingerprint, judgedOf, judgedPartOf, nothingToJudge, type Subject } from '../judged.ts';
import type { Asker } from './asker.ts';
import { CallError } from './chat.ts';
import type { Dialect } from './dialect.ts';
import type { PromptOrder } from './prompts.ts';
import { type Question, questionsOf, type Sampling } from './questions.ts';
import type { ChatReply } from './reply.ts';
import { Streak } from './streak.ts';
import { estimateTokens, outputTokens } from './tokens.ts';

export interface LlmGraderOptions {
  readonly policy: Policy;
  readonly logic: PolicyLogic;
  readonly asker: Asker;
  readonly dialect: Dialect;
  readonly order: PromptOrder;
  readonly votes: number;
  readonly repeats: number;
  /** `deciding`: question after question, until the class can no longer change. */
  readonly ask: 'all' | 'deciding';
  readonly temperature?: number;
}

/** What grading a completion would still take. */
export interface Plan {
  readonly calls: number;
  readonly cached: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/**
 * Asks a model. What fails for one question is in its grade; `RunStopped` is thrown where nothing further can
 * be asked (budget, key, address), `CallError` with `cancelled` where the signal says so.
 */
export class LlmGrader implements Grader {
  readonly kind = 'openai';
  readonly fingerprint: string;
  readonly asker: Asker;
  readonly #options: LlmGraderOptions;
  readonly #sampling: Sampling;
  readonly #streak = new Streak();

  constructor(options: LlmGraderOptions) {
    this.#options = options;
    this.asker = options.asker;
    const { policy, dialect, order, votes, repeats, temperature } = options;
    const template = policy.promptTemplate?.text;
    this.#sampling = {
      dialect,
      votes,
      repeats,
      ...(temperature !== undefined && { temperature }),
      prompts: { order, secret: options.asker.store.secret, ...(template !== undefined && { template }) },
    };
    this.fingerprint = fingerprintOf(options);
  }

  /** Who answers and how, for people: "judge-1 at 127.0.0.1:8000, log probabilities". */
  get summary(): string {
    const { asker, dialect, votes } = this.#options;
    const { model, address } = asker.caller.model;
    const host = hostOf(address);
    if (dialect.mode === 'logprobs') return l10n.t('{0} at {1}, log probabilities', model, host);
    return dialect.mode === 'votes'
      ? l10n.t('{0} at {1}, {2} votes', model, host, votes)
      : l10n.t('{0} at {1}, structured output, {2} votes', model, host, votes);
  }

  async grade(completion: SampleCompletion, { propositions, signal }: GradeOptions = {}): Promise<Grades> {
    const asked: { isAnswered: boolean; failure?: CallError } = { isAnswered: false };
    const answer: Answer = async ({ request, isKept }, vote) => {
      try {
        const reply = await this.asker.ask(request, vote, signal, isKept);
        asked.isAnswered = true;
        return reply;
      } catch (error) {
        if (error instanceof CallError) asked.failure ??= error;
        throw error;
      }
    };
    const logic = this.#logicOf(completion);
    const names = propositions ?? logic?.propositions ?? [...this.#options.policy.propositions.keys()];
    const grades = await (this.#options.ask === 'deciding' && logic
      ? this.#gradeDeciding(completion, names, logic, answer)
      : this.#gradeAll(completion, names, answer));
    if (asked.isAnswered) this.#streak.answered();
    else if (asked.failure) {
      const stopped = this.#streak.failed(asked.failure);
      if (stopped) throw this.asker.caller.end(stopped);
    }
    return grades;
  }

  /** What is known already; no call is made. Undefined where some answer that is needed is not there. */
  async known(
    completion: SampleCompletion,
    { propositions }: GradeOptions = {},
  ): Promise<Grades | undefined> {
    const answer: Answer = async ({ request, isKept }, vote) => {
      const reply = this.asker.known(request, vote, isKept);
      if (!reply) throw new NotKnown();
      return reply;
    };
    const logic = this.#logicOf(completion);
    const names = propositions ?? logic?.propositions ?? [...this.#options.policy.propositions.keys()];
    try {
      return this.#options.ask === 'deciding' && logic
        ? await this.#gradeDeciding(completion, names, logic, answer)
        : await this.#gradeAll(completion, names, answer);
    } catch (error) {
      if (error instanceof NotKnown) return undefined;
      throw error;
    }
  }

  /** With `ask: deciding` this is the most it can take. */
  plan(completion: SampleCompletion, { propositions }: GradeOptions = {}): Plan {
    const logic = this.#logicOf(completion);
    const names = propositions ?? logic?.propositions ?? [...this.#options.policy.propositions.keys()];
    const plan = { calls: 0, cached: 0, inputTokens: 0, outputTokens: 0 };
    for (const { request, answers, isKept } of this.#questions(completion, names)) {
      for (let vote = 0; vote < answers; vote++) {
        if (this.asker.known(request, vote, isKept)) plan.cached++;
        else {
          plan.calls++;
          plan.inputTokens += estimateTokens(request);
          plan.outputTokens += outputTokens(request);
        }
      }
    }
    return plan;
  }

  async #gradeAll(
    completion: SampleCompletion,
    names: readonly string[],
    answer: Answer,
  ): Promise<Record<string, Grade>> {
    const grades = this.#withoutModel(completion, names);
    const questions = this.#questions(completion, names);
    const answered = await allSettledOrFirstError(
      questions.map((question) => gradeQuestion(question, answer)),
    );
    for (const each of answered) Object.assign(grades, each);
    return inOrder(grades, names);
  }

  async #gradeDeciding(
    completion: SampleCompletion,
    names: readonly string[],
    logic: ResponseTypeLogic,
    answer: Answer,
  ): Promise<Record<string, Grade>> {
    const grades = this.#withoutModel(completion, names);
    const deciding = decidingQuestions(logic, this.#options.policy.features.classProbability);
    const answers = new Map(Object.entries(grades).map(([name, { p }]) => [name, p] as const));
    for (let { next } = deciding.step(answers); next !== undefined; { next } = deciding.step(answers)) {
      const [question] = this.#questions(completion, [next]);
      const grade = question
        ? (await gradeQuestion(question, answer))[next]
        : this.#withoutModel(completion, [next])[next];
      grades[next] = grade ?? noPrompt();
      answers.set(next, grade?.p ?? null);
    }
    const wanted = new Set(names);
    for (const name of names) grades[name] ??= unasked();
    return inOrder(grades, [...names, ...Object.keys(grades).filter((name) => !wanted.has(name))]);
  }

  /** What the policy's checks answer by themselves, and what nobody can answer. */
  #withoutModel(completion: SampleCompletion, names: readonly string[]): Record<string, Grade> {
    const grades: Record<string, Grade> = {};
    for (const name of names) {
      const proposition = this.#options.policy.propositions.get(name);
      if (proposition?.check) {
        grades[name] = answerByCheck(
          proposition.check,
          judgedPartOf(this.#options.policy, proposition),
        )(completion);
      } else if (!proposition?.prompt || proposition.prompt.text.trim() === '') grades[name] = noPrompt();
      else {
        const judged = judgedOf(completion, judgedPartOf(this.#options.policy, proposition));
        if ('missing' in judged) grades[name] = nothingToJudge(judged.missing, this.#options.dialect.mode);
      }
    }
    return grades;
  }

  /** What is asked of a completion: of each part that is judged, what is to be known of it. */
  #questions(completion: SampleCompletion, names: readonly string[]): Question[] {
    const { policy } = this.#options;
    const asked = new Map<Subject, Proposition[]>();
    for (const name of names) {
      const proposition = policy.propositions.get(name);
      if (!proposition || proposition.check) continue;
      const judged = judgedOf(completion, judgedPartOf(policy, proposition));
      if ('missing' in judged) continue;
      asked.set(judged.subject, [...(asked.get(judged.subject) ?? []), proposition]);
    }
    return [...asked].flatMap(([subject, propositions]) =>
      questionsOf(propositions, subject, this.#sampling),
    );
  }

  #logicOf(completion: SampleCompletion): ResponseTypeLogic | undefined {
    const responseType = responseTypeOf(completion, this.#options.policy);
    return responseType === undefined ? undefined : this.#options.logic.responseType(responseType);
  }
}

type Answer = (question: Question, vote: number) => Promise<ChatReply>;

class NotKnown extends Error {}

const noPrompt = (): Grade => ({
  p: null,
  mode: 'unasked',
  missing: 'no_prompt',
  note: l10n.t('the policy has no prompt for it'),
});
const unasked = (): Grade => ({
  p: null,
  mode: 'unasked',
  missing: 'unasked',
  note: l10n.t('not asked: the class was decided without it'),
});

async function gradeQuestion(question: Question, answer: Answer): Promise<Record<string, Grade>> {
  const { names, request, answers } = question;
  const mode = request.logprobs ? 'logprobs' : names.length > 1 ? 'structured' : 'votes';
  try {
    const votes = Array.from({ length: answers }, (_, vote) => answer(question, vote));
    const grades = question.grade(await allSettledOrFirstError(votes));
    return Object.fromEntries(names.map((name, index) => [name, grades[index] as Grade]));
  } catch (error) {
    if (!(error instanceof CallError) || error.kind === 'cancelled') throw error;
    const failed: Grade = { p: null, mode, missing: missingOf(error), note: error.message };
    return Object.fromEntries(names.map((name) => [name, failed]));
  }
}

function missingOf({ kind }: CallError): 'refused' | 'cut' | 'failed' {
  if (kind === 'filtered') return 'refused';
  return kind === 'cut' ? 'cut' : 'failed';
}

/** Waits for all, so that no call outlives its question unseen; then throws what went wrong first. */
async function allSettledOrFirstError<Value>(promises: readonly Promise<Value>[]): Promise<Value[]> {
  const settled = await Promise.allSettled(promises);
  const failure = settled.find((each) => each.status === 'rejected');
  if (failure) throw failure.reason;
  return settled.map((each) => (each as PromiseFulfilledResult<Value>).value);
}

function hostOf(address: string): string {
  return URL.canParse(address) ? new URL(address).host : address;
}

function inOrder(grades: Readonly<Record<string, Grade>>, names: readonly string[]): Record<string, Grade> {
  return Object.fromEntries(names.flatMap((name) => (grades[name] ? [[name, grades[name]]] : [])));
}

/** All that may change an answer: who is asked, how, and what. */
function fingerprintOf({
  policy,
  asker,
  dialect,
  order,
  votes,
  repeats,
  temperature,
  ask,
}: LlmGraderOptions) {
  const { address, model, variant } = asker.caller.model;
  const questions = [...policy.propositions.values()].map(({ name, prompt, examples, check }) => [
    name.text,
    prompt?.text,
    examples.map(({ conversation, response, answer, why }) => [conversation, response, answer, why]),
    check && { ...check, place: undefined },
  ]);
  const template = policy.promptTemplate?.text ?? order;
  const answers = dialect.mode === 'logprobs' ? 1 : votes;
  const way = [address, model, dialect, answers, repeats, temperature, ask, ...(variant ? [variant] : [])];
  const digest = sha256Hex(JSON.stringify([way, template, questions, judgedFingerprint(policy)]));
  return `openai:${model}:${dialect.mode}:${digest.slice(0, 16)}`;
}
