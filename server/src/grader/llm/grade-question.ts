import type { Grade } from '../grader.ts';
import { CallError } from './chat/chat.ts';
import type { ChatReply } from './chat/reply.ts';
import type { Question } from './questions.ts';

/** How an answer is had, from the model or from what is known. Rejects as `Asker.ask` does. */
export type Answer = (question: Question, vote: number) => Promise<ChatReply>;

/** What fails is in the grades; what ends the run is thrown. */
export async function gradeQuestion(question: Question, answer: Answer): Promise<Answered> {
  const { names, request, answers } = question;
  const mode = request.logprobs ? 'logprobs' : names.length > 1 ? 'structured' : 'votes';
  try {
    const votes = Array.from({ length: answers }, (_, vote) => answer(question, vote));
    const grades = question.grade(await allSettledOrFirstError(votes));
    return { grades: Object.fromEntries(names.map((name, index) => [name, grades[index] as Grade])) };
  } catch (error) {
    if (!(error instanceof CallError) || error.kind === 'cancelled') throw error;
    const failed: Grade = { p: null, mode, missing: missingOf(error), note: error.message };
    return { grades: Object.fromEntries(names.map((name) => [name, failed])), failure: error };
  }
}

export interface Answered {
  readonly grades: Readonly<Record<string, Grade>>;
  /** Why there is no answer from the server. */
  readonly failure?: CallError;
}

function missingOf({ kind }: CallError): 'refused' | 'cut' | 'failed' {
  if (kind === 'filtered') return 'refused';
  return kind === 'cut' ? 'cut' : 'failed';
}

/** Waits for all, so that no call outlives its question unseen; then throws what went wrong first. */
export async function allSettledOrFirstError<Value>(promises: readonly Promise<Value>[]): Promise<Value[]> {
  const settled = await Promise.allSettled(promises);
  const failure = settled.find((each) => each.status === 'rejected');
  if (failure) throw failure.reason;
  return settled.map((each) => (each as PromiseFulfilledResult<Value>).value);
}
