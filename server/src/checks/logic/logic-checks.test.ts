/** What the cases beside the checks do not show: related places, witnesses, limits, half-typed policies. */
import { describe, expect, it } from 'vitest';
import { compileLogic, type LogicOptions, type ResponseTypeLogic } from '../../logic/classes.ts';
import { composePolicy } from '../../policy/compose.ts';
import { parsePolicy } from '../../policy/parse.ts';
import { type Place, SourceText } from '../../policy/source.ts';
import type { ResponseTypeCheck } from '../check.ts';
import { classUnsatisfiable } from './class-unsatisfiable.ts';
import { classesGap } from './classes-gap.ts';
import { classesOverlap } from './classes-overlap.ts';
import { constraintsContradict } from './constraints-contradict.ts';
import { constraintsNotChecked, notChecked } from './not-checked.ts';

const PROPOSITIONS = `
simple_propositions:
  refuses: {prompt: Does it refuse?}
  apology: {prompt: Does it apologise?}
  judgement: {prompt: Does it judge?}
`;

function run(check: ResponseTypeCheck, text: string, options: LogicOptions = {}) {
  const source = new SourceText('file:///p.rbr.yaml', text);
  const file = parsePolicy(source);
  const policy = composePolicy([file]);
  const logic = compileLogic(policy, options);
  const context = { policy, files: [file], logic };
  const findings = logic.responseTypes.flatMap((each) => [
    ...check(context, logic.responseType(each) as ResponseTypeLogic),
  ]);
  const at = ({ span }: Place) => {
    const { line } = source.positionAt(span.start);
    return `${line + 1}: ${source.text.slice(span.start, span.end)}`;
  };
  return findings.map(({ message, witness, related = [] }) => ({
    message,
    witness,
    related: related.map((each) => `${at(each.place)} | ${each.message}`),
  }));
}

describe('related places and witnesses', () => {
  it('class-unsatisfiable: every condition of the core, definitions and constraints too', () => {
    const text = `completion_classes:
  ideal: {r: {polite: false, apology: true, refuses: false}}
derived_propositions:
  polite: [{apology: true, judgement: false}, {refuses: true}]
constraints:
  - {if: {apology: true}, then: {judgement: false}}
${PROPOSITIONS}`;
    expect(run(classUnsatisfiable, text).map(({ related }) => related)).toEqual([
      [
        '2: polite: false | "ideal" requires polite: no.',
        '2: apology: true | "ideal" requires apology: yes.',
        '4: {apology: true, judgement: false} | apology: yes, judgement: no make "polite" true.',
        '6: {if: {apology: true}, then: {judgement: false}} | the constraint "if apology: yes then judgement: no".',
      ],
    ]);
  });

  it('classes-overlap: the conditions of both, and a completion that is in both', () => {
    const text = `completion_class_order: [good, bad]
completion_classes:
  bad: {r: {judgement: false}}
  good: {r: {apology: true}}
${PROPOSITIONS}`;
    expect(run(classesOverlap, text)).toMatchObject([
      {
        witness: { apology: true, judgement: false },
        related: [
          '4: {apology: true} | The conditions of "good".',
          '3: {judgement: false} | The conditions of "bad".',
        ],
      },
    ]);
  });

  it('classes-gap: the conditions of all classes, and a completion that is in none', () => {
    const text = `completion_classes:
  good: {r: {refuses: true, judgement: false}}
  bad: {r: {refuses: false}}
${PROPOSITIONS}`;
    expect(run(classesGap, text)).toMatchObject([
      {
        witness: { refuses: true, judgement: true },
        related: [
          '2: {refuses: true, judgement: false} | "good" does not cover it.',
          '3: {refuses: false} | "bad" does not cover it.',
        ],
      },
    ]);
  });

  it('constraints-contradict: the other constraints of the core, and no more', () => {
    const text = `completion_classes: {good: {r: {refuses: true}}}
constraints:
  - {at_least_one: [refuses, apology]}
  - {if: {judgement: true}, then: {apology: true}}
  - {if: {}, then: {refuses: false, apology: false}}
${PROPOSITIONS}`;
    expect(run(constraintsContradict, text).map(({ related }) => related)).toEqual([
      ['3: {at_least_one: [refuses, apology]} | the constraint "at least one of refuses, apology".'],
    ]);
  });
});

describe('not-checked', () => {
  // Five pigeons in four holes: no short proof.
  const holes = [0, 1, 2, 3];
  const pigeons = [0, 1, 2, 3, 4];
  const names = pigeons.flatMap((pigeon) => holes.map((hole) => `p${pigeon}${hole}`));
  const constraints = [
    ...pigeons.map((pigeon) => `{at_least_one: [${holes.map((hole) => `p${pigeon}${hole}`).join(', ')}]}`),
    ...holes.map((hole) => `{at_most_one: [${pigeons.map((pigeon) => `p${pigeon}${hole}`).join(', ')}]}`),
  ];
  const text = `completion_classes:
  good: {r: {p00: true}}
  bad: {r: {p00: false}}
simple_propositions:
${names.map((name) => `  ${name}: {prompt: q}\n`).join('')}constraints:
${constraints.map((each) => `  - ${each}\n`).join('')}`;

  const why = 'there are too many combinations.';

  it.each([
    [notChecked, `In r, conflicts of "good", "bad" and gaps were not fully checked: ${why}`],
    [constraintsNotChecked, `Whether the constraints contradict each other was not checked: ${why}`],
  ])('says what neither the diagram nor the solver could settle', (check, message) => {
    const limits = { nodeLimit: 20, conflictLimit: 1 };
    expect(run(check, text, limits).map((each) => each.message)).toEqual([message]);
    expect(run(check, text)).toEqual([]);
  });
});

describe('a half-typed policy', () => {
  it.each([
    '',
    'completion_classes:',
    'completion_classes:\n  ideal:',
    'completion_classes:\n  ideal:\n    comply:\n',
    'completion_classes:\n  ideal: {comply: {refuses: }}\nconstraints:\n  - if: {refuses: true}\n',
    'completion_class_order: [a, a, b]\ncompletion_classes:\n  a: {comply: {ghost: true}}\n',
    `response_types: {comply: later}\n${PROPOSITIONS}`,
  ])('throws nothing: %j', (text) => {
    for (const check of [classUnsatisfiable, classesOverlap, classesGap, constraintsContradict, notChecked]) {
      expect(run(check, text)).toEqual([]);
    }
  });
});
