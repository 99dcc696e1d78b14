import type { PolicyLogic } from '../../logic/classes.ts';
import type { Policy } from '../../policy/model.ts';
import type { Asker } from './asker.ts';
import type { Dialect } from './dialect.ts';
import type { Probed } from './probing/search.ts';
import type { PromptOptions } from './prompts.ts';

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
