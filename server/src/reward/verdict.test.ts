import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Grades } from '../grader/grader.ts';
import { compileLogic } from '../logic/classes.ts';
import type { ResponseTypeLogic } from '../logic/response-type.ts';
import { arbitraryPolicy, assignmentsOf, dataOf, policyOf } from '../logic/testing.ts';
import { scoreCompletion } from './score.ts';
import { hasVerdict, wantedPropositions } from './verdict.ts';

const gradesOf = (answers: Readonly<Record<string, boolean | null>>): Grades =>
  Object.fromEntries(
    Object.entries(answers).map(([name, answer]) => [
      name,
      answer === null
        ? { p: null, mode: 'logprobs', missing: 'unreadable' }
        : { p: answer ? 1 : 0, mode: 'logprobs' },
    ]),
  );

describe('a verdict', () => {
  it('is there only where no answer to what is missing could give another class', () => {
    fc.assert(
      fc.property(
        arbitraryPolicy(),
        fc.infiniteStream(fc.constantFrom(true, false, null)),
        (small, stream) => {
          const policy = policyOf(dataOf(small));
          const logic = compileLogic(policy).responseType('r') as ResponseTypeLogic;
          const answers = Object.fromEntries(small.simple.map((name) => [name, stream.next().value]));
          const classOf = (given: Readonly<Record<string, boolean | null>>) =>
            scoreCompletion({ policy, logic }, gradesOf(given)).predictedClass;
          const predictedClass = classOf(answers);
          const has = hasVerdict({ predictedClass, propositions: gradesOf(answers) }, logic);
          const possible = new Set(
            [...assignmentsOf(small.simple)]
              .filter((each) => small.simple.every((name) => (answers[name] ?? each[name]) === each[name]))
              .map(classOf),
          );
          if (has && logic.classes.length > 0) expect([...possible]).toEqual([predictedClass]);
          if (logic.classes.length > 0 && logic.propositions.every((name) => answers[name] !== null))
            expect(has).toBe(true);
        },
      ),
    );
  });

  it('is the answers where those were asked for by name, or where there are no classes', () => {
    const propositions = gradesOf({ a: true, b: null });
    const graded = { predictedClass: 'good', propositions };
    const classes = { classes: ['good'] };
    expect(hasVerdict(graded, classes)).toBe(true);
    expect(hasVerdict(graded, classes, ['a'])).toBe(true);
    expect(hasVerdict(graded, classes, ['a', 'b'])).toBe(false);
    expect(hasVerdict(graded, classes, ['c'])).toBe(false);
    expect(hasVerdict({ predictedClass: null, propositions }, { classes: [] })).toBe(false);
    expect(hasVerdict({ predictedClass: null, propositions: gradesOf({ a: true }) }, { classes: [] })).toBe(
      true,
    );
  });

  it('needs a response type, and nothing that was left unasked on purpose', () => {
    const propositions: Grades = { a: { p: null, mode: 'unasked', missing: 'unasked' } };
    expect(hasVerdict({ predictedClass: null, propositions: gradesOf({ a: true }) }, undefined)).toBe(false);
    expect(hasVerdict({ predictedClass: 'good', propositions }, { classes: ['good'] })).toBe(true);
    expect(wantedPropositions(policyOf({}), undefined, undefined)).toEqual([]);
  });
});
