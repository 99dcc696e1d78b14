import type { SampleCompletion } from '../../samples/model.ts';
import { dollars, type ModelRun } from '../model/open-model.ts';
import { EXIT, note, printJson } from '../output.ts';

/** `rbr grade --dry-run`: what a run would take at most, without asking anything. */
export async function dryRun(
  run: ModelRun,
  completions: AsyncIterable<SampleCompletion>,
  needed: (completion: SampleCompletion) => readonly string[],
): Promise<number> {
  const sum = { completions: 0, calls: 0, cached: 0, inputTokens: 0, outputTokens: 0 };
  for await (const completion of completions) {
    const plan = run.assumed.plan(completion, { propositions: needed(completion) });
    sum.completions++;
    for (const part of ['calls', 'cached', 'inputTokens', 'outputTokens'] as const) sum[part] += plan[part];
  }
  const costUsd = run.costOf(sum);
  printJson({ dryRun: true, grader: run.assumed.summary, ...sum, costUsd });
  note(
    `${sum.completions} completions: at most ${sum.calls} calls (${sum.cached} answers are known), ${sum.inputTokens} + ${sum.outputTokens} tokens, ${costUsd === null ? 'price unknown (--price)' : `at most ${dollars(costUsd)}`}`,
  );
  return EXIT.fine;
}
