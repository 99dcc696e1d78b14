import { describe, expect, it } from 'vitest';
import { loadPolicy, parsing } from './load.ts';

const BASE = `
prompt_template: "{question}"
completion_class_order: [good, bad]
completion_classes:
  good: {comply: {polite: true}}
  bad: {comply: {polite: false}}
simple_propositions:
  polite: {prompt: Is it polite?, threshold: 0.4}
`;

async function load(files: Record<string, string>, main = 'file:///p/main.rbr.yaml') {
  return loadPolicy(
    main,
    parsing(async (uri) => files[uri]),
  );
}

describe('composing policies', () => {
  it('adds to a proposition field by field and leaves the rest alone', async () => {
    const loaded = await load({
      'file:///p/base.rbr.yaml': BASE,
      'file:///p/main.rbr.yaml':
        'extends: base.rbr.yaml\nsimple_propositions:\n  polite: {cues: {for: [please]}}\n',
    });
    const polite = loaded?.policy.propositions.get('polite');
    expect(polite?.prompt).toMatchObject({
      text: 'Is it polite?',
      place: { uri: 'file:///p/base.rbr.yaml' },
    });
    expect(polite?.cues).toMatchObject([{ text: 'please', speaksFor: true }]);
    expect(polite?.threshold).toBe(0.4);
    expect(loaded?.policy.classOrder.map((name) => name.text)).toEqual(['good', 'bad']);
    expect(loaded?.findings).toEqual([]);
  });

  it('overrides a class in one response type only', async () => {
    const loaded = await load({
      'file:///p/base.rbr.yaml': BASE,
      'file:///p/main.rbr.yaml':
        'extends: base.rbr.yaml\ncompletion_classes:\n  good: {refuse: [{polite: true}, {short: true}]}\nsimple_propositions: {short: {check: {count: words, max: 9}}}\n',
    });
    const good = loaded?.policy.classes.get('good');
    expect([...(good?.byResponseType.keys() ?? [])]).toEqual(['comply', 'refuse']);
    expect(good?.byResponseType.get('refuse')?.formula.anyOf).toHaveLength(2);
    expect(loaded?.policy.propositions.get('short')?.check).toMatchObject({
      of: 'completion',
      count: 'words',
      max: 9,
    });
  });

  it('says which extended file is missing, and where', async () => {
    const loaded = await load({ 'file:///p/main.rbr.yaml': 'extends: [gone.rbr.yaml]\n' });
    expect(loaded?.findings).toMatchObject([
      { code: 'extends-missing', place: { span: { start: 10, end: 23 } } },
    ]);
  });

  it('reports a circle of extends and still loads each file once', async () => {
    const loaded = await load({
      'file:///p/main.rbr.yaml': 'extends: other.rbr.yaml\n',
      'file:///p/other.rbr.yaml': `extends: main.rbr.yaml\n${BASE}`,
    });
    expect(loaded?.findings).toMatchObject([
      { code: 'extends-cycle', place: { uri: 'file:///p/other.rbr.yaml' } },
    ]);
    expect(loaded?.policy.propositions.size).toBe(1);
  });

  it('loads a file that two others share once', async () => {
    const loaded = await load({
      'file:///p/main.rbr.yaml': 'extends: [a.rbr.yaml, b.rbr.yaml]\n',
      'file:///p/a.rbr.yaml': 'extends: base.rbr.yaml\n',
      'file:///p/b.rbr.yaml': 'extends: base.rbr.yaml\n',
      'file:///p/base.rbr.yaml': BASE,
    });
    expect(loaded?.files.map((file) => file.source.uri.split('/').at(-1))).toEqual([
      'base.rbr.yaml',
      'a.rbr.yaml',
      'b.rbr.yaml',
      'main.rbr.yaml',
    ]);
  });

  it('reads every way to write an example', async () => {
    const loaded = await load({
      'file:///p/main.rbr.yaml': `
simple_propositions:
  polite:
    prompt: Polite?
    examples:
      - {response: Thank you., answer: yes, why: thanks}
      - conversation: [{user: Hi}, {assistant: What?}]
        answer: no
      - conversation: Hello
        response: Good day.
        answer: true
`,
    });
    expect(loaded?.policy.propositions.get('polite')?.examples).toMatchObject([
      { conversation: [], response: 'Thank you.', answer: true, why: 'thanks' },
      { conversation: [{ role: 'user', content: 'Hi' }], response: 'What?', answer: false },
      { conversation: [{ role: 'user', content: 'Hello' }], response: 'Good day.', answer: true },
    ]);
  });
});
