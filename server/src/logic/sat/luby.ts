/**
 * Luby's sequence 1, 1, 2, 1, 1, 2, 4, ... from index 0: restart after these many units of conflicts, and no
 * strategy that does not know the problem is better by more than a constant (Luby, Sinclair, Zuckerman 1993).
 */
export function luby(index: number): number {
  let size = 1;
  let exponent = 0;
  while (size < index + 1) {
    size = 2 * size + 1;
    exponent++;
  }
  let rest = index;
  while (size - 1 !== rest) {
    size = (size - 1) >> 1;
    exponent--;
    rest %= size;
  }
  return 2 ** exponent;
}
