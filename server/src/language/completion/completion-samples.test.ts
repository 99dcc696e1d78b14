import { describe, expect, it } from 'vitest';
import { ask, inSamples, SAMPLES_URI, stop } from '../../../../test/support/ask-completions.ts';

describe('completion in a samples file', () => {
  const sample = (completion: string, type = 'response_type: comply') =>
    `samples:\n  - prompt: Hi\n    ${type}\n    completions:\n      - text: Hello.\n        ${completion}\n`;

  it('offers keys, policies, categories and response types', async () => {
    expect((await inSamples('samples:\n  - prompt: Hi\n    ‸\n')).labels).toEqual([
      'id',
      'category',
      'response_type',
      'completions',
    ]);
    expect((await inSamples('samples:\n  ‸\n')).accepted('prompt')).toContain('samples:\n  - prompt: ');
    expect((await ask(SAMPLES_URI, 'policy: ‸\nsamples: []\n')).labels).toEqual([
      'policy.rbr.yaml',
      'sub/base.rbr.yaml',
    ]);
    expect((await inSamples('samples:\n  - category: cr‸\n    prompt: Hi\n')).labels).toEqual([
      'crime.advice',
    ]);
    expect((await inSamples('samples:\n  - response_type: ‸\n    prompt: Hi\n')).labels).toEqual([
      'comply',
      'refuse',
    ]);
  });

  it('offers the classes and labels of the response type, also by way of the category', async () => {
    expect((await inSamples(sample('class: ‸'))).labels).toEqual(['good', 'bad']);
    expect((await inSamples(sample('class: ‸', 'category: crime.advice'))).labels).toEqual(['good']);
    expect((await inSamples(sample('class: ‸', 'response_type: Decline'))).labels).toEqual(['good']);
    expect((await inSamples(sample('label: ‸'))).labels).toEqual(['best', 'middling', 'fair']);
    expect((await inSamples(sample('label: ‸', 'response_type: refuse'))).labels).toEqual(['no']);
  });

  it('offers the propositions that the response type reads and that have no label', async () => {
    const { labels } = await inSamples(sample('propositions: { polite: true, ‸ }'));
    expect(labels).toEqual(['helpful']);
  });

  it('inserts all missing propositions at once, indented as they are, and gives none of them a value', async () => {
    const block = await inSamples(sample('propositions:\n          ‸'));
    expect(block.labels).toEqual(['all missing propositions', 'polite', 'helpful']);
    expect(block.accepted('all missing propositions')).toContain(
      `propositions:\n          polite: ${stop(1)}\n          helpful: ${stop(2)}\n`,
    );
    const flow = await inSamples(sample('propositions: {‸}'));
    expect(flow.accepted('all missing propositions')).toContain(
      `propositions: {polite: ${stop(1)}, helpful: ${stop(2)}}`,
    );
    const plain = await inSamples(sample('propositions:\n          ‸'), false);
    expect(plain.accepted('all missing propositions')).toContain('          polite: \n          helpful: \n');
  });

  it('offers nothing in what the user or the model says', async () => {
    expect((await inSamples('samples:\n  - prompt: How do‸\n')).labels).toEqual([]);
    expect((await inSamples(sample('id: a').replace('Hello.', '|-\n          Hel‸lo.'))).labels).toEqual([]);
  });
});
