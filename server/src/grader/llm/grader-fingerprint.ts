import { sha256Hex } from '#sha256';
import { judgedFingerprint } from '../judged.ts';
import type { LlmGraderOptions } from './llm-grader-options.ts';

/** Counted up where the same replies are read as other grades. */
const READING = 2;

/**
 * All that may change an answer: who is asked, what, and how. Of the dialect only the mode, since the rest is how a server
 * wants the same to be written; and what the user says of requests, which the dialect may not take.
 */
export function fingerprintOf({
  policy,
  asker,
  dialect,
  prompts,
  votes,
  repeats,
  temperature,
  answerTokens,
  ask,
}: LlmGraderOptions): string {
  const { address, model, variant } = asker.caller.model;
  const questions = [...policy.propositions.values()].map(
    ({ name, prompt, paraphrases, examples, check }) => [
      name.text,
      prompt?.text,
      examples.map(({ conversation, response, answer, why }) => [conversation, response, answer, why]),
      check && { ...check, place: undefined },
      // Where there are none, answers from before there could be any hold.
      ...(paraphrases ? [paraphrases.map(({ text }) => text)] : []),
    ],
  );
  const { mode, reasoningEffort, body } = dialect;
  const way = [
    READING,
    [address, model, variant],
    [mode, reasoningEffort, body, ...(answerTokens === undefined ? [] : [answerTokens])],
    [mode === 'logprobs' ? 1 : votes, repeats, temperature, ask],
  ];
  const digest = sha256Hex(
    JSON.stringify([way, prompts.template ?? prompts.order, questions, judgedFingerprint(policy)]),
  );
  return `openai:${model}:${mode}:${digest.slice(0, 16)}`;
}
