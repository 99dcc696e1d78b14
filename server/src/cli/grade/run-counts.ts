import type { Grades } from '../../grader/grader.ts';
import { type AnswerCounts, AnswerTally, missingInWords } from '../../grader/missing.ts';
import { hasVerdict, wantedPropositions } from '../../reward/verdict.ts';
import type { Weights } from '../../reward/weights.ts';
import type { PolicyState } from '../../workspace/workspace.ts';
import { counted } from '../counted.ts';
import type { Unread } from '../load.ts';
import type { NotThere } from '../output.ts';
import type { GradedLine } from './line.ts';

/** What a run of `rbr grade` has done, and what is not there after it. */
export interface RunDocument extends NotThere {
  readonly graded: number;
  /** Lines that were in the file before, and are of this run. */
  readonly there: number;
  /** Of `missing`: those whose response type is not known. */
  readonly withoutResponseType: number;
  /** Completions with a thought, which was told apart from their answer. */
  readonly withThought: number;
  /** Of `withThought`: those that end within it. */
  readonly cutOff: number;
  readonly answers: AnswerCounts;
}

/** Counts the lines of a run. */
export class RunCounts {
  readonly #run: { readonly state: PolicyState; readonly weights: Weights | undefined };
  readonly #asked: readonly string[] | undefined;
  readonly #unread: Unread;
  readonly #answers = new AnswerTally();
  #graded = 0;
  #there = 0;
  #missing = 0;
  #withoutResponseType = 0;
  #withThought = 0;
  #cutOff = 0;

  /** `asked`: the propositions that were asked for by name. */
  constructor(
    run: { readonly state: PolicyState; readonly weights: Weights | undefined },
    asked: readonly string[] | undefined,
    unread: Unread,
  ) {
    this.#run = run;
    this.#asked = asked;
    this.#unread = unread;
  }

  hasVerdict(line: Pick<GradedLine, 'responseType' | 'predictedClass' | 'propositions'>): boolean {
    return hasVerdict(line, this.#logicOf(line), this.#asked);
  }

  addGraded(line: GradedLine): void {
    this.#graded++;
    if (line.rollout?.thought !== undefined) this.#withThought++;
    if (line.rollout?.cutOff) this.#cutOff++;
    const logic = this.#logicOf(line);
    const wanted = wantedPropositions(this.#run.state.policy, logic, this.#run.weights, this.#asked);
    this.#answers.add(line.propositions as Grades, wanted);
    if (this.hasVerdict(line)) return;
    this.#missing++;
    if (!logic) this.#withoutResponseType++;
  }

  addThere({ hasVerdict }: { readonly hasVerdict: boolean }): void {
    this.#there++;
    if (!hasVerdict) this.#missing++;
  }

  get document(): RunDocument {
    return {
      missing: this.#missing,
      unreadable: this.#unread.count,
      graded: this.#graded,
      there: this.#there,
      withoutResponseType: this.#withoutResponseType,
      withThought: this.#withThought,
      cutOff: this.#cutOff,
      answers: this.#answers.counts,
    };
  }

  #logicOf({ responseType }: Pick<GradedLine, 'responseType'>) {
    return responseType === null ? undefined : this.#run.state.logic.responseType(responseType);
  }
}

/** The last line that a run says. `spent`: what it has cost, in words. */
export function runInWords(
  { missing, unreadable, graded, there, withoutResponseType, withThought, cutOff, answers }: RunDocument,
  spent: string,
): string {
  const why = [
    ...(withoutResponseType > 0 ? [`${withoutResponseType} of no response type`] : []),
    ...(answers.missing > 0 ? [missingInWords(answers)] : []),
  ].join('; ');
  return [
    `${counted(graded, 'completion')} graded`,
    ...(there > 0 ? [`${there} were there already`] : []),
    ...(missing > 0
      ? [`${missing} without a verdict${why === '' ? '' : ` (${why})`}`]
      : why === ''
        ? []
        : [why]),
    ...(withThought > 0
      ? [
          `${withThought} with a thought before the answer${cutOff > 0 ? ` (${cutOff} cut off within it)` : ''}`,
        ]
      : []),
    ...(unreadable > 0 ? [`${unreadable} ${unreadable === 1 ? 'line' : 'lines'} of input unreadable`] : []),
    ...(answers.unreliable > 0 ? [unreliableInWords(answers)] : []),
    ...(spent === '' ? [] : [spent]),
  ].join('; ');
}

function unreliableInWords({ of, unreliable, baseRates }: AnswerCounts): string {
  const said = `${unreliable} of ${of} answers not to be relied on`;
  return baseRates === 0 ? said : `${said} (${baseRates} base rates, which say nothing of their completion)`;
}
