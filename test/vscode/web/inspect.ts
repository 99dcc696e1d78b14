/** As much of `node:util` as the suite uses, for where there is no Node. */
export function inspect(value: unknown): string {
  return JSON.stringify(value, undefined, 1) ?? String(value);
}
