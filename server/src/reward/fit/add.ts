/** array[index] += value */
export function add(array: Float64Array, index: number, value: number): void {
  array[index] = (array[index] as number) + value;
}
