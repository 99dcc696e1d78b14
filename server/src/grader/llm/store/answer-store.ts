/** Answers of models by what determines them, for all windows and command lines of one user. Nothing of it throws. */
export interface AnswerStore {
  get(key: Uint8Array): string | undefined;
  /** Done when the answer survives this process being killed. It gives up the claim. */
  put(key: Uint8Array, answer: string): Promise<void>;
  /**
   * True: nobody else is asking this, and nobody will until `put` or `release`. False: another process was asking it,
   * and is no longer: it has its answer, or gave up. Waits as long as it does. Where the signal ends the wait: false.
   */
  claim(key: Uint8Array, signal?: AbortSignal): Promise<boolean>;
  /** Gives up a claim without an answer. */
  release(key: Uint8Array): void;
  /** A small fact by name, such as what an address can do. */
  fact(name: string): string | undefined;
  setFact(name: string, value: string): void;
  /** A secret of this store, made with it: whoever has not read it cannot guess what is derived from it. */
  readonly secret: Uint8Array;
  close(): void;
}

/** For as long as it lives: where there is no SQLite, and for tests. */
export function memoryAnswerStore(
  secret: Uint8Array = crypto.getRandomValues(new Uint8Array(32)),
): AnswerStore {
  const answers = new Map<string, string>();
  const facts = new Map<string, string>();
  return {
    get: (key) => answers.get(nameOf(key)),
    async put(key, answer) {
      answers.set(nameOf(key), answer);
    },
    // Within one process the asker sees to it.
    claim: async () => true,
    release: () => undefined,
    fact: (fact) => facts.get(fact),
    setFact: (fact, value) => void facts.set(fact, value),
    secret,
    close: () => undefined,
  };
}

/** A key as a string, for maps. */
export function nameOf(key: Uint8Array): string {
  // With `apply`, since to spread an array of bytes takes ten times as long.
  return Reflect.apply(String.fromCharCode, null, key);
}
