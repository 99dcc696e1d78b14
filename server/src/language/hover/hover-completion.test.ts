import { describe, expect, it } from 'vitest';
import type { Location } from 'vscode-languageserver-types';
import type { Grade } from '../../grader/grader.ts';
import type { Breakdown, BreakdownProposition, BreakdownRollout } from '../protocol.ts';
import { describeBreakdown } from './hover-completion.ts';

const at = (line: number): Location => ({
  uri: 'file:///a%20(b)/p.rbr.yaml',
  range: { start: { line, character: 0 }, end: { line, character: 5 } },
});

function proposition(name: string, grade: Partial<Grade>, more: Partial<BreakdownProposition> = {}) {
  return {
    name,
    grade: { p: null, mode: 'logprobs', ...grade },
    threshold: 0.5,
    relevant: true,
    location: at(11),
    ...more,
  } as BreakdownProposition;
}

const breakdown: Breakdown = {
  completion: { id: 'a/b', uri: 'file:///s.samples.yaml', location: at(3), conversation: [], text: '…' },
  policyUri: 'file:///p.rbr.yaml',
  responseType: 'comply',
  grader: { kind: 'openai', summary: 'Graded by judge-1 at 127.0.0.1, log probabilities.' },
  classes: [
    { name: 'good', probability: 0.05 },
    { name: 'rude', probability: 0.95, location: at(7) },
  ],
  predictedClass: 'rude',
  expectedClass: 'good',
  propositions: [
    proposition('polite', { p: 0.9 }),
    proposition('judges', { p: 0.96 }, { humanLabel: false }),
    proposition('brief', { mode: 'unasked', missing: 'unasked' }),
    proposition('clear', { missing: 'refused', note: 'the judge refused to answer: "No [way](x)"' }),
    proposition('elsewhere', { p: 0.9 }, { relevant: false }),
  ],
  decidedBy: ['judges'],
  flips: [{ className: 'good', changes: { judges: false } }],
  reward: { base: 0.5, contributions: [], combination: 'sum' as const, rbr: -1.25, total: -0.75 },
};

describe('the hover on a completion', () => {
  it('says verdict, what decided it, what would flip it, reward and grader, in few lines', () => {
    expect(describeBreakdown(breakdown, { commandLinks: false })).toBe(
      [
        '**[`rude`](file:///a%20%28b%29/p.rbr.yaml#L8)** 0.95 ✗ expected `good` · response type `comply`',
        'Would be `good` if not `judges`',
        'Reward: +0.50 reward model −1.25 rules = **-0.75**',
        [
          'Decided by  ',
          '██████████ 0.96 [`judges`](file:///a%20%28b%29/p.rbr.yaml#L12) ✗ labelled no  ',
          String.raw`[${'`clear`'}](file:///a%20%28b%29/p.rbr.yaml#L12): no answer (the judge refused to answer\: "No \[way\]\(x\)")  `,
          '1 more in the breakdown, 1 not asked',
        ].join('\n'),
        '██████████ 0.95 `rude`  \n█░░░░░░░░░ 0.05 `good`',
        String.raw`*Graded by judge\-1 at 127\.0\.0\.1, log probabilities\.*`,
      ].join('\n\n'),
    );
  });

  it('links to the panel and to grading where the client runs such links', () => {
    const text = describeBreakdown(breakdown, { commandLinks: true });
    const [, encoded = ''] = /\(command:rbr\.showBreakdown\?([^)]*)\)/.exec(text) ?? [];
    expect(JSON.parse(decodeURIComponent(encoded))).toEqual([
      { uri: 'file:///s.samples.yaml', completionId: 'a/b' },
    ]);
    expect(text).toContain('](command:rbr.grade?');
  });

  it('says of an answer from few labels that it is not to be relied on, even where it contradicts a label', () => {
    const few = { reliable: false, labels: 40, positives: 3 } as const;
    const text = describeBreakdown(
      {
        ...breakdown,
        propositions: [
          proposition('polite', { ...few, p: 0.9, mode: 'ranked' }, { humanLabel: false }),
          proposition('kind', { ...few, p: 0.1, mode: 'base_rate' }),
        ],
      },
      { commandLinks: false },
    );
    expect(text).toMatch(/0\.90 .*polite.*: not reliable offline, 3 of 40 labels are yes/);
    expect(text).toMatch(/kind.*: not reliable offline\s/);
    expect(text).not.toContain('✗ labelled');
  });

  it('says in words where no class can be told', () => {
    const { decidedBy, flips, reward, ...rest } = breakdown;
    const text = describeBreakdown({ ...rest, predictedClass: null, classes: [] }, { commandLinks: false });
    expect(text).toMatch(/^\*\*No class can be told\*\*, expected `good`/);
    expect(text).not.toMatch(/Would be|Decided by|Reward/);
  });

  it('says what is judged where the completion carries more than its answer, and quotes what strangers wrote', () => {
    const said = (more: Partial<BreakdownRollout>) => {
      const rollout: BreakdownRollout = {
        judged: 'answer',
        thought: 'Hm.',
        answer: 'No.',
        format: '<think>',
        markers: [],
        cutOff: false,
        ...more,
      };
      const completion = { ...breakdown.completion, rollout };
      return describeBreakdown({ ...breakdown, completion }, { commandLinks: false });
    };
    expect(said({})).toContain('The answer is judged, not the thought (`<think>`)');
    expect(said({ judged: 'both', format: 'field' })).toContain(
      'Thought (in a field of its own) and answer are judged',
    );
    expect(said({ judged: 'thought', cutOff: true })).toContain('ends within its thought');
    const hostile = said({ markers: ['<|im_end|>\n# [x](command:y)`![z](http://w)'] });
    expect(hostile).not.toMatch(/^# /m);
    expect(hostile).toContain('Markers left out: ');
  });
});
