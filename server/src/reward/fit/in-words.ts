import type { Contradictions } from './contradictions.ts';
import type { Impossible } from './fit-types.ts';

/** Pairs that no weights satisfy, for people: a line each. */
export function contradictionsInWords({
  found,
  twins,
  opposites,
  notLooked,
  nameOf,
}: Contradictions & { readonly nameOf: (row: number) => string }): string[] {
  if (notLooked) return ['too many pairs to look for contradictions among them'];
  const named = ({ better, worse }: { better: number; worse: number }) =>
    `${nameOf(better)} > ${nameOf(worse)}`;
  const shown = (kind: string) => found.filter((each) => each.kind === kind).length;
  const lines = found.map(({ kind, pairs, withSigns }) => {
    const list = pairs.map(named).join('; ');
    if (kind === 'twins') return `no weights can rank ${list}: they have the same features`;
    if (kind === 'opposites') return `no weights can satisfy both ${list}: they ask for opposite things`;
    return `no weights can satisfy these ${pairs.length} pairs together, any of them left out they can${withSigns ? ' (with the signs that are asked for)' : ''}: ${list}`;
  });
  const more = (kind: string, count: number) =>
    count > shown(kind) ? [`${count - shown(kind)} more ${kind}`] : [];
  return [...lines, ...more('twins', twins), ...more('opposites', opposites)];
}

/** Why no weights prove the order, for people: a line each. */
export function impossibleInWords({ demands, signs }: Impossible): string[] {
  const lines = demands.map(({ better, worse, up, down, byCost }) => {
    const [a, b] = differingIn(up.witness, down.witness);
    return byCost
      ? `"${better}" has completions over the cost limit, and "${worse}" has some within it`
      : `"${better}" (${a}) must get more than "${worse}" (${b})`;
  });
  const held = signs.map((name) => `the sign of "${name}" is given`);
  const all = [...lines, ...held];
  if (all.length === 1) return [`No weights prove the order: ${all[0]}.`];
  return [
    'No weights prove the order. These cannot hold together, and any of them left out they can:',
    ...all,
  ];
}

/** Only where two combinations differ; the rest is no reason. */
function differingIn(
  a: Readonly<Record<string, boolean>>,
  b: Readonly<Record<string, boolean>>,
): readonly [string, string] {
  const names = Object.keys(a).filter((name) => a[name] !== b[name]);
  const say = (of: Readonly<Record<string, boolean>>) =>
    names.map((name) => `${name}: ${of[name] ? 'yes' : 'no'}`).join(', ') || 'the same propositions';
  return [say(a), say(b)];
}
