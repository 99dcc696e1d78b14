import type { FoldedQuality } from './cross-validate.ts';
import { isReliable, unreliableNote } from './gate.ts';
import type { EmbeddedModel } from './model.ts';

/** What people should know of the grader before they rely on it. */
export interface GraderDescription {
  /** On how many labelled completions it was trained. */
  readonly completions: number;
  readonly propositions: readonly PropositionDescription[];
  readonly caveat: string;
}

export interface PropositionDescription {
  readonly name: string;
  readonly labels: number;
  readonly positives: number;
  /** Examples of the policy that were learnt from beside the labels. */
  readonly examples: number;
  /** Cross-validated by prompt; missing until the folds are done, and where there are too few labels. */
  readonly auroc?: number;
  /** Why it does not answer, where it does not. */
  readonly note?: string;
}

export const WORDING_CAVEAT =
  'Learnt from the wording of the labelled completions: on the wording of other models it falls below its cross-validated quality. A few dozen fresh labels of such completions repair that.';

export function describeModel(
  model: EmbeddedModel,
  quality: Readonly<Record<string, FoldedQuality>> = {},
): GraderDescription {
  return {
    completions: model.completions,
    propositions: [...model.propositions].map(([name, learnt]) => {
      const reliable = isReliable(learnt);
      const auroc = quality[name]?.auroc ?? null;
      return {
        name,
        labels: learnt.labels,
        positives: learnt.positives,
        examples: learnt.examples,
        ...(reliable && auroc !== null && { auroc }),
        ...(!reliable && { note: unreliableNote(learnt) }),
      };
    }),
    caveat: WORDING_CAVEAT,
  };
}
