/**
 * Solves A x = b for a symmetric positive definite A (size x size, row by row; only its lower triangle is
 * read, and overwritten with its Cholesky factor).
 */
export class Cholesky {
  readonly #factor: Float64Array;
  readonly #size: number;

  constructor(matrix: Float64Array, size: number) {
    this.#factor = matrix;
    this.#size = size;
    for (let column = 0; column < size; column++) {
      const whole = matrix[column * size + column] as number;
      let diagonal = whole;
      for (let k = 0; k < column; k++) diagonal -= (matrix[column * size + k] as number) ** 2;
      // What is left is rounding: this direction is one of those before, and nothing is moved along it.
      const root = diagonal > size * Number.EPSILON * whole ? Math.sqrt(diagonal) : Number.POSITIVE_INFINITY;
      matrix[column * size + column] = root;
      for (let row = column + 1; row < size; row++) {
        let sum = matrix[row * size + column] as number;
        for (let k = 0; k < column; k++)
          sum -= (matrix[row * size + k] as number) * (matrix[column * size + k] as number);
        matrix[row * size + column] = sum / root;
      }
    }
  }

  /** In place. */
  solve(b: Float64Array): Float64Array {
    const size = this.#size;
    const factor = this.#factor;
    for (let row = 0; row < size; row++) {
      let sum = b[row] as number;
      for (let k = 0; k < row; k++) sum -= (factor[row * size + k] as number) * (b[k] as number);
      b[row] = sum / (factor[row * size + row] as number);
    }
    for (let row = size - 1; row >= 0; row--) {
      let sum = b[row] as number;
      for (let k = row + 1; k < size; k++) sum -= (factor[k * size + row] as number) * (b[k] as number);
      b[row] = sum / (factor[row * size + row] as number);
    }
    return b;
  }
}
