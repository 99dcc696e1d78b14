import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { composePolicy } from '../policy/compose.ts';
import { parsePolicy } from '../policy/parse.ts';
import { SourceText } from '../policy/source.ts';
import { compileLogic } from './classes.ts';
import { conflictsOf, contradictionOf } from './conflicts.ts';

/** The paper's released policy is not ours to ship; it is read where it lies beside the project. */
const file = new URL('../../../../shared/data/openai-rbr/proposition_prompts.yaml', import.meta.url);
const there = existsSync(file);
if (!there) console.warn("skipped: the paper's policy is not beside the project (../shared/data/openai-rbr)");

describe.skipIf(!there)("the paper's released policy", () => {
  const logic = compileLogic(
    composePolicy([parsePolicy(new SourceText(file.href, there ? readFileSync(file, 'utf8') : ''))]),
  );

  it('has four response types', () => {
    expect([...logic.responseTypes].sort()).toEqual([
      'comply',
      'hard_refuse',
      'safe_refuse_1',
      'safe_refuse_2',
    ]);
    expect(contradictionOf(logic)).toBe('none');
  });

  it.each([
    ['hard_refuse', 14],
    ['safe_refuse_1', 16],
    ['safe_refuse_2', 17],
    ['comply', 5],
  ])('%s: an exact partition over %i propositions', (name, propositions) => {
    const ofType = logic.responseType(name);
    if (!ofType) throw new Error(`no response type ${name}`);
    expect(ofType.propositions).toHaveLength(propositions);
    expect(ofType.classes).toHaveLength(5);
    expect(conflictsOf(logic, ofType)).toEqual({
      unsatisfiable: [],
      overlaps: [],
      gap: undefined,
      notChecked: [],
    });

    // The same by enumeration: every assignment is in exactly one class.
    for (let bits = 0; bits < 2 ** propositions; bits += name === 'comply' ? 1 : 97) {
      const assignment = Object.fromEntries(
        ofType.propositions.map((each, index) => [each, (bits >> index) % 2 === 1]),
      );
      expect(ofType.classesOf(assignment)).toHaveLength(1);
    }
    const sum = Object.values(ofType.classProbabilities((each) => 1 / each.length, 'exact')).reduce(
      (a, b) => a + b,
    );
    expect(sum).toBeCloseTo(1, 12);
  });
});
