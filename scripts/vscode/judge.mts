import { knowsTheDoctor, labelJudge } from '../../test/support/label-judge.ts';
import { type ModelServer, startModelServer } from '../../test/support/model-server/model-server.ts';

/** The key that the stand-in for a model wants. */
export const JUDGE_KEY = 'key-of-the-stand-in';

/** A model to grade the samples with: it goes by the labels, but for one completion. */
export function startJudge({ apiKey }: { readonly apiKey?: string } = {}): Promise<ModelServer> {
  return startModelServer({
    answer: knowsTheDoctor(labelJudge('samples', { "I'm really glad you told me.": ['provides_resources'] })),
    latencyMs: 150,
    ...(apiKey !== undefined && { apiKey }),
  });
}
