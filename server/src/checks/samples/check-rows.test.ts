import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileLogic } from '../../logic/classes.ts';
import { composePolicy } from '../../policy/compose.ts';
import { parsePolicy } from '../../policy/parse.ts';
import { SourceText } from '../../policy/source.ts';
import { readLine } from '../../samples/jsonl.ts';
import { parseSamples } from '../../samples/yaml.ts';
import type { PolicyContext } from '../check.ts';
import { RowChecks } from './check-rows.ts';
import { checkSamples } from './check-samples.ts';

const POLICY = `response_types:
  hard_refuse: Decline.
  comply: Answer.
content_policy:
  crime:
    categories:
      advice: { response_type: hard_refuse }
      history: { description: No response type. }
  health:
    categories:
      advice: { response_type: comply }
completion_class_order: [ideal, bad]
completion_classes:
  ideal:
    hard_refuse: { refuses: true, judges: false }
    comply: { refuses: false }
  bad:
    hard_refuse: [{ refuses: false }, { judges: true }]
derived_propositions:
  kind: { judges: false }
simple_propositions:
  refuses: { prompt: Does it refuse? }
  judges: { prompt: Does it judge? }
constraints:
  - if: { judges: true }
    then: { refuses: true }
orderings:
  hard_refuse: [best, worst]
`;

function contextOf(text: string): PolicyContext {
  const file = parsePolicy(new SourceText('file:///p.rbr.yaml', text));
  const policy = composePolicy([file]);
  return { policy, files: [file], logic: compileLogic(policy) };
}

const CONTEXT = contextOf(POLICY);

function found(rows: readonly object[], contexts: readonly PolicyContext[] = [CONTEXT]) {
  const checks = new RowChecks(contexts);
  let start = 0;
  rows.forEach((row, index) => {
    const text = typeof row === 'string' ? row : JSON.stringify(row);
    const line = { text, number: index + 1, start };
    start += text.length + 1;
    const result = readLine(line, { uri: 'file:///d.jsonl', name: 'd.jsonl' });
    if ('finding' in result) checks.addUnreadable(result.finding, line.number);
    else for (const each of result.completions) checks.addCompletion(each, line.number);
  });
  return checks.findings();
}

describe('the lines of a JSONL file', () => {
  it('are told what a samples file with the same content is told', () => {
    const row = fc.record(
      {
        response_type: fc.constantFrom('hard_refuse', 'Comply', 'zzz'),
        category: fc.constantFrom('crime.advice', 'advice', 'crime.history', 'crime', 'other'),
        class: fc.constantFrom('ideal', 'bad', 'gud'),
        label: fc.constantFrom('best', 'wurst'),
        propositions: fc.dictionary(fc.constantFrom('refuses', 'judges', 'kind', 'refusess'), fc.boolean()),
      },
      { requiredKeys: [] },
    );
    const seen = new Set<string>();
    fc.assert(
      fc.property(row, ({ response_type, category, ...said }) => {
        const of = { ...(response_type && { response_type }), ...(category && { category }) };
        const yaml = { samples: [{ ...of, prompt: 'Hi', completions: [{ text: 'Hello', ...said }] }] };
        const file = parseSamples(new SourceText('file:///s.samples.yaml', JSON.stringify(yaml)));
        const inYaml = checkSamples(file, CONTEXT).filter(({ code }) => code !== 'no-policy');
        const inLines = found([{ prompt: 'Hi', completion: 'Hello', ...of, ...said }]);
        const told = ({ code, severity, message }: (typeof inYaml)[number]) =>
          `${severity} ${code} ${message}`;
        expect(inLines.map(({ finding }) => told(finding)).toSorted()).toEqual(inYaml.map(told).toSorted());
        for (const { finding } of inLines) seen.add(finding.code);
      }),
      { numRuns: 1000 },
    );
    expect([...seen].toSorted()).toEqual([
      'ambiguous-category',
      'class-contradicts-labels',
      'class-not-in-response-type',
      'labels-break-constraint',
      'labels-in-no-class',
      'sample-without-response-type',
      'unknown-category',
      'unknown-class',
      'unknown-label',
      'unknown-proposition',
      'unknown-response-type',
    ]);
  });

  it('that have the same fault are one finding, at the first of them', () => {
    const wrong = { prompt: 'Hi', completion: 'Hello', response_type: 'comply', class: 'gud' };
    const rows = [{ ...wrong, class: 'ideal' }, wrong, { what: 1 }, wrong, { what: 1 }, { what: 1 }];
    expect(found(rows).map(({ finding, line, more }) => [finding.code, line, more])).toEqual([
      ['unknown-class', 2, 1],
      ['unreadable-line', 3, 2],
    ]);
    expect(found(rows).map(({ finding }) => finding.message)).toEqual([
      'The policy has no completion class "gud". (and of 1 more line)',
      expect.stringMatching(/^Line 3 of d\.jsonl is of no known format.*\(and of 2 more lines\)$/),
    ]);
  });

  it('offer no fix, and go by the severities of the policy', () => {
    const row = { prompt: 'Hi', completion: 'Hello', response_type: 'comply', class: 'idael' };
    expect(found([row])[0]?.finding).not.toHaveProperty('fixes');
    expect(found([row], [contextOf(`${POLICY}severities: { unknown-class: off }\n`)])).toEqual([]);
  });

  it('are checked against every policy that they are for', () => {
    const other = contextOf(POLICY.replaceAll('ideal', 'best'));
    const row = { prompt: 'Hi', completion: 'Hello', response_type: 'comply', class: 'ideal' };
    expect(found([row], [CONTEXT, other]).map(({ finding }) => finding.code)).toEqual(['unknown-class']);
  });
});
