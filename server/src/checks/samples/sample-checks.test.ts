import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { marked } from '../../../../test/support/marked-text.ts';
import { compileLogic, type LogicOptions } from '../../logic/classes.ts';
import { composePolicy } from '../../policy/compose.ts';
import { parsePolicy } from '../../policy/parse.ts';
import { type Place, SourceText } from '../../policy/source.ts';
import { parseSamples } from '../../samples/yaml.ts';
import type { PolicyContext } from '../check.ts';
import { checkSamples } from './check-samples.ts';

const POLICY = `response_types:
  hard_refuse: Decline.
  comply: Answer.
content_policy:
  crime:
    categories:
      advice: { response_type: hard_refuse }
      history: { description: No response type. }
completion_class_order: [ideal, curt, bad]
completion_classes:
  ideal:
    hard_refuse: { kind_refusal: true }
    comply: { refuses: false }
  curt:
    hard_refuse: { refuses: true, apology: false, judges: false }
  bad:
    hard_refuse: [{ refuses: false }, { judges: true }]
    comply: { refuses: true }
derived_propositions:
  kind_refusal: { refuses: true, apology: true, judges: false }
simple_propositions:
  refuses: { prompt: Does it refuse? }
  apology: { prompt: Does it apologise? }
  judges: { prompt: Does it judge? }
constraints:
  - if: { apology: true }
    then: { refuses: true }
  - at_most_one: [kind_refusal, judges]
orderings:
  hard_refuse: [best, worst]
`;

function contextOf(text: string, options: LogicOptions = {}): PolicyContext {
  const file = parsePolicy(new SourceText('file:///p.rbr.yaml', text));
  const policy = composePolicy([file]);
  return { policy, files: [file], logic: compileLogic(policy, options) };
}

const CONTEXT = contextOf(POLICY);

/** What is found in a samples file, with the texts that the places span. */
function check(source: SourceText, context: PolicyContext | undefined = CONTEXT) {
  const policySource = context?.files[0]?.source;
  const texts = new Map(
    [source, ...(policySource ? [policySource] : [])].map((each) => [each.uri, each.text]),
  );
  const at = ({ uri, span }: Place) => texts.get(uri)?.slice(span.start, span.end).trim();
  const file = parseSamples(source);
  expect(file.findings).toEqual([]);
  return checkSamples(file, context).map((finding) => ({
    ...finding,
    span: finding.place.span,
    related: finding.related?.map(({ message, place }) => `${at(place)} | ${message}`),
  }));
}

function sample(completion: string, head = 'response_type: hard_refuse'): string {
  return `samples:\n  - id: a\n    ${head}\n    prompt: Hi\n    completions:\n      - text: Hello\n        ${completion}\n`;
}

describe('a samples file', () => {
  it('that fits its policy has no findings', () => {
    const { source } = marked(
      sample(
        'class: ideal\n        label: best\n        propositions: { refuses: true, apology: true, judges: false }',
      ),
    );
    expect(check(source)).toEqual([]);
  });

  it.each([
    ['propositions: { «refuse»: true }', 'unknown-proposition', 'refuses'],
    ['class: «idel»', 'unknown-class', 'ideal'],
    ['label: «bests»', 'unknown-label', 'best'],
    ['label: «something_else»', 'unknown-label', undefined],
  ])('names what the policy lacks: %s', (completion, code, meant) => {
    const { source, spans } = marked(sample(completion));
    const findings = check(source);
    expect(findings).toMatchObject([{ code, severity: 'error', span: spans[0] }]);
    expect(findings[0]?.fixes?.[0]?.edits[0]?.newText).toBe(meant);
  });

  it('labels what people can see, not what follows from it', () => {
    const { source, spans } = marked(sample('propositions: { «kind_refusal»: true }'));
    expect(check(source)).toMatchObject([
      {
        code: 'unknown-proposition',
        severity: 'warning',
        span: spans[0],
        message: expect.stringContaining('derived'),
      },
    ]);
  });

  it.each([
    ['response_type: «hard_refsue»', 'unknown-response-type', 'hard_refuse'],
    ['category: «crime.advise»', 'unknown-category', 'crime.advice'],
  ])('names what the policy lacks: %s', (head, code, meant) => {
    const { source, spans } = marked(sample('class: ideal', head));
    expect(check(source)).toMatchObject([
      { code, span: spans[0], fixes: [{ title: `Change to "${meant}"`, edits: [{ newText: meant }] }] },
    ]);
  });

  it('needs a response type, said once for a prompt', () => {
    const { source, spans } = marked(
      'samples:\n  - prompt: Hi\n    completions:\n      - «text: |-»\n          Hello\n          there\n      - text: Bye\n',
    );
    expect(check(source)).toMatchObject([{ code: 'sample-without-response-type', span: spans[0] }]);
    const byCategory = marked(sample('class: ideal', 'category: «crime.history»'));
    expect(check(byCategory.source)).toMatchObject([
      { code: 'sample-without-response-type', span: byCategory.spans[0] },
    ]);
    // Without a content policy no category is wrong, but none helps either.
    const { source: categorised } = marked(sample('class: ideal', 'category: None'));
    const context = contextOf(
      'completion_classes: { ideal: { comply: { a: true } } }\nsimple_propositions: { a: {} }\n',
    );
    expect(check(categorised, context)).toMatchObject([{ code: 'sample-without-response-type' }]);
  });

  it('expects classes that the response type has', () => {
    const { source, spans } = marked(sample('class: «curt»', 'response_type: comply'));
    expect(check(source)).toMatchObject([
      {
        code: 'class-not-in-response-type',
        span: spans[0],
        message:
          'No completion can be "curt" in comply: the class has no conditions there; it has ideal, bad.',
        related: ['curt | The class "curt".'],
      },
    ]);
  });

  it('that has no policy is told how to name one', () => {
    const named = parseSamples(
      new SourceText('file:///s.samples.yaml', `policy: gone.rbr.yaml\n${sample('id: b')}`),
    );
    expect(checkSamples(named, undefined)).toMatchObject([
      { code: 'no-policy', severity: 'error', message: expect.stringContaining('"gone.rbr.yaml"') },
    ]);
    const unnamed = parseSamples(new SourceText('file:///s.samples.yaml', sample('id: b')));
    expect(checkSamples(unnamed, undefined)).toMatchObject([
      { code: 'no-policy', severity: 'info', place: { span: { start: 0, end: 'samples:'.length } } },
    ]);
  });

  it('is told with the severity that the policy sets', () => {
    const { source } = marked(sample('class: idael'));
    expect(check(source, contextOf(`${POLICY}severities: { unknown-class: info }\n`))).toMatchObject([
      { severity: 'info' },
    ]);
    expect(check(source, contextOf(`${POLICY}severities: { unknown-class: off }\n`))).toEqual([]);
  });
});

describe('class-contradicts-labels', () => {
  it('says where the labels put the completion, and offers that class', () => {
    const { source, spans } = marked(
      sample('class: «ideal»\n        propositions: { refuses: true, judges: true }'),
    );
    expect(check(source)).toMatchObject([
      {
        code: 'class-contradicts-labels',
        severity: 'warning',
        span: spans[0],
        message: '"ideal" is expected, but the labels put this completion into "bad".',
        related: ['refuses | refuses: true', 'judges | judges: true'],
        fixes: [{ title: 'Expect "bad"' }],
      },
    ]);
  });

  it('says that a class is ruled out where the rest is open', () => {
    const { source } = marked(sample('class: ideal\n        propositions: { apology: false }'));
    expect(check(source)).toMatchObject([
      { message: '"ideal" is expected, but the labels rule that out.', fixes: [] },
    ]);
  });

  it('says nothing of a class that uses an unknown name', () => {
    const context = contextOf(POLICY.replace('refuses: false }, { judges', 'refuses: false }, { judge'));
    const { source } = marked(sample('class: bad\n        propositions: { refuses: true, judges: true }'));
    expect(check(source, context)).toEqual([]);
  });

  it('agrees with trying every completion that has the labels', () => {
    // The classes of hard_refuse, written down by hand.
    const holds: Record<string, (c: Record<string, boolean>) => boolean> = {
      ideal: ({ refuses, apology, judges }) => !!refuses && !!apology && !judges,
      curt: ({ refuses, apology, judges }) => !!refuses && !apology && !judges,
      bad: ({ refuses, judges }) => !refuses || !!judges,
    };
    for (const labels of partialLabels()) {
      for (const [expected, isIn] of Object.entries(holds)) {
        const { source } = marked(
          sample(`class: ${expected}\n        propositions: ${JSON.stringify(labels)}`),
        );
        const found = check(source).some(({ code }) => code === 'class-contradicts-labels');
        expect([labels, expected, found]).toEqual([labels, expected, !completionsWith(labels).some(isIn)]);
      }
    }
  });
});

describe('labels-break-constraint', () => {
  it('names the constraint and the labels', () => {
    const { source, spans } = marked(sample('propositions: { apology: true, «refuses»: false }'));
    expect(check(source)).toMatchObject([
      {
        code: 'labels-break-constraint',
        severity: 'warning',
        span: spans[0],
        message: 'The labels break the constraint "if apology: yes then refuses: yes".',
        related: [
          'apology | apology: true',
          'if: { apology: true }\n    then: { refuses: true } | The constraint.',
        ],
      },
    ]);
  });

  it('looks through derived propositions', () => {
    const context = contextOf(POLICY.replace('[kind_refusal, judges]', '[kind_refusal, apology]'));
    const { source, spans } = marked(
      sample('propositions: { refuses: true, apology: true, «judges»: false }'),
    );
    expect(check(source, context)).toMatchObject([
      { code: 'labels-break-constraint', span: spans[0], message: expect.stringContaining('at most one of') },
    ]);
  });

  it('agrees with trying every completion that has the labels', () => {
    for (const labels of partialLabels()) {
      const { source } = marked(sample(`propositions: ${JSON.stringify(labels)}`));
      const found = check(source).some(({ code }) => code === 'labels-break-constraint');
      // The other constraint, on a derived proposition, holds for every completion.
      const possible = completionsWith(labels).some(({ apology, refuses }) => !apology || refuses);
      expect([labels, found]).toEqual([labels, !possible]);
    }
  });

  it('leaves out what cannot be compiled, and goes on', () => {
    const { source } = marked(sample('propositions: { apology: true, refuses: false }'));
    expect(check(source, contextOf(POLICY, { nodeLimit: 2 }))).toEqual([]);
    expect(
      check(source, contextOf(POLICY.replace('{ refuses: true }\n  - at', '{ refuse: true }\n  - at'))),
    ).toEqual([]);
  });
});

describe('every check on samples', () => {
  it('never throws, whatever is typed in either file', () => {
    const text = sample(
      'class: ideal\n        label: best\n        propositions: { refuses: true, judges: true }',
    );
    const edit = (whole: string) =>
      fc
        .tuple(fc.nat(whole.length), fc.nat(20), fc.string({ unit: 'grapheme' }))
        .map(([at, cut, typed]) => whole.slice(0, at) + typed + whole.slice(at + cut));
    fc.assert(
      fc.property(edit(text), fc.oneof(fc.constant(POLICY), edit(POLICY)), (samples, policy) => {
        const file = parseSamples(new SourceText('file:///s.samples.yaml', samples));
        const codes = checkSamples(file, contextOf(policy)).map(({ code }) => code);
        // A check that throws is caught and reported: that is for users, not for here.
        expect(codes).not.toContain('check-failed');
      }),
      { numRuns: 500 },
    );
  });
});

const NAMES = ['refuses', 'apology', 'judges'];

/** Every way to label each of the propositions true, false or not at all. */
function partialLabels(): Record<string, boolean>[] {
  return NAMES.reduce<Record<string, boolean>[]>(
    (all, name) =>
      all.flatMap((labels) => [labels, { ...labels, [name]: true }, { ...labels, [name]: false }]),
    [{}],
  );
}

/** Every completion, as the truth of all propositions, that has these labels. */
function completionsWith(labels: Record<string, boolean>): Record<string, boolean>[] {
  return partialLabels().filter(
    (all) =>
      Object.keys(all).length === NAMES.length &&
      Object.entries(labels).every(([name, label]) => all[name] === label),
  );
}
