/**
 * An edit's findings in large policies: one literal of one class is flipped at a time, and the conflicts of its
 * response type are sought again, with and without what is kept of the version before. The policies are
 * generated, the same ones every time; the last one is made so that neither engine can get through it.
 */
import { compileLogic, type PolicyLogic } from '../../server/src/logic/classes.ts';
import { conflictsOf } from '../../server/src/logic/conflicts.ts';
import type { Policy } from '../../server/src/policy/model.ts';
import type { PolicyData } from '../../server/src/policy/schema.ts';
import {
  CLASSES,
  type Condition,
  EDITED,
  largePolicy,
  nested,
  parities,
  RESPONSE_TYPES,
  readPolicy,
  scattered,
} from '../support/large-policies.ts';

const SIZES = [100, 300, 1000];
const EDITS = 40;
const FRESH_EDITS = 5;

/** The policy after an edit: one literal of one class of the first response type has the other value. */
function edited(data: PolicyData, edit: number): Policy {
  const changed = structuredClone(data);
  const className = CLASSES[edit % CLASSES.length] as string;
  const condition = changed.completion_classes?.[className]?.[EDITED] as Condition;
  const name = Object.keys(condition).at(-1 - Math.floor(edit / CLASSES.length)) as string;
  condition[name] = !condition[name];
  return readPolicy(changed);
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
  const policy = readPolicy(data);
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
  measure(`${size}, nested`, largePolicy(size, nested));
  measure(`${size}, many disjunctions`, largePolicy(size, scattered));
}
measure('300, made to blow up', largePolicy(300, parities));
