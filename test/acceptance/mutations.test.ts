/**
 * Every single-entry mutation of the paper's released policy (each condition of a class or derived
 * proposition flipped, or left out) is noticed: as a finding, or as a semantic difference. And the gold
 * rows that move are those that a plain evaluation of the YAML moves.
 */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { checkPolicy } from '../../server/src/checks/check-policy.ts';
import { allCompletions } from '../../server/src/cli/load.ts';
import { compileLogic, type PolicyLogic } from '../../server/src/logic/classes.ts';
import { composePolicy } from '../../server/src/policy/compose.ts';
import { conditionsOf, type FormulaNode } from '../../server/src/policy/conditions.ts';
import { applyEdits } from '../../server/src/policy/edit/apply.ts';
import { removeEntry, replace } from '../../server/src/policy/edit/entries.ts';
import type { TextEdit } from '../../server/src/policy/finding.ts';
import { type PolicyFile, parsePolicy } from '../../server/src/policy/parse.ts';
import { SourceText } from '../../server/src/policy/source.ts';
import { diffPolicies } from '../../server/src/review/policy-diff.ts';
import { responseTypeOf } from '../../server/src/samples/names.ts';

const RELEASED = new URL('../../../shared/data/openai-rbr/', import.meta.url);
const isThere = existsSync(RELEASED);
if (!isThere) console.log('../shared is not here: the released policy is not mutated.');

interface Opened {
  readonly file: PolicyFile;
  readonly logic: PolicyLogic;
}

function open(text: string): Opened {
  const file = parsePolicy(new SourceText('file:///paper/proposition_prompts.yaml', text));
  return { file, logic: compileLogic(composePolicy([file])) };
}

/** Each condition of a class or derived proposition, flipped and left out. */
function* mutations({ file }: Opened): Generator<{ what: string; edit: TextEdit }> {
  const { source } = file;
  for (const { condition, formula } of conditionsOf(file)) {
    for (const [index, { key, value }] of condition.entries.entries()) {
      const line = source.positionAt((formula as FormulaNode).span.start).line + 1;
      yield {
        what: `line ${line}: ${key.value} flipped`,
        edit: replace(source, value.span, `${!value.value}`),
      };
      yield { what: `line ${line}: ${key.value} left out`, edit: removeEntry(source, condition, index) };
    }
  }
}

type Definitions = Record<string, Record<string, boolean>>;

interface Plain {
  readonly completion_classes: Record<string, Definitions>;
  readonly derived_propositions: Definitions;
}

/** The oracle: the classes of a row by recursion over the plain YAML, with nothing of the engine. */
function plainClasses(
  data: Plain,
  responseType: string,
  labels: Readonly<Record<string, boolean>>,
): string[] {
  const holds = (name: string): boolean => {
    const definition = data.derived_propositions[name];
    return definition ? all(definition) : labels[name] === true;
  };
  const all = (conditions: Record<string, boolean>) =>
    Object.entries(conditions).every(([name, value]) => holds(name) === value);
  return Object.entries(data.completion_classes)
    .filter(([, byType]) => byType[responseType] && all(byType[responseType]))
    .map(([name]) => name)
    .sort();
}

describe.skipIf(!isThere)('mutations of the released policy', () => {
  it('are 154, and each is noticed, with the gold rows that it moves', async () => {
    const text = readFileSync(new URL('proposition_prompts.yaml', RELEASED), 'utf8');
    const rows = await allCompletions([fileURLToPath(new URL('gold.train.jsonl', RELEASED))]);
    const original = open(text);
    const { policy } = original.logic;
    const codesOf = ({ file, logic }: Opened) =>
      checkPolicy({ policy: logic.policy, files: [file], logic }).map(
        ({ code, message }) => `${code} ${message}`,
      );
    const before = new Set(codesOf(original));
    const plain: Plain = parse(text);
    // Rows of one kind with the same labels are one row to both evaluations.
    const kinds = new Map(
      rows.map((row) => {
        const responseType = responseTypeOf(row, policy) as string;
        return [JSON.stringify([responseType, row.labels]), { row, responseType }];
      }),
    );
    const was = new Map(
      [...kinds].map(([key, { row, responseType }]) => [key, plainClasses(plain, responseType, row.labels)]),
    );

    let count = 0;
    let withFinding = 0;
    let withMoves = 0;
    for (const { what, edit } of mutations(original)) {
      count++;
      const mutated = applyEdits(text, [edit]);
      const changed = open(mutated);
      const isFound = codesOf(changed).some((finding) => !before.has(finding));
      const diff = await diffPolicies(original.logic, changed.logic, {
        completions: [...kinds.values()].map(({ row }) => row),
      });
      const isDifferent = diff.responseTypes.some((each) => !each.equivalent);
      expect([what, isFound || isDifferent]).toEqual([what, true]);

      const moved = new Set(
        diff.moved.map(({ completion, responseType }) => JSON.stringify([responseType, completion.labels])),
      );
      const plainMutated: Plain = parse(mutated);
      const expected = [...kinds].flatMap(([key, { row, responseType }]) => {
        const is = plainClasses(plainMutated, responseType, row.labels);
        return is.join() === was.get(key)?.join() ? [] : [key];
      });
      expect([what, [...moved].sort()]).toEqual([what, expected.sort()]);
      if (isFound) withFinding++;
      if (expected.length > 0) withMoves++;
    }
    expect(count).toBe(154);
    console.log(`154 mutations: ${withFinding} with a finding, ${withMoves} move labelled rows.`);
  }, 120_000);
});
