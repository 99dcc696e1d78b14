/** Generated policies of any size, the same ones every time; `parities` are made so that no engine gets through. */
import { composePolicy } from '../../server/src/policy/compose.ts';
import type { Policy } from '../../server/src/policy/model.ts';
import { parsePolicy } from '../../server/src/policy/parse.ts';
import type { PolicyData } from '../../server/src/policy/schema.ts';
import { SourceText } from '../../server/src/policy/source.ts';

export const EDITED = 'comply';
export const RESPONSE_TYPES = [EDITED, 'hard_refuse', 'safe_refuse_1', 'safe_refuse_2'];
export const CLASSES = ['ideal', 'minimum_acceptable', 'okay', 'poor', 'bad'];
const OWN_CONDITIONS = 12;

export type Condition = Record<string, boolean>;
type Derived = Record<string, Condition | Condition[]>;
/** Whole numbers below a limit. */
type Dice = (below: number) => number;

/** The same numbers every time (mulberry32). */
function diceOf(seed: number): Dice {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

function shuffled<T>(items: readonly T[], dice: Dice): T[] {
  const result = [...items];
  for (let index = result.length - 1; index > 0; index--) {
    const other = dice(index + 1);
    [result[index], result[other]] = [result[other] as T, result[index] as T];
  }
  return result;
}

function groupsOf<T>(items: readonly T[], size: number): T[][] {
  const groups: T[][] = [];
  for (let start = 0; start < items.length; start += size) groups.push(items.slice(start, start + size));
  return groups;
}

/** Every proposition has one value that is good, the same wherever it is read. */
const goodValueOf = (name: string): boolean => /[0-6]$/.test(name);
const literal = (name: string): Condition => ({ [name]: goodValueOf(name) });

/** Layers of conjunctions and disjunctions of what lies below, down to few names. */
export function nested(simple: readonly string[], prefix: string, dice: Dice, derived: Derived): string[] {
  let layer = shuffled(simple, dice);
  for (let depth = 0; layer.length > 8; depth++) {
    layer = groupsOf(layer, 4).map((group, index) => {
      const name = `${prefix}_${depth}_${index}`;
      derived[name] =
        (depth + index) % 3 === 2 ? group.map(literal) : Object.assign({}, ...group.map(literal));
      return name;
    });
  }
  return layer;
}

/** Disjunctions of three propositions from anywhere, and conjunctions of many of them. */
export function scattered(simple: readonly string[], prefix: string, dice: Dice, derived: Derived): string[] {
  const disjunctions = Array.from({ length: Math.ceil(simple.length / 2) }, (_, index) => {
    const name = `${prefix}_any_${index}`;
    derived[name] = shuffled(simple, dice).slice(0, 3).map(literal);
    return name;
  });
  return groupsOf(disjunctions, Math.ceil(disjunctions.length / 8)).map((group, index) => {
    const name = `${prefix}_all_${index}`;
    derived[name] = Object.fromEntries(group.map((each) => [each, true]));
    return name;
  });
}

/** Chains of exclusive or through everything, in several orders: no order suits them all, and resolution is lost. */
export function parities(simple: readonly string[], prefix: string, dice: Dice, derived: Derived): string[] {
  return groupsOf(shuffled(simple, dice), Math.ceil(simple.length / 2)).flatMap((half, which) =>
    [0, 1].map((chain) => {
      let parity = half[0] as string;
      for (const [index, name] of shuffled(half, dice).entries()) {
        const next = `${prefix}_${which}_${chain}_${index}`;
        derived[next] = [
          { [parity]: true, [name]: false },
          { [parity]: false, [name]: true },
        ];
        parity = next;
      }
      return parity;
    }),
  );
}

/** Each class takes what the better ones left, with conditions of its own on top: what it leaves is a gap. */
function classesOver(top: readonly string[], simple: readonly string[]): Condition[] {
  const [a = '', b = '', c = '', d = ''] = [0, 1, 2, 3].map((index) => top[index % top.length]);
  const conditions: Condition[] = [
    Object.assign({ [a]: true, [b]: true, [c]: true }, ...top.slice(4).map(literal)),
    { [a]: true, [b]: true, [c]: false },
    { [a]: true, [b]: false, [d]: true },
    { [a]: true, [b]: false, [d]: false },
    { [a]: false },
  ];
  return conditions.map((condition, index) =>
    Object.assign(
      condition,
      ...simple.slice(index * OWN_CONDITIONS, (index + 1) * OWN_CONDITIONS).map(literal),
    ),
  );
}

export function largePolicy(size: number, layers: typeof nested): PolicyData {
  const dice = diceOf(size);
  const simple = Array.from({ length: size }, (_, index) => `p${index}`);
  const derived: Derived = {};
  const classes: Record<string, Record<string, Condition>> = Object.fromEntries(
    CLASSES.map((name) => [name, {}]),
  );
  for (const responseType of RESPONSE_TYPES) {
    const conditions = classesOver(layers(simple, responseType, dice, derived), simple);
    CLASSES.forEach((name, index) => {
      (classes[name] as Record<string, Condition>)[responseType] = conditions[index] as Condition;
    });
  }
  const constraints = groupsOf(simple, 10).map((group) => ({
    if: literal(group[0] as string),
    then: literal(group.at(-1) as string),
  }));
  return {
    completion_class_order: CLASSES,
    completion_classes: classes,
    derived_propositions: derived,
    simple_propositions: Object.fromEntries(simple.map((name) => [name, { prompt: `${name}?` }])),
    constraints,
  };
}

export function readPolicy(data: PolicyData): Policy {
  return composePolicy([parsePolicy(new SourceText('file:///scale.rbr.yaml', JSON.stringify(data)))]);
}
