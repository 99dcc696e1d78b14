import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { marked } from '../../../test/support/marked-text.ts';
import { parsePolicy } from './parse.ts';
import { SourceText } from './source.ts';

/** The findings of a policy text whose marked spans are where they must be. */
function findingsAt(text: string) {
  const { source, spans } = marked(text);
  const { findings, data } = parsePolicy(source);
  return { findings, spans, data };
}

describe('reading a policy file', () => {
  it('names a misspelt key, at the key, with a fix', () => {
    const { findings, spans } = findingsAt('«simple_proposition»:\n  polite: {prompt: Polite?}\n');
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({
      code: 'unknown-key',
      place: { span: spans[0] },
      fixes: [{ title: 'Change to "simple_propositions"' }],
    });
  });

  it('offers true for yes', () => {
    const { findings, spans } = findingsAt('derived_propositions:\n  good:\n    polite: «yes»\n');
    expect(findings[0]).toMatchObject({
      code: 'wrong-type',
      message: '"polite" must be true or false, not "yes".',
      place: { span: spans[0] },
      fixes: [{ edits: [{ newText: 'true' }] }],
    });
  });

  it('keeps everything around a condition without a value yet', () => {
    const { findings, data, spans } = findingsAt(
      'derived_propositions:\n  good:\n    polite: true\n    «kind»:\nsimple_propositions:\n  polite: {prompt: Polite?}\n',
    );
    expect(findings).toMatchObject([{ code: 'missing-value', place: { span: spans[0] } }]);
    const good = data?.fields.derived_propositions?.value.entries[0];
    expect(good?.value).toMatchObject({
      kind: 'dict',
      entries: [{ key: { value: 'polite' }, value: { value: true } }],
    });
    expect(data?.fields.simple_propositions?.value.entries).toHaveLength(1);
  });

  it('takes a section without content as a beginning, not a fault', () => {
    const { findings, data } = findingsAt(
      'simple_propositions:\nconstraints:\ncompletion_class_order:\n  - \n',
    );
    expect(findings).toEqual([]);
    expect(data?.fields.constraints?.value.items).toEqual([]);
  });

  it('reports a second definition and keeps the first', () => {
    const { findings, spans, data } = findingsAt(
      'simple_propositions:\n  «polite»: {prompt: One?}\n  «polite»: {prompt: Two?}\n',
    );
    expect(findings).toMatchObject([
      { code: 'duplicate-name', place: { span: spans[1] }, related: [{ place: { span: spans[0] } }] },
    ]);
    expect(data?.fields.simple_propositions?.value.entries[0]?.value.fields.prompt?.value.value).toBe('One?');
  });

  it('places a YAML fault and still reads the rest', () => {
    const { findings, data } = findingsAt(
      'completion_class_order: [good, bad\nsimple_propositions:\n  polite:\n    prompt: Polite?\n',
    );
    expect(findings[0]).toMatchObject({ code: 'yaml-syntax' });
    expect(data?.fields.completion_class_order?.value.items.map((leaf) => leaf.value)).toContain('good');
  });

  it('reads numbers only within their bounds', () => {
    const { findings, spans } = findingsAt(
      'simple_propositions:\n  polite:\n    prompt: Polite?\n    threshold: «1.5»\n',
    );
    expect(findings).toMatchObject([
      { message: '"threshold" must be a number from 0 to 1, not "1.5".', place: { span: spans[0] } },
    ]);
  });

  it('demands the answer of an example', () => {
    const { findings } = findingsAt(
      'simple_propositions:\n  polite:\n    prompt: Polite?\n    examples:\n      - response: Hi\n',
    );
    expect(findings).toMatchObject([{ code: 'missing-key', message: expect.stringContaining('"answer"') }]);
  });

  it('follows anchors, and stops at one that contains itself', () => {
    const { data, findings } = findingsAt(
      'derived_propositions:\n  a: &shared {polite: true}\n  b: *shared\n',
    );
    expect(findings).toEqual([]);
    expect(data?.fields.derived_propositions?.value.entries[1]?.value).toMatchObject({
      kind: 'dict',
      entries: [{ key: { value: 'polite' } }],
    });
    const loop = parsePolicy(new SourceText('file:///a.rbr.yaml', 'completion_classes: &x\n  a: *x\n'));
    expect(loop.findings.map((finding) => finding.code)).toContain('yaml-syntax');
  });

  it('stops at aliases that multiply without end', () => {
    const lines = ['completion_class_order: &a0 [x,x,x,x,x,x,x,x,x]'];
    const nested = Array.from(
      { length: 9 },
      (_, i) => `  k${i + 1}: &b${i + 1} [${'*b'.concat(`${i}, `).repeat(9)}*b${i}]`,
    );
    const text = `${lines.join('\n')}\norderings:\n  k0: &b0 [x]\n${nested.join('\n')}\n`;
    const { findings } = parsePolicy(new SourceText('file:///a.rbr.yaml', text));
    expect(findings.length).toBeGreaterThan(0);
  });

  it('never throws, whatever is typed', () => {
    const valid =
      'extends: a.yaml\nsimple_propositions:\n  polite: {prompt: "Polite?", cues: {for: [please]}}\nconstraints:\n  - if: {polite: true}\n    then: {kind: true}\n';
    fc.assert(
      fc.property(fc.nat(valid.length), fc.nat(20), fc.string({ unit: 'grapheme' }), (at, cut, inserted) => {
        const text = valid.slice(0, at) + inserted + valid.slice(at + cut);
        const { findings } = parsePolicy(new SourceText('file:///a.rbr.yaml', text));
        for (const { place } of findings) {
          expect(place.span.start).toBeGreaterThanOrEqual(0);
          expect(place.span.end).toBeGreaterThanOrEqual(place.span.start);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
