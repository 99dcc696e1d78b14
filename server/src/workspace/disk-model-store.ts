import { readStoredModel, storeKey, writeStoredModel } from '../grader/embedded/store.ts';
import type { ModelStore } from './grading.ts';

/** Learnt models in a folder that the client gave, one file per fingerprint. */
export function diskModelStore(folder: string): ModelStore {
  return {
    read: (policy, completions) => readStoredModel(folder, storeKey(policy, completions)),
    write: (policy, completions, model) => writeStoredModel(folder, storeKey(policy, completions), model),
  };
}
