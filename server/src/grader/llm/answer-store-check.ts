import { openAnswerStore } from './sqlite-store.ts';

/** Whether answers outlive a run, and where. */
export interface StoreCheck {
  readonly path: string;
  /** Why they do not; absent where they do. */
  readonly problem?: string;
}

const FACT = 'checked';

/** Opens the store, writes to it and reads it back. */
export function checkAnswerStore(path: string): StoreCheck {
  try {
    const store = openAnswerStore(path);
    if (!store) return { path, problem: 'this Node has no SQLite (22.13 or newer has)' };
    try {
      const written = new Date().toISOString();
      store.setFact(FACT, written);
      return store.fact(FACT) === written ? { path } : { path, problem: 'it does not keep what is written' };
    } finally {
      store.close();
    }
  } catch (error) {
    return { path, problem: error instanceof Error ? error.message : String(error) };
  }
}
