import { openAnswerStore } from './durable-store.ts';

/** Whether answers outlive a run, and where. */
export interface StoreCheck {
  readonly path: string;
  /** Why they do not, in a sentence; absent where they do. */
  readonly problem?: string;
  /** What was wrong with the file and has just been mended, in a sentence. */
  readonly mended?: string;
}

const FACT = 'checked';

/** Opens the store and writes to it; where something was wrong, once more. */
export function checkAnswerStore(path: string): StoreCheck {
  const first = tried(path);
  if (first === undefined) return { path };
  const second = tried(path);
  return second === undefined ? { path, mended: first } : { path, problem: second };
}

/** What was said about it. */
function tried(path: string): string | undefined {
  const said: string[] = [];
  const store = openAnswerStore(path, (message) => said.push(message));
  if (!store)
    return 'Answers are remembered for this run only: this Node has no SQLite (22.13 or newer has).';
  store.setFact(FACT, new Date().toISOString());
  store.close();
  return said.length > 0 ? said.join(' ') : undefined;
}
