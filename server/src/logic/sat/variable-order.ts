/** Activities are scaled down before they leave the range of a double. */
const LARGEST = 1e100;
const DECAY = 0.95;

/**
 * Which variable to decide next: the one that conflicts were about most lately (VSIDS, Moskewicz et al. 2001).
 * A binary heap on activity; among equals the older variable, so that the search is the same every time.
 */
export class VariableOrder {
  readonly #activity: number[] = [];
  readonly #heap: number[] = [];
  /** Variable -> its index in the heap, -1 where it is not there. */
  readonly #position: number[] = [];
  #increment = 1;

  add(variable: number): void {
    this.#activity[variable] = 0;
    this.#position[variable] = -1;
    this.insert(variable);
  }

  insert(variable: number): void {
    if (this.#position[variable] !== -1) return;
    this.#heap.push(variable);
    this.#rise(this.#heap.length - 1);
  }

  /** Takes out the most active variable; undefined where none is left. */
  next(): number | undefined {
    const [first] = this.#heap;
    const last = this.#heap.pop();
    if (first === undefined || last === undefined) return undefined;
    this.#position[first] = -1;
    if (first !== last) {
      this.#place(last, 0);
      this.#sink(0);
    }
    return first;
  }

  /** The variable took part in a conflict. */
  bump(variable: number): void {
    const activity = (this.#activity[variable] as number) + this.#increment;
    this.#activity[variable] = activity;
    if (activity > LARGEST) this.#scaleDown();
    const position = this.#position[variable] as number;
    if (position !== -1) this.#rise(position);
  }

  /** A conflict is over: the ones to come count more. */
  decay(): void {
    this.#increment /= DECAY;
  }

  #scaleDown(): void {
    for (let variable = 0; variable < this.#activity.length; variable++) {
      this.#activity[variable] = (this.#activity[variable] as number) / LARGEST;
    }
    this.#increment /= LARGEST;
  }

  #isBefore(a: number, b: number): boolean {
    const difference = (this.#activity[a] as number) - (this.#activity[b] as number);
    return difference > 0 || (difference === 0 && a < b);
  }

  #place(variable: number, position: number): void {
    this.#heap[position] = variable;
    this.#position[variable] = position;
  }

  #rise(from: number): void {
    const variable = this.#heap[from] as number;
    let position = from;
    while (position > 0) {
      const parent = (position - 1) >> 1;
      const above = this.#heap[parent] as number;
      if (!this.#isBefore(variable, above)) break;
      this.#place(above, position);
      position = parent;
    }
    this.#place(variable, position);
  }

  #sink(from: number): void {
    const variable = this.#heap[from] as number;
    let position = from;
    for (;;) {
      let child = 2 * position + 1;
      if (child >= this.#heap.length) break;
      const right = child + 1;
      if (
        right < this.#heap.length &&
        this.#isBefore(this.#heap[right] as number, this.#heap[child] as number)
      )
        child = right;
      const below = this.#heap[child] as number;
      if (!this.#isBefore(below, variable)) break;
      this.#place(below, position);
      position = child;
    }
    this.#place(variable, position);
  }
}
