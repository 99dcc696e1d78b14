import { describe, expect, it } from 'vitest';
import { ask, choice, inPolicy, stop } from '../../../../test/support/ask-completions.ts';

describe('completion in a policy', () => {
  const policy = (text: string, snippets?: boolean) =>
    inPolicy(`extends: policy.rbr.yaml\n${text}`, snippets);

  it.each([
    ['a block condition', 'completion_classes:\n  fine:\n    comply:\n      polite: true\n      ‸\n'],
    ['a flow condition', 'completion_classes:\n  fine:\n    comply: { polite: true, ‸ }\n'],
    ['an unclosed flow condition', 'completion_classes:\n  fine:\n    comply: { polite: true, ‸\n  other:\n'],
    ['before another', 'completion_classes:\n  fine:\n    comply: {‸ polite: true}\n'],
    ['a list of conditions', 'completion_classes:\n  fine:\n    comply:\n      - polite: true\n        ‸\n'],
    ['a constraint', 'constraints:\n  - if: { polite: true, ‸ }\n'],
    [
      'a behaviour',
      'behaviors:\n  comply:\n    completions:\n      best:\n        polite: true\n        ‸\n',
    ],
  ])('offers the propositions that are not there yet in %s', async (_, text) => {
    expect((await policy(text)).labels).toEqual(['kind', 'helpful', 'refuses']);
  });

  it('says what each proposition is', async () => {
    const { items } = await policy('completion_classes:\n  fine:\n    comply:\n      ‸\n');
    expect(items).toMatchObject([
      { label: 'kind', detail: 'derived', documentation: 'helpful' },
      { label: 'polite', detail: 'proposition', documentation: 'Says please.\n\nIs it polite?' },
      { label: 'helpful' },
      { label: 'refuses' },
    ]);
  });

  it('lets true or false be chosen, and claims neither for a client without snippets', async () => {
    const text = 'completion_classes:\n  fine:\n    comply: { pol‸ }\n';
    expect((await policy(text)).accepted('polite')).toContain(`comply: { polite: ${choice(1)} }`);
    const plain = await policy(text, false);
    expect(plain.accepted('polite')).toContain('comply: { polite:  }');
    expect(plain.items.every((item) => item.insertTextFormat === undefined)).toBe(true);
  });

  it('offers true and false for a value', async () => {
    expect((await policy('completion_classes:\n  fine:\n    comply: { polite: t‸ }\n')).labels).toEqual([
      'true',
      'false',
    ]);
  });

  it('does not offer a derived proposition what is made of it', async () => {
    const { labels } = await policy('derived_propositions:\n  kind:\n    ‸\n  warm: { kind: true }\n');
    expect(labels).toEqual(['polite', 'helpful', 'refuses']);
  });

  it('offers names that are used and not defined as propositions to define', async () => {
    const text = 'completion_classes:\n  fine:\n    comply: { brief: true }\nsimple_propositions:\n  ‸\n';
    const { labels, accepted } = await policy(text);
    expect(labels).toEqual(['brief']);
    expect(accepted('brief')).toContain(`simple_propositions:\n  brief:\n    ${stop(1)}\n`);
  });

  it('offers only the missing classes in the order, in either style', async () => {
    for (const order of ['\n  - good\n  - ‸\n', ' [good, ‸]\n', ' [‸, good]\n', '\n  - good\n  - b‸\n']) {
      const { labels } = await policy(`completion_class_order:${order}`);
      expect(labels, order).toEqual(['bad']);
    }
  });

  it('offers the ordered classes that have no conditions yet', async () => {
    const { labels } = await ask(
      'file:///w/mine.rbr.yaml',
      'completion_class_order: [good, fair, bad]\ncompletion_classes:\n  good:\n    comply: {}\n  ‸\n',
    );
    expect(labels).toEqual(['fair', 'bad']);
  });

  it('offers the missing response types, not the word that is being typed', async () => {
    const text = 'completion_classes:\n  fine:\n    comply: { polite: true }\n    re‸\n';
    const { labels, accepted } = await policy(text);
    expect(labels).toEqual(['refuse']);
    expect(accepted('refuse')).toContain(`    refuse:\n      ${stop(1)}\n`);
    expect(
      (await policy('content_policy:\n  a:\n    categories:\n      b:\n        response_type: ‸\n')).labels,
    ).toEqual(['comply', 'refuse']);
  });

  it('offers labels where labels stand', async () => {
    expect((await policy('margins:\n  best: 1\n  ‸\n')).labels).toEqual(['middling', 'fair', 'no']);
    expect((await policy('behaviors:\n  refuse:\n    completions:\n      ‸\n')).labels).toEqual(['no']);
    expect((await policy('orderings:\n  comply:\n    - best\n    - ‸\n')).labels).toEqual([
      'middling',
      'fair',
      'no',
    ]);
  });

  it('offers finding codes, severities and other fixed values', async () => {
    expect((await policy('severities:\n  class‸\n')).labels).toContain('classes-overlap');
    expect((await policy('severities:\n  classes-overlap: ‸\n')).labels).toEqual([
      'error',
      'warning',
      'info',
      'off',
    ]);
    expect((await policy('features:\n  class_probability: ‸\n')).labels).toEqual(['exact', 'product']);
    expect((await policy('features: { class_probability: e‸ }\n')).labels).toEqual(['exact', 'product']);
    expect((await policy('grader:\n  judged: ‸\n')).labels).toEqual(['answer', 'thought', 'both', 'text']);
  });

  it('offers policy and sample files of the folder, never the file itself', async () => {
    const { labels, accepted } = await inPolicy('extends: pol‸\n');
    expect(labels).toEqual(['policy.rbr.yaml', 'sub/base.rbr.yaml']);
    expect(accepted('sub/base.rbr.yaml')).toBe('extends: sub/base.rbr.yaml\n');
    expect((await inPolicy('extends:\n  - policy.rbr.yaml\n  - ‸\n')).labels).toEqual(['sub/base.rbr.yaml']);
    expect((await inPolicy('extends: "‸"\n')).accepted('policy.rbr.yaml')).toBe(
      'extends: "policy.rbr.yaml"\n',
    );
    expect((await inPolicy('samples: ‸\n')).labels).toEqual(['other.samples.yaml', '*.samples.yaml']);
  });

  it('offers placeholders in the prompt template, and only there', async () => {
    for (const text of ['prompt_template: |-\n  Judge {‸\n  well.\n', 'prompt_template: "Judge {que‸}"\n']) {
      const { labels, accepted } = await inPolicy(text);
      expect(labels).toEqual(['{question}', '{response}', '{conversation}']);
      expect(accepted('{question}')).toContain('Judge {question}');
      expect(accepted('{question}')).not.toContain('}}');
    }
    expect((await inPolicy('prompt_template: |-\n  Judge ‸\n')).labels).toEqual([]);
    expect((await inPolicy('simple_propositions:\n  a:\n    prompt: |-\n      Is {‸\n')).labels).toEqual([]);
  });
});
