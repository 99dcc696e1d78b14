/** What was looked at, what was found, and what mends it. */
export interface Step {
  readonly id: StepId;
  readonly title: string;
  /** `skipped`: not looked at, since an earlier step failed. */
  readonly state: 'ok' | 'warning' | 'failed' | 'skipped';
  /** In a sentence; what a server said stands in it as it came, with the key taken out. */
  readonly found: string;
  readonly cure?: string;
}

export type StepId = keyof typeof TITLES;

const TITLES = {
  settings: 'Settings',
  limits: 'Price and limits',
  store: 'Store of answers',
  connection: 'Connection',
  address: 'Address',
  key: 'Key and account',
  model: 'Model',
  answer: 'Answer',
  probability: 'P(yes)',
  judgement: 'Yes and no told apart',
  rate: 'Rate limits',
  samples: 'Labelled samples',
  propositions: 'Quality by proposition',
} as const;

/** Collects the steps in their order and tells each as soon as it is done. */
export class Examination {
  readonly #steps: Step[] = [];
  readonly #order: readonly StepId[];
  readonly #tell: (step: Step) => void;

  constructor(order: readonly StepId[], tell: (step: Step) => void) {
    this.#order = order;
    this.#tell = tell;
  }

  get steps(): readonly Step[] {
    return this.#steps;
  }

  get hasFailed(): boolean {
    return this.#steps.some(({ state }) => state === 'failed');
  }

  ok(id: StepId, found: string): void {
    this.#add({ id, title: TITLES[id], state: 'ok', found });
  }

  warn(id: StepId, found: string, cure: string): void {
    this.#add({ id, title: TITLES[id], state: 'warning', found, cure });
  }

  fail(id: StepId, found: string, cure: string): void {
    this.#add({ id, title: TITLES[id], state: 'failed', found, cure });
  }

  /** Says of the steps before this one that are still open what is known of them by its having been reached. */
  passUpTo(id: StepId, found: Readonly<Partial<Record<StepId, string>>>): void {
    for (const each of this.#open().slice(0, this.#open().indexOf(id))) this.ok(each, found[each] ?? 'Fine.');
  }

  /** What is still open makes no sense after what failed. */
  skipRest(): void {
    for (const id of this.#open())
      this.#add({ id, title: TITLES[id], state: 'skipped', found: 'Not looked at.' });
  }

  #open(): readonly StepId[] {
    return this.#order.filter((id) => !this.#steps.some((step) => step.id === id));
  }

  #add(step: Step): void {
    this.#steps.push(step);
    this.#tell(step);
  }
}
