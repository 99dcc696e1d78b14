import * as l10n from '@vscode/l10n';
import type { ResponseTypeLogic } from '../../logic/classes.ts';
import { decidingQuestions } from '../../logic/deciding.ts';
import type { Proposition } from '../../policy/model.ts';
import type { SampleCompletion } from '../../samples/model.ts';
import { responseTypeOf } from '../../samples/names.ts';
import type { Grade, GradeOptions, Grader, Grades } from '../grader.ts';
import { judgedOf, judgedPartOf, type Subject } from '../judged.ts';
import type { Asker } from './calls/asker.ts';
import { CallError } from './chat/chat.ts';
import { estimateTokens, outputTokens } from './chat/tokens.ts';
import { CurrentDialect } from './current-dialect.ts';
import { type Answer, allSettledOrFirstError, gradeQuestion } from './grade-question.ts';
import { fingerprintOf } from './grader-fingerprint.ts';
import type { LlmGraderOptions } from './llm-grader-options.ts';
import { gradesOfWordings, wordingOf, wordingsAsked } from './paraphrases.ts';
import { namesParameter } from './probing/adapt.ts';
import { type Question, questionsOf, type Sampling } from './questions.ts';
import { Streak } from './streak.ts';
import { UnreadAnswers } from './unread-answers.ts';
import { gradesWithoutModel, noPrompt, unasked } from './without-model.ts';

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
  readonly #streak = new Streak();
  readonly #unread = new UnreadAnswers();
  readonly #current: CurrentDialect;

  constructor(options: LlmGraderOptions) {
    this.#options = options;
    this.asker = options.asker;
    this.#current = new CurrentDialect(options.dialect, options.probeAnew);
    this.fingerprint = fingerprintOf(options);
  }

  get #sampling(): Sampling {
    const { prompts, votes, repeats, temperature } = this.#options;
    const { dialect } = this.#current;
    return { dialect, prompts, votes, repeats, ...(temperature !== undefined && { temperature }) };
  }

  /** Who answers and how, for people: "judge-1 at 127.0.0.1:8000, log probabilities". */
  get summary(): string {
    const { asker, votes } = this.#options;
    const { model, address } = asker.caller.model;
    const { mode } = this.#current.dialect;
    const host = hostOf(address);
    if (mode === 'logprobs') return l10n.t('{0} at {1}, log probabilities', model, host);
    return mode === 'votes'
      ? l10n.t('{0} at {1}, {2} votes', model, host, votes)
      : l10n.t('{0} at {1}, structured output, {2} votes', model, host, votes);
  }

  async grade(completion: SampleCompletion, { propositions, signal }: GradeOptions = {}): Promise<Grades> {
    const asked: { isAnswered: boolean; failure?: CallError } = { isAnswered: false };
    const answer: Answer = async ({ request, isKept }, vote) => {
      try {
        const reply = await this.asker.ask(request, vote, isKept, signal);
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
      const reply = this.asker.heard(request, vote, isKept);
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
    for (const { request, answers, isKept } of this.#questions(completion, this.#wordings(names))) {
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
    Object.assign(grades, await this.#gradeAsked(names, completion, answer));
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
      const asked = await this.#gradeAsked([next], completion, answer);
      const grade = asked[next] ?? this.#withoutModel(completion, [next])[next];
      grades[next] = grade ?? noPrompt();
      answers.set(next, grade?.p ?? null);
    }
    const wanted = new Set(names);
    for (const name of names) grades[name] ??= unasked();
    return inOrder(grades, [...names, ...Object.keys(grades).filter((name) => !wanted.has(name))]);
  }

  async #gradeAsked(
    names: readonly string[],
    completion: SampleCompletion,
    answer: Answer,
  ): Promise<Record<string, Grade>> {
    const { policy } = this.#options;
    const grades = await this.#gradeWordings(this.#wordings(names), completion, answer);
    return gradesOfWordings(
      names.flatMap((name) => policy.propositions.get(name) ?? []),
      grades,
    );
  }

  /** The propositions of these names, each once for every wording in which it is asked. */
  #wordings(names: readonly string[]): Proposition[] {
    const { policy } = this.#options;
    return names.flatMap((name) => {
      const proposition = policy.propositions.get(name);
      return proposition ? wordingsAsked(proposition) : [];
    });
  }

  async #gradeWordings(
    propositions: readonly Proposition[],
    completion: SampleCompletion,
    answer: Answer,
  ): Promise<Record<string, Grade>> {
    const { dialect } = this.#current;
    const questions = this.#questions(completion, propositions);
    const answered = await allSettledOrFirstError(
      questions.map(async (question) => {
        const { grades, failure } = await gradeQuestion(question, answer);
        if (failure && namesParameter(failure) && (await this.#current.changedSince(dialect))) {
          const again = propositions.filter(({ name }) => question.names.includes(name.text));
          return this.#gradeWordings(again, completion, answer);
        }
        this.#note(Object.values(grades));
        return grades;
      }),
    );
    return Object.assign({}, ...answered);
  }

  /** Throws `RunStopped` where answers after answers cannot be read. */
  #note(grades: readonly Grade[]): void {
    for (const grade of grades) {
      const stopped = this.#unread.note(grade);
      if (stopped) throw this.asker.caller.end(stopped);
      this.#current.note(grade);
    }
  }

  #withoutModel(completion: SampleCompletion, names: readonly string[]): Record<string, Grade> {
    return gradesWithoutModel(this.#options.policy, completion, names, this.#current.dialect.mode);
  }

  /** What is asked of a completion: of each part that is judged, what is to be known of it; each wording by itself. */
  #questions(completion: SampleCompletion, propositions: readonly Proposition[]): Question[] {
    const { policy } = this.#options;
    const asked: { subject: Subject; wording: number; propositions: Proposition[] }[] = [];
    for (const proposition of propositions) {
      if (proposition.check) continue;
      const judged = judgedOf(completion, judgedPartOf(policy, proposition));
      if ('missing' in judged) continue;
      const { subject } = judged;
      const wording = wordingOf(proposition);
      const group = asked.find((each) => each.subject === subject && each.wording === wording);
      if (group) group.propositions.push(proposition);
      else asked.push({ subject, wording, propositions: [proposition] });
    }
    return asked.flatMap((group) => questionsOf(group.propositions, group.subject, this.#sampling));
  }

  #logicOf(completion: SampleCompletion): ResponseTypeLogic | undefined {
    const responseType = responseTypeOf(completion, this.#options.policy);
    return responseType === undefined ? undefined : this.#options.logic.responseType(responseType);
  }
}

class NotKnown extends Error {}

function hostOf(address: string): string {
  return URL.canParse(address) ? new URL(address).host : address;
}

function inOrder(grades: Readonly<Record<string, Grade>>, names: readonly string[]): Record<string, Grade> {
  return Object.fromEntries(names.flatMap((name) => (grades[name] ? [[name, grades[name]]] : [])));
}
