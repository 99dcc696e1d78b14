/** Answers of models by what determines them, for all windows and command lines of one user. */
export interface AnswerStore {
  get(key: Uint8Array): string | undefined;
  /** Done when the answer survives this process being killed. */
  put(key: Uint8Array, answer: string): Promise<void>;
  /** A small fact by name, such as what an address can do. */
  fact(name: string): string | undefined;
  setFact(name: string, value: string): void;
  /** A secret of this store, made with it: whoever has not read it cannot guess what is derived from it. */
  readonly secret: Uint8Array;
  close(): void;
}

/** For as long as it lives: where there is no SQLite, and for tests. */
export function memoryAnswerStore(): AnswerStore {
  const answers = new Map<string, string>();
  const facts = new Map<string, string>();
  const name = (key: Uint8Array) => String.fromCharCode(...key);
  return {
    get: (key) => answers.get(name(key)),
    async put(key, answer) {
      answers.set(name(key), answer);
    },
    fact: (fact) => facts.get(fact),
    setFact: (fact, value) => void facts.set(fact, value),
    secret: crypto.getRandomValues(new Uint8Array(32)),
    close: () => undefined,
  };
}
