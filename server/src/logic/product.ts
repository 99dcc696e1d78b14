import type { Formula } from '../policy/model.ts';
import type { Vocabulary } from './vocabulary.ts';

/** One conjunction: which slots are read, and which of them negated. */
interface Product {
  readonly slots: Int32Array;
  readonly negated: Uint8Array;
}

type SumOfProducts = readonly Product[];

/**
 * The class probabilities as the paper computes them (Mu et al. 2024): the product of the
 * literals as they are written, normalised over the classes. A derived literal counts as the product
 * of its own literals, a negated one as 1 minus that, a list of alternatives as `1 - prod(1 - p)`: a
 * proposition that occurs twice is multiplied twice, which is where it departs from the exact value.
 */
export class ProductRule {
  readonly #derived: readonly SumOfProducts[];
  readonly #classes: readonly SumOfProducts[];
  /** One value per simple proposition, then one per derived proposition, definitions before uses. */
  readonly #values: Float64Array;
  readonly #simpleCount: number;

  /** Results come in the order of `formulas`, which must be complete. */
  constructor(vocabulary: Vocabulary, formulas: readonly Formula[]) {
    this.#simpleCount = vocabulary.simple.length;
    const derived: SumOfProducts[] = [];
    const slots = new Map<string, number>();
    const slotOf = (name: string): number => {
      const known = slots.get(name);
      if (known !== undefined) return known;
      const meaning = vocabulary.meaningOf(name);
      if (!meaning) throw new Error(`"${name}" means nothing here; only complete formulas can be compiled`);
      let slot: number;
      if (meaning.kind === 'simple') slot = meaning.variable;
      else slot = this.#simpleCount + derived.push(compile(meaning.formula)) - 1;
      slots.set(name, slot);
      return slot;
    };
    const compile = (formula: Formula): SumOfProducts =>
      formula.anyOf.map(({ literals }) => ({
        slots: Int32Array.from(literals, (literal) => slotOf(literal.name.text)),
        negated: Uint8Array.from(literals, (literal) => (literal.value ? 0 : 1)),
      }));
    this.#classes = formulas.map(compile);
    this.#derived = derived;
    this.#values = new Float64Array(this.#simpleCount + derived.length);
  }

  /**
   * Writes the normalised probabilities into `into`. `p[v]` is the probability of simple proposition v.
   * Where every product is zero, all stay zero: nothing speaks for one class more than for another.
   */
  evaluate(p: Float64Array, into: Float64Array): void {
    this.#values.set(p);
    this.#derived.forEach((sum, index) => {
      this.#values[this.#simpleCount + index] = this.#evaluate(sum);
    });
    let total = 0;
    this.#classes.forEach((sum, index) => {
      const value = this.#evaluate(sum);
      into[index] = value;
      total += value;
    });
    if (total === 0) return;
    for (let index = 0; index < this.#classes.length; index++) into[index] = (into[index] as number) / total;
  }

  #evaluate(sum: SumOfProducts): number {
    // 1 - (1 - x) is not always x in floating point.
    if (sum.length === 1) return this.#product(sum[0] as Product);
    let none = 1;
    for (const product of sum) none *= 1 - this.#product(product);
    return 1 - none;
  }

  #product({ slots, negated }: Product): number {
    let result = 1;
    for (let index = 0; index < slots.length; index++) {
      const value = this.#values[slots[index] as number] as number;
      result *= negated[index] === 1 ? 1 - value : value;
    }
    return result;
  }
}
