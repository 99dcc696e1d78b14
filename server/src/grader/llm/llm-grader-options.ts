import type { PolicyLogic } from '../../logic/classes.ts';
import type { Policy } from '../../policy/model.ts';
import type { Dialect } from './asking/dialect.ts';
import type { PromptOptions } from './asking/prompts.ts';
import type { Asker } from './calls/asker.ts';
import type { Probed } from './probing/search.ts';

export interface LlmGraderOptions {
  readonly policy: Policy;
  readonly logic: PolicyLogic;
  readonly asker: Asker;
  readonly dialect: Dialect;
  readonly prompts: PromptOptions;
  readonly votes: number;
  readonly repeats: number;
  /** `deciding`: question after question, until the class can no longer change. */
  readonly ask: 'all' | 'deciding';
  readonly temperature?: number;
  /** As the user wants it; absent: as many as were found to be enough, which is how a server wants the same. */
  readonly answerTokens?: number;
  /** Finds out anew how the model is to be asked, where it no longer takes what was found. */
  readonly probeAnew?: () => Promise<Probed>;
}
