/**
 * p-values corrected for there being many (Holm 1979): with these, the chance that any of them is below .05 although
 * nothing differs is at most .05, however they hang together.
 */
export function holmAdjusted(pValues: readonly number[]): number[] {
  const order = pValues
    .map((_, index) => index)
    .sort((a, b) => (pValues[a] as number) - (pValues[b] as number));
  const adjusted = new Array<number>(pValues.length);
  let highest = 0;
  order.forEach((index, rank) => {
    highest = Math.max(highest, Math.min(1, (pValues[index] as number) * (pValues.length - rank)));
    adjusted[index] = highest;
  });
  return adjusted;
}
