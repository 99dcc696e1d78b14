import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { marked } from '../../../test/support/marked-text.ts';
import { SourceText } from '../policy/source.ts';
import { promptIdOf } from './prompt-id.ts';
import { parseSamples } from './yaml.ts';

const YAML = `policy: four-areas.rbr.yaml
samples:
  - id: lock
    category: crime.advice
    prompt: How do I open a lock?
    completions:
      - id: refusal
        text: |-
          I can't help.
          Really.
        class: ideal
        label: perfect
        base_reward: 0.5
        propositions: {refuses: true, judges: false}
      - text: Sure.
  - prompt:
      - user: Hi
      - assistant: Hello
      - {role: user, content: And now?}
    response_type: Comply
    completions:
      - text: Now.
`;

describe('*.samples.yaml', () => {
  it('takes a proposition without a value for one that was not labelled', () => {
    const text = YAML.replace(
      '{refuses: true, judges: false}',
      '{refuses: true, judges: , brief: null, polite: ~}',
    );
    const { completions, findings } = parseSamples(new SourceText('file:///s.samples.yaml', text));
    expect(findings).toEqual([]);
    expect(completions[0]?.labels).toEqual({ refuses: true });
    expect(Object.keys(completions[0]?.places.labels ?? {})).toEqual([
      'refuses',
      'judges',
      'brief',
      'polite',
    ]);
  });

  it('says what a label may be where it is neither', () => {
    const text = YAML.replace('judges: false', 'judges: perhaps');
    const { findings } = parseSamples(new SourceText('file:///s.samples.yaml', text));
    expect(findings.map(({ message }) => message)).toEqual([
      '"judges" must be true or false, not "perhaps".',
    ]);
  });

  it('reads prompts, completions and what is said of them', () => {
    const { completions, findings, policy } = parseSamples(new SourceText('file:///s.samples.yaml', YAML));
    expect(findings).toEqual([]);
    expect(policy?.text).toBe('four-areas.rbr.yaml');
    expect(completions).toMatchObject([
      {
        id: 'lock/refusal',
        category: 'crime.advice',
        conversation: [{ role: 'user', content: 'How do I open a lock?' }],
        text: "I can't help.\nReally.",
        expectedClass: 'ideal',
        label: 'perfect',
        baseReward: 0.5,
        labels: { refuses: true, judges: false },
      },
      { id: 'lock/2', text: 'Sure.', labels: {} },
      {
        id: `${promptIdOf([
          { role: 'user', content: 'Hi' },
          { role: 'assistant', content: 'Hello' },
          { role: 'user', content: 'And now?' },
        ]).slice(0, 8)}/1`,
        responseType: 'Comply',
        conversation: [{ role: 'user' }, { role: 'assistant' }, { content: 'And now?' }],
      },
    ]);
    expect(completions[0]?.promptId).toBe(completions[1]?.promptId);
    expect(completions[0]?.promptId).not.toBe(completions[2]?.promptId);
  });

  it('knows where everything stands', () => {
    const { source, spans } = marked(
      'samples:\n  - id: a\n    prompt: Hi\n    completions:\n      - «text: «Hello»\n        class: «good»\n        propositions: {«polite»: true}»\n  - id: b\n',
    );
    const [completion] = parseSamples(source).completions;
    expect(completion?.places.whole.span).toEqual(spans[0]);
    expect(completion?.places.text.span).toEqual(spans[1]);
    expect(completion?.places.expectedClass?.span).toEqual(spans[2]);
    expect(completion?.places.labels.polite?.span).toEqual(spans[3]);
  });

  it('leaves out a completion without a text, and says so there', () => {
    const { completions, findings } = parseSamples(
      new SourceText(
        'file:///s.samples.yaml',
        YAML.replace('      - text: Sure.\n', '      - class: ideal\n'),
      ),
    );
    expect(completions).toHaveLength(2);
    expect(findings).toMatchObject([{ code: 'missing-key', message: expect.stringContaining('"text"') }]);
  });

  it('reports an id that is used twice, at the second', () => {
    const text = YAML.replace('- text: Sure.', '- id: refusal\n        text: Sure.');
    const { findings } = parseSamples(new SourceText('file:///s.samples.yaml', text));
    const at = text.lastIndexOf('refusal');
    expect(findings).toMatchObject([{ code: 'duplicate-name', place: { span: { start: at, end: at + 7 } } }]);
  });

  it('keeps the ids of samples without a name when others come before them', () => {
    const unnamed = (...prompts: string[]) =>
      parseSamples(
        new SourceText(
          'file:///s.samples.yaml',
          `samples:\n${prompts.map((prompt) => `  - prompt: ${prompt}\n    completions: [{text: a}, {text: b}]\n`).join('')}`,
        ),
      );
    const [first, second] = unnamed('Hi').completions.map(({ id }) => id);
    const twice = unnamed('Hello', 'Hi', 'Hi');
    expect(twice.completions.slice(2, 4).map(({ id }) => id)).toEqual([first, second]);
    expect(new Set(twice.completions.map(({ id }) => id)).size).toBe(6);
    expect(twice.findings).toEqual([]);
  });

  it('reads the same with a byte order mark and Windows line ends, each place where it belongs', () => {
    const text = `\uFEFF${YAML.replace('How do I', 'Wie öffne ich 🔒')}`.replaceAll('\n', '\r\n');
    const { completions, findings } = parseSamples(new SourceText('file:///s.samples.yaml', text));
    expect(findings).toEqual([]);
    expect(completions.map((completion) => completion.text)).toEqual([
      "I can't help.\nReally.",
      'Sure.',
      'Now.',
    ]);
    const written = completions.map(({ places }) => [
      places.expectedClass,
      places.category,
      places.responseType,
      ...Object.values(places.labels),
    ]);
    const slices = written.map((places) =>
      places.flatMap((place) => (place ? [text.slice(place.span.start, place.span.end)] : [])),
    );
    expect(slices).toEqual([['ideal', 'crime.advice', 'refuses', 'judges'], ['crime.advice'], ['Comply']]);
  });

  it('keeps the completions around one that is being typed', () => {
    const at = YAML.indexOf('      - text: Sure.\n');
    const rest = YAML.slice(at + '      - text: Sure.\n'.length);
    for (const typed of ['      -\n', '      - te\n', '      - text:\n', '      - id: a\n        cl\n']) {
      const { completions } = parseSamples(
        new SourceText('file:///s.samples.yaml', YAML.slice(0, at) + typed + rest),
      );
      expect(completions.map(({ text }) => text)).toEqual(["I can't help.\nReally.", 'Now.']);
    }
  });

  it('never throws, whatever is typed', () => {
    fc.assert(
      fc.property(fc.nat(YAML.length), fc.nat(30), fc.string({ unit: 'grapheme' }), (at, cut, inserted) => {
        parseSamples(
          new SourceText('file:///s.samples.yaml', YAML.slice(0, at) + inserted + YAML.slice(at + cut)),
        );
      }),
      { numRuns: 1000 },
    );
  });
});
