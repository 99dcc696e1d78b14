/** A completion to fit on, of one response type. */
export interface FitRow {
  readonly promptId: string;
  /** By which prompts hang together in splits and intervals (see `clusterIdsOf`); the prompt where left out. */
  readonly cluster?: string | undefined;
  /** 0 is best; equal ranks are a tie and make no pair. */
  readonly rank: number;
  /** What its label asks for; undefined where it asks for nothing. */
  readonly margin?: number | undefined;
  /** What the reward is before the features are weighed; 0 where there is no reward model. */
  readonly baseReward: number;
  /** One a feature, all finite. */
  readonly values: ArrayLike<number>;
  /** Only completions of the same tier are weighed against each other (see `Combination`). */
  readonly tier?: number | undefined;
}

/**
 * Completions to fit on, column by column: half a million of them are 100 MB this way. Rows of one prompt
 * stand together.
 */
export interface FitData {
  readonly features: readonly string[];
  readonly rowCount: number;
  /** rowCount x features, row by row. */
  readonly values: Float64Array;
  readonly ranks: Int32Array;
  /** NaN where the label asks for none. */
  readonly margins: Float64Array;
  readonly baseRewards: Float64Array;
  readonly tiers: Float64Array;
  /** Rows of prompt i: from `promptStarts[i]` up to, and without, `promptStarts[i + 1]`. */
  readonly promptStarts: Int32Array;
  readonly promptIds: readonly string[];
  /** Per prompt the number of its cluster, from 0 on in the order of the prompts: prompts that ask the same, or nearly. */
  readonly clusters: Int32Array;
  /** Which row each was, in the order of adding. */
  readonly added: Int32Array;
}

const FIRST_CAPACITY = 64;

/** Collects rows in any order. */
export class FitDataBuilder {
  readonly features: readonly string[];
  #count = 0;
  #values: Float64Array;
  #prompts = new Int32Array(FIRST_CAPACITY);
  #ranks = new Int32Array(FIRST_CAPACITY);
  #margins = new Float64Array(FIRST_CAPACITY);
  #baseRewards = new Float64Array(FIRST_CAPACITY);
  #tiers = new Float64Array(FIRST_CAPACITY);
  readonly #promptIndex = new Map<string, number>();
  /** Per prompt. */
  readonly #clusterIds: string[] = [];

  constructor(features: readonly string[]) {
    this.features = features;
    this.#values = new Float64Array(FIRST_CAPACITY * features.length);
  }

  get count(): number {
    return this.#count;
  }

  add({ promptId, cluster = promptId, rank, margin, baseReward, values, tier }: FitRow): void {
    if (this.#count === this.#ranks.length) this.#grow();
    const row = this.#count++;
    let prompt = this.#promptIndex.get(promptId);
    if (prompt === undefined) {
      prompt = this.#promptIndex.size;
      this.#promptIndex.set(promptId, prompt);
      this.#clusterIds.push(cluster);
    }
    this.#prompts[row] = prompt;
    this.#ranks[row] = rank;
    this.#margins[row] = margin ?? Number.NaN;
    this.#baseRewards[row] = baseReward;
    this.#tiers[row] = tier ?? 0;
    for (let feature = 0, at = row * this.features.length; feature < this.features.length; feature++, at++)
      this.#values[at] = values[feature] as number;
  }

  /** The same rows with further features, which are 0 in those that are there. */
  widened(more: readonly string[]): FitDataBuilder {
    const wider = new FitDataBuilder([...this.features, ...more]);
    const promptIds = [...this.#promptIndex.keys()];
    const size = this.features.length;
    for (let row = 0; row < this.#count; row++) {
      const values = new Float64Array(wider.features.length);
      values.set(this.#values.subarray(row * size, (row + 1) * size));
      wider.add({
        promptId: promptIds[this.#prompts[row] as number] as string,
        cluster: this.#clusterIds[this.#prompts[row] as number],
        rank: this.#ranks[row] as number,
        margin: Number.isNaN(this.#margins[row]) ? undefined : this.#margins[row],
        baseReward: this.#baseRewards[row] as number,
        values,
        tier: this.#tiers[row],
      });
    }
    return wider;
  }

  build(): FitData {
    const { features } = this;
    const starts = new Int32Array(this.#promptIndex.size + 1);
    for (let row = 0; row < this.#count; row++) count(starts, (this.#prompts[row] as number) + 1);
    for (let prompt = 0; prompt < this.#promptIndex.size; prompt++)
      count(starts, prompt + 1, starts[prompt] as number);
    const next = starts.slice();
    // Where the rows of each prompt stand together already, nothing needs to move.
    const order = new Int32Array(this.#count);
    for (let row = 0; row < this.#count; row++) {
      const prompt = this.#prompts[row] as number;
      order[next[prompt] as number] = row;
      count(next, prompt);
    }
    const isSorted = order.every((row, index) => row === index);
    const gather = (column: Float64Array): Float64Array =>
      isSorted ? column.slice(0, this.#count) : Float64Array.from(order, (row) => column[row] as number);
    const size = features.length;
    let values = this.#values;
    if (isSorted) values = values.subarray(0, this.#count * size);
    else {
      values = new Float64Array(this.#count * size);
      order.forEach((row, index) => {
        values.set(this.#values.subarray(row * size, (row + 1) * size), index * size);
      });
    }
    return {
      features,
      rowCount: this.#count,
      values,
      ranks: isSorted ? this.#ranks.slice(0, this.#count) : order.map((row) => this.#ranks[row] as number),
      margins: gather(this.#margins),
      baseRewards: gather(this.#baseRewards),
      tiers: gather(this.#tiers),
      promptStarts: starts,
      promptIds: [...this.#promptIndex.keys()],
      clusters: numbered(this.#clusterIds),
      added: order,
    };
  }

  #grow(): void {
    const capacity = this.#ranks.length * 2;
    this.#values = longer(this.#values, new Float64Array(capacity * this.features.length));
    this.#prompts = longer(this.#prompts, new Int32Array(capacity));
    this.#ranks = longer(this.#ranks, new Int32Array(capacity));
    this.#margins = longer(this.#margins, new Float64Array(capacity));
    this.#baseRewards = longer(this.#baseRewards, new Float64Array(capacity));
    this.#tiers = longer(this.#tiers, new Float64Array(capacity));
  }
}

function count(counters: Int32Array, index: number, more = 1): void {
  counters[index] = (counters[index] as number) + more;
}

function numbered(ids: readonly string[]): Int32Array {
  const index = new Map([...new Set(ids)].map((id, at) => [id, at]));
  return Int32Array.from(ids, (id) => index.get(id) as number);
}

function longer<T extends Float64Array | Int32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}

export function fitDataOf(features: readonly string[], rows: Iterable<FitRow>): FitData {
  const builder = new FitDataBuilder(features);
  for (const row of rows) builder.add(row);
  return builder.build();
}
