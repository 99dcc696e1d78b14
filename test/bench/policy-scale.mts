/**
 * An edit's findings in large policies: one literal of one class is flipped at a time, and the conflicts of its
 * response type are sought again, with and without what is kept of the version before. The policies are
 * generated, the same ones every time; the last one is made so that neither engine can get through it.
 */
import { compileLogic, type PolicyLogic } from '../../server/src/logic/classes.ts';
import { conflictsOf } from '../../server/src/logic/conflicts.ts';
import { composePolicy } from '../../server/src/policy/compose.ts';
import type { Policy } from '../../server/src/policy/model.ts';
import { parsePolicy } from '../../server/src/policy/parse.ts';
import type { PolicyData } from '../../server/src/policy/schema.ts';
import { SourceText } from '../../server/src/policy/source.ts';

const SIZES = [100, 300, 1000];
const EDITED = 'comply';
const RESPONSE_TYPES = [EDITED, 'hard_refuse', 'safe_refuse_1', 'safe_refuse_2'];
const CLASSES = ['ideal', 'minimum_acceptable', 'okay', 'poor', 'bad'];
const OWN_CONDITIONS = 12;
const EDITS = 40;
const FRESH_EDITS = 5;

type Condition = Record<string, boolean>;
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
function nested(simple: readonly string[], prefix: string, dice: Dice, derived: Derived): string[] {
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
function scattered(simple: readonly string[], prefix: string, dice: Dice, derived: Derived): string[] {
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
function parities(simple: readonly string[], prefix: string, dice: Dice, derived: Derived): string[] {
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

function generate(size: number, layers: typeof nested): PolicyData {
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

function read(data: PolicyData): Policy {
  return composePolicy([parsePolicy(new SourceText('file:///scale.rbr.yaml', JSON.stringify(data)))]);
}

/** The policy after an edit: one literal of one class of the first response type has the other value. */
function edited(data: PolicyData, edit: number): Policy {
  const changed = structuredClone(data);
  const className = CLASSES[edit % CLASSES.length] as string;
  const condition = changed.completion_classes?.[className]?.[EDITED] as Condition;
  const name = Object.keys(condition).at(-1 - Math.floor(edit / CLASSES.length)) as string;
  condition[name] = !condition[name];
  return read(changed);
}

/** Policies are read one at a time, outside of what is timed: many of them at once would be timed as garbage. */
function timedEdits(data: PolicyData, count: number, judge: (policy: Policy) => Judged): Timed<Judged>[] {
  return Array.from({ length: count }, (_, edit) => {
    const policy = edited(data, edit);
    return timed(() => judge(policy));
  });
}

interface Judged {
  readonly notChecked: number;
  readonly overLimit: number;
}

interface Timed<T> {
  readonly ms: number;
  readonly result: T;
}

/** What the findings of a response type are made of. */
function judge(logic: PolicyLogic, name: string): Judged {
  const ofType = logic.responseType(name);
  if (!ofType) throw new Error(`no response type ${name}`);
  const { notChecked } = conflictsOf(logic, ofType);
  return { notChecked: notChecked.length, overLimit: ofType.exact.overLimit.length };
}

function timed<T>(compute: () => T): Timed<T> {
  const started = performance.now();
  const result = compute();
  return { ms: performance.now() - started, result };
}

function measure(label: string, data: PolicyData): void {
  const policy = read(data);
  const cold = timed(() => {
    const logic = compileLogic(policy);
    for (const name of RESPONSE_TYPES) judge(logic, name);
    return logic;
  });
  let previous = cold.result;
  const reused = timedEdits(data, EDITS, (next) => {
    previous = compileLogic(next, { previous });
    return judge(previous, EDITED);
  });
  const fresh = timedEdits(data, FRESH_EDITS, (next) => judge(compileLogic(next), EDITED));
  const p50 = at(reused, 0.5);
  const without = at(fresh, 0.5);
  const last = reused.at(-1)?.result;
  console.log(
    [
      `  ${label.padEnd(24)} cold ${shown(cold.ms)}`,
      `edit p50 ${shown(p50)} p95 ${shown(at(reused, 0.95))}`,
      `without reuse p50 ${shown(without)} (${(without / p50).toFixed(1)} times)`,
      `over the node limit ${last?.overLimit}, not checked ${last?.notChecked} of ${CLASSES.length} classes`,
    ].join('   '),
  );
}

function at(times: readonly { readonly ms: number }[], share: number): number {
  const sorted = times.map(({ ms }) => ms).sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

function shown(ms: number): string {
  return ms.toFixed(1).padStart(7);
}

console.log(
  `the findings of a response type after an edit of one of its classes: ${CLASSES.length} classes x ${RESPONSE_TYPES.length} response types, ${EDITS} edits (ms)`,
);
for (const size of SIZES) {
  measure(`${size}, nested`, generate(size, nested));
  measure(`${size}, many disjunctions`, generate(size, scattered));
}
measure('300, made to blow up', generate(300, parities));
