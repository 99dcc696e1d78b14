import type { Grades } from '../grader/grader.ts';
import type { Asker } from '../grader/llm/calls/asker.ts';
import type { LlmGrader } from '../grader/llm/llm-grader.ts';
import { type AskingOptions, assumedLlmGrader } from '../grader/llm/open.ts';
import { neededPropositions } from '../reward/needed.ts';
import type { Weights } from '../reward/weights.ts';
import type { SampleCompletion } from '../samples/model.ts';
import { responseTypeOf } from '../samples/names.ts';
import type { PolicyState } from './workspace.ts';

/** Another window or the command line may have asked meanwhile: what was not known is looked up again then. */
const UNKNOWN_MS = 2_000;

/** A model as the judge of one version of a policy, and what it is known to have said. It asks nothing. */
export class ModelJudge {
  readonly state: PolicyState;
  readonly weights: Weights | undefined;
  readonly grader: LlmGrader;
  readonly #grades = new WeakMap<SampleCompletion, Grades>();
  readonly #unknownAt = new WeakMap<SampleCompletion, number>();

  constructor(state: PolicyState, weights: Weights | undefined, asker: Asker, asking: AskingOptions) {
    this.state = state;
    this.weights = weights;
    this.grader = assumedLlmGrader(asker, state.policy, state.logic, asking);
  }

  /** What class and reward of the completion depend on; undefined without a response type. */
  needs(completion: SampleCompletion): readonly string[] | undefined {
    const responseType = responseTypeOf(completion, this.state.policy);
    const logic = responseType === undefined ? undefined : this.state.logic.responseType(responseType);
    return logic && neededPropositions(this.state.policy, logic, this.weights);
  }

  /** Undefined where some answer is not there yet. */
  async known(completion: SampleCompletion): Promise<Grades | undefined> {
    const known = this.#grades.get(completion);
    if (known) return known;
    if (performance.now() - (this.#unknownAt.get(completion) ?? Number.NEGATIVE_INFINITY) < UNKNOWN_MS)
      return undefined;
    const propositions = this.needs(completion);
    const grades = propositions && (await this.grader.known(completion, { propositions }));
    if (grades) this.#grades.set(completion, grades);
    else this.#unknownAt.set(completion, performance.now());
    return grades;
  }

  /** Of a run that has just asked: what failed is kept as well, so that it is seen. */
  keep(completion: SampleCompletion, grades: Grades): void {
    this.#grades.set(completion, grades);
  }
}
