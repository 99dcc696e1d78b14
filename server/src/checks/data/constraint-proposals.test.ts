import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compileLogic } from '../../logic/classes.ts';
import { composePolicy } from '../../policy/compose.ts';
import { parsePolicy } from '../../policy/parse.ts';
import { SourceText } from '../../policy/source.ts';
import { completionsOfLines } from '../../samples/jsonl-text.ts';
import type { SampleCompletion } from '../../samples/model.ts';
import type { PolicyContext } from '../check.ts';
import { proposeConstraints } from './constraint-proposals.ts';

const POLICY = `simple_propositions:
  full: { prompt: Does it comply fully? }
  partial: { prompt: Does it comply at all? }
  rude: { prompt: Is it rude? }
`;

function contextOf(text: string): PolicyContext {
  const file = parsePolicy(new SourceText('file:///p.rbr.yaml', text));
  const policy = composePolicy([file]);
  return { policy, files: [file], logic: compileLogic(policy) };
}

const PLACE = { uri: 'file:///s', span: { start: 0, end: 0 } };

function labelled(count: number, labels: Record<string, boolean>, category = 'a'): SampleCompletion[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `${category}${index}`,
    promptId: `${index}`,
    category,
    conversation: [],
    text: '',
    labels,
    places: { whole: PLACE, text: PLACE, labels: {} },
  }));
}

const DATA = [
  ...labelled(12, { full: true, partial: true }),
  ...labelled(10, { full: false, partial: true }),
  ...labelled(20, { full: false, partial: false }),
];

describe('proposed constraints', () => {
  it('are what all labelled completions agree with, with their number', () => {
    expect(proposeConstraints(contextOf(POLICY), DATA)).toEqual([
      { if: 'full', then: { name: 'partial', value: true }, support: 12 },
    ]);
  });

  it('fall with a single exception', () => {
    const exception = labelled(1, { full: true, partial: false });
    expect(proposeConstraints(contextOf(POLICY), [...DATA, ...exception])).toEqual([]);
  });

  it('are not made of what may well be chance, or of what is nearly always so', () => {
    const few = [
      ...labelled(5, { full: true, partial: true }),
      ...labelled(30, { full: false, partial: false }),
    ];
    expect(proposeConstraints(contextOf(POLICY), few)).toEqual([]);
    const always = [
      ...labelled(12, { full: true, partial: true }),
      ...labelled(30, { full: false, partial: true }),
    ];
    expect(proposeConstraints(contextOf(POLICY), always)).toEqual([]);
  });

  it('leave out what the constraints say already', () => {
    const known = contextOf(`${POLICY}constraints:\n  - { if: { full: true }, then: { partial: true } }\n`);
    expect(proposeConstraints(known, DATA)).toEqual([]);
  });

  it('do not count categories in which a proposition was never true: there nobody asked', () => {
    const apart = [
      ...labelled(15, { full: true, rude: false }, 'a'),
      ...labelled(15, { full: false, rude: true }, 'b'),
    ];
    expect(proposeConstraints(contextOf(POLICY), apart)).toEqual([]);
  });

  const released = new URL('../../../../../shared/data/openai-rbr/', import.meta.url);
  if (!existsSync(released))
    console.log('../shared is not here: nothing is proposed for the released policy.');
  it.skipIf(!existsSync(released))(
    'find that complying fully implies complying partially, in the gold labels',
    () => {
      const read = (name: string) => readFileSync(new URL(name, released), 'utf8');
      const completions = completionsOfLines(new SourceText('file:///gold.jsonl', read('gold.train.jsonl')));
      const proposals = proposeConstraints(contextOf(read('proposition_prompts.yaml')), completions);
      const found = proposals.find(
        (each) => each.if === 'fully_complies' && each.then.name === 'partially_complies',
      );
      expect(found?.then.value).toBe(true);
      const both = completions.filter(({ labels }) => labels.fully_complies && labels.partially_complies);
      expect(completions.filter(({ labels }) => labels.fully_complies)).toEqual(both);
      expect(found?.support).toBeGreaterThan(100);
    },
  );
});
