import { describe, expect, it } from 'vitest';
import { compileLogic, type LogicOptions, type ResponseTypeLogic } from '../../logic/classes.ts';
import { composePolicy } from '../../policy/compose.ts';
import type { Finding } from '../../policy/finding.ts';
import { parsePolicy } from '../../policy/parse.ts';
import { type Place, SourceText } from '../../policy/source.ts';
import type { ResponseTypeCheck } from '../check.ts';
import { classUnsatisfiable } from './class-unsatisfiable.ts';
import { classesGap } from './classes-gap.ts';
import { classesOverlap } from './classes-overlap.ts';
import { constraintsContradict } from './constraints-contradict.ts';
import { notChecked } from './not-checked.ts';

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
    return `${line + 1}: ${source.text.slice(span.start, span.end).trim()}`;
  };
  return findings.map((finding: Finding) => ({
    ...finding,
    place: at(finding.place),
    related: finding.related?.map(({ message, place }) => `${at(place)} | ${message}`),
  }));
}

describe('class-unsatisfiable', () => {
  it('names the conditions, on the way through a derived proposition too', () => {
    const text = `completion_classes:
  ideal:
    hard_refuse:
      good_refusal: true
      judgement: false
      apology: false
derived_propositions:
  good_refusal:
    refuses: true
    apology: true
${PROPOSITIONS}`;
    expect(run(classUnsatisfiable, text)).toEqual([
      {
        code: 'class-unsatisfiable',
        severity: 'error',
        message:
          'No completion can be "ideal" in hard_refuse: these cannot hold together: good_refusal: yes; apology: no; "good_refusal" requires apology: yes.',
        place: '3: hard_refuse',
        related: [
          '4: good_refusal: true | "ideal" requires good_refusal: yes.',
          '6: apology: false | "ideal" requires apology: no.',
          '10: apology: true | "good_refusal" requires apology: yes.',
        ],
      },
    ]);
  });

  it('says what makes a negated derived proposition true, and which constraint is involved', () => {
    const text = `completion_classes:
  ideal: {r: {polite: false, apology: true, refuses: false}}
  other: {r: []}
derived_propositions:
  polite: [{apology: true, judgement: false}, {refuses: true}]
constraints:
  - {if: {apology: true}, then: {judgement: false}}
${PROPOSITIONS}`;
    const [ideal, other] = run(classUnsatisfiable, text);
    expect(ideal?.message).toBe(
      'No completion can be "ideal" in r: these cannot hold together: polite: no; apology: yes; apology: yes, judgement: no make "polite" true; the constraint "if apology: yes then judgement: no".',
    );
    expect(ideal?.related).toHaveLength(4);
    expect(other?.message).toBe('No completion can be "other" in r: its list of alternatives is empty.');
  });
});

describe('classes-overlap', () => {
  it('shows a completion that is in both, and where both stand', () => {
    const text = `completion_class_order: [good, bad]
completion_classes:
  bad: {hard_refuse: {judgement: false}}
  good: {hard_refuse: {apology: true}}
${PROPOSITIONS}`;
    expect(run(classesOverlap, text)).toEqual([
      {
        code: 'classes-overlap',
        severity: 'error',
        message:
          'A completion can be both "good" and "bad" in hard_refuse: apology: yes, judgement: no, all else free.',
        place: '3: hard_refuse',
        related: [
          '4: {apology: true} | The conditions of "good".',
          '3: {judgement: false} | The conditions of "bad".',
        ],
        witness: { apology: true, judgement: false },
      },
    ]);
  });
});

describe('classes-gap', () => {
  const text = `completion_classes:
  good: {hard_refuse: {refuses: true, judgement: false}, comply: {refuses: false}}
  bad: {hard_refuse: {refuses: false}, comply: {refuses: true}}
${PROPOSITIONS}`;

  it('shows a completion that is in none', () => {
    expect(run(classesGap, text)).toEqual([
      {
        code: 'classes-gap',
        severity: 'warning',
        message:
          'In hard_refuse a completion can be in no class: refuses: yes, judgement: yes, all else free.',
        place: '2: hard_refuse',
        related: [
          '2: {refuses: true, judgement: false} | "good" does not cover it.',
          '3: {refuses: false} | "bad" does not cover it.',
        ],
        witness: { refuses: true, judgement: true },
      },
    ]);
  });

  it('says nothing of what the constraints rule out', () => {
    const constrained = `${text}constraints:\n  - at_most_one: [refuses, judgement]\n`;
    expect(run(classesGap, constrained)).toEqual([]);
  });
});

describe('constraints-contradict', () => {
  it('stands at the last of them and names the others', () => {
    const text = `constraints:
  - {at_least_one: [refuses, apology]}
  - {if: {judgement: true}, then: {apology: true}}
  - {if: {}, then: {refuses: false, apology: false}}
${PROPOSITIONS}`;
    expect(run(constraintsContradict, text)).toEqual([
      {
        code: 'constraints-contradict',
        severity: 'error',
        message:
          'No completion keeps the constraints: these cannot hold together: the constraint "at least one of refuses, apology"; the constraint "if nothing then refuses: no, apology: no". They are not used until this is mended.',
        place: '4: {if: {}, then: {refuses: false, apology: false}}',
        related: [
          '2: {at_least_one: [refuses, apology]} | the constraint "at least one of refuses, apology".',
        ],
      },
    ]);
  });
});

describe('not-checked', () => {
  const indices = Array.from({ length: 12 }, (_, index) => index);
  const names = [...indices.map((index) => `x${index}`), ...indices.map((index) => `y${index}`)];
  const pairs = indices.map((index) => `{x${index}: true, y${index}: true}`).join(', ');
  const text = `completion_classes:
  easy: {r: {x0: true}, s: {x0: true}}
  hard: {r: [${pairs}], s: {x0: false}}
simple_propositions:
${names.map((name) => `  ${name}: {prompt: q}\n`).join('')}`;

  it('says where the node limit left something open', () => {
    const [finding, ...rest] = run(notChecked, text, { nodeLimit: 60 });
    expect(rest).toEqual([]);
    expect(finding).toMatchObject({
      code: 'not-checked',
      severity: 'warning',
      message:
        'In r, conflicts of "hard" and gaps were not fully checked: the decision diagram would pass its limit of 60 nodes. There is no exact probability of "hard"; use class_probability: product.',
      place: '3: r',
    });
  });

  it('is silent within the limit', () => {
    expect(run(notChecked, text)).toEqual([]);
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
