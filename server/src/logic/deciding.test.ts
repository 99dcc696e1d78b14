import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileLogic, type ResponseTypeLogic } from './classes.ts';
import { DecidingQuestions } from './deciding.ts';
import { arbitraryPolicy, assignmentsOf, dataOf, policyOf } from './testing.ts';

/** The verdict with every answer there: the most probable class, the first of equals. */
function verdict(logic: ResponseTypeLogic, p: (name: string) => number): string | null {
  const entries = Object.entries(logic.classProbabilities(p, 'exact'));
  return (
    entries.reduce<[string, number] | undefined>(
      (best, each) => (!best || each[1] > best[1] ? each : best),
      undefined,
    )?.[0] ?? null
  );
}

const arbitraryAnswer = fc.oneof(
  fc.constantFrom(0, 1),
  fc.double({ min: 0, max: 1, noNaN: true }),
  fc.constantFrom(0.5),
);

describe('the questions that decide a class', () => {
  it('stops only when no answers to the rest can give another class, by enumeration', () => {
    let decidedEarly = 0;
    fc.assert(
      fc.property(
        arbitraryPolicy(6),
        fc.array(arbitraryAnswer, { minLength: 6, maxLength: 6 }),
        (small, values) => {
          const logic = compileLogic(policyOf(dataOf(small))).responseType('r') as ResponseTypeLogic;
          const questions = new DecidingQuestions(logic);
          const answers = new Map<string, number | null>();
          let step = questions.step(answers);
          for (; step.next !== undefined; step = questions.step(answers)) {
            expect(answers.has(step.next)).toBe(false);
            answers.set(step.next, values[small.simple.indexOf(step.next)] as number);
          }
          const rest = logic.propositions.filter((name) => !answers.has(name));
          if (rest.length > 0) decidedEarly++;
          // A linear function of each unknown probability is least and greatest at 0 and 1.
          for (const corner of assignmentsOf(rest)) {
            const p = (name: string): number => answers.get(name) ?? (corner[name] ? 1 : 0);
            expect(step.decided).toBe(verdict(logic, p));
          }
        },
      ),
      { numRuns: 2_000 },
    );
    expect(decidedEarly).toBeGreaterThan(500);
  });

  it('never counts a missing answer as a no, and does not ask again', () => {
    const data = {
      simple: ['a', 'b'],
      derived: {},
      classes: { good: { a: true }, bad: { a: false, b: true }, worse: { a: false, b: false } },
      constraints: [],
    };
    const logic = compileLogic(policyOf(dataOf(data))).responseType('r') as ResponseTypeLogic;
    const questions = new DecidingQuestions(logic);
    expect(questions.step(new Map())).toEqual({ decided: null, next: 'a' });
    expect(questions.step(new Map([['a', 1]]))).toEqual({ decided: 'good', next: undefined });
    expect(questions.step(new Map([['a', null]]))).toEqual({ decided: null, next: 'b' });
    const bothAsked = new Map([
      ['a', null],
      ['b', 1],
    ]);
    expect(questions.step(bothAsked)).toEqual({ decided: null, next: undefined });
  });

  it('asks everything under the product rule, where classes are weighed against each other', () => {
    const data = {
      simple: ['a', 'b'],
      derived: {},
      classes: { c: { a: true }, d: { b: true } },
      constraints: [],
    };
    const logic = compileLogic(policyOf(dataOf(data))).responseType('r') as ResponseTypeLogic;
    const questions = new DecidingQuestions(logic, 'product');
    expect(questions.step(new Map([['a', 1]]))).toEqual({ decided: null, next: 'b' });
    const both = new Map([
      ['a', 1],
      ['b', 0],
    ]);
    expect(questions.step(both)).toEqual({ decided: null, next: undefined });
  });
});
