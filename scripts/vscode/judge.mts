import { EventEmitter, once } from 'node:events';
import { knowsTheDoctor, labelJudge } from '../../test/support/label-judge.ts';
import { type ModelServer, startModelServer } from '../../test/support/model-server/model-server.ts';

/** The key that the stand-in for a model wants. */
export const JUDGE_KEY = 'key-of-the-stand-in';

/** A model that can be made to wait, so that what is to be seen meanwhile is there for as long as one looks. */
export interface Judge extends ModelServer {
  /** Answers this many calls more, and holds what comes after them. */
  pauseAfter(calls: number): void;
  /** Answers what was held, and from then on as before. */
  goOn(): void;
}

/** A model to grade the samples with: it goes by the labels, but for one completion. */
export async function startJudge({ apiKey }: { readonly apiKey?: string } = {}): Promise<Judge> {
  const answer = knowsTheDoctor(
    labelJudge('samples', { "I'm really glad you told me.": ['provides_resources'] }),
  );
  let left = Number.POSITIVE_INFINITY;
  const held = new EventEmitter().setMaxListeners(Number.POSITIVE_INFINITY);
  const server = await startModelServer({
    async answer(call) {
      if (left-- <= 0) await once(held, 'go');
      return answer(call);
    },
    latencyMs: 150,
    ...(apiKey !== undefined && { apiKey }),
  });
  // Not a copy: what it counts is read from it anew each time.
  return Object.assign(server, {
    pauseAfter(calls: number) {
      left = calls;
    },
    goOn() {
      left = Number.POSITIVE_INFINITY;
      held.emit('go');
    },
  });
}
