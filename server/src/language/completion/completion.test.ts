import { describe, expect, it } from 'vitest';
import { ask, inPolicy, POLICY, stop } from '../../../../test/support/ask-completions.ts';
import { marked } from '../../../../test/support/marked-text.ts';

describe('completion of keys', () => {
  it('offers the sections that are not there, each with what it is for', async () => {
    const { items, labels, accepted } = await inPolicy('description: mine\nsim‸\n');
    expect(labels).toContain('simple_propositions');
    expect(labels).not.toContain('description');
    expect(items.find(({ label }) => label === 'simple_propositions')?.documentation).toContain('grader');
    expect(accepted('simple_propositions')).toBe(`description: mine\nsimple_propositions:\n  ${stop(1)}\n`);
    expect(accepted('prompt_template')).toBe(`description: mine\nprompt_template: |-\n  ${stop(1)}\n`);
    expect(accepted('completion_class_order')).toBe(
      `description: mine\ncompletion_class_order:\n  - ${stop(1)}\n`,
    );
  });

  it('offers the keys of a proposition on an empty line between others', async () => {
    const { labels, accepted } = await inPolicy(
      'simple_propositions:\n  polite:\n    description: Says please.\n    ‸\n    threshold: 0.5\n  other: {}\n',
    );
    expect(labels).toEqual(['prompt', 'paraphrases', 'examples', 'cues', 'check', 'judged']);
    expect(accepted('prompt')).toContain(`    prompt: |-\n      ${stop(1)}\n    threshold: 0.5`);
    expect(accepted('cues')).toContain(`    cues:\n      ${stop(1)}\n`);
  });

  it('offers what a cue can look at, in either style', async () => {
    const cues = 'simple_propositions:\n  polite:\n    cues:\n      for:\n';
    expect((await inPolicy(`${cues}        - { ‸ }\n`)).labels).toEqual(['request', 'reply']);
    expect((await inPolicy(`${cues}        - request: why\n          ‸\n`)).labels).toEqual(['reply']);
  });

  it('keeps to one line in flow style', async () => {
    const { accepted } = await inPolicy('simple_propositions:\n  polite: { pro‸ }\n');
    expect(accepted('prompt')).toBe('simple_propositions:\n  polite: { prompt:  }\n');
    expect(accepted('cues')).toBe(`simple_propositions:\n  polite: { cues: { ${stop(1)} } }\n`);
  });

  it('changes only the name where its colon is there', async () => {
    const { accepted } = await inPolicy('simple_propositions:\n  polite:\n    pr‸omt: Is it?\n');
    expect(accepted('prompt')).toBe('simple_propositions:\n  polite:\n    prompt: Is it?\n');
  });

  it('changes the whole name from its beginning on', async () => {
    const { labels, accepted } = await inPolicy('severities:\n  ‸unknown-key: off\n');
    expect(labels).toContain('unknown-class');
    expect(accepted('unknown-class')).toBe('severities:\n  unknown-class: off\n');
  });

  it('begins a list whose first dash is missing', async () => {
    const { accepted } = await inPolicy('constraints:\n  ‸\n');
    expect(accepted('at_most_one')).toBe(`constraints:\n  - at_most_one:\n      - ${stop(1)}\n`);
  });

  it('goes on in a list item', async () => {
    const { labels } = await inPolicy('constraints:\n  - if: { a: true }\n    ‸\n');
    expect(labels).toContain('then');
    expect(labels).not.toContain('if');
  });

  it('offers nothing in a comment, a prompt, or left of where a key can stand', async () => {
    for (const text of [
      '# sim‸\n',
      'a: 1 # sim‸\n',
      'simple_propositions:\n  polite:\n    prompt: |-\n      Is it pol‸ite?\n',
      'simple_propositions:\n  polite:\n    prompt: |-\n      Is it\n‸\n      polite?\n',
      'simple_propositions:\n  polite:\n    prompt: Is it pol‸\n',
      'simple_propositions:\n  polite:\n    prompt: A?\n ‸\n',
    ]) {
      expect((await inPolicy(text)).labels, text).toEqual([]);
    }
  });
});

describe('completion anywhere', () => {
  it('never throws, and replaces nothing but what is around the cursor', async () => {
    for (let offset = 0; offset <= POLICY.length; offset += 3) {
      for (const rest of [POLICY.slice(offset), '', '\n']) {
        const text = `${POLICY.slice(0, offset)}‸${rest}`;
        const { items } = await ask('file:///w/mine.rbr.yaml', text);
        const { source, cursor = -1 } = marked(text);
        const at = source.positionAt(cursor);
        for (const { textEdit } of items) {
          if (!textEdit || !('range' in textEdit)) throw new Error('an item without an edit');
          const { start, end } = textEdit.range;
          expect([start.line, end.line], text).toEqual([at.line, at.line]);
          expect(start.character, text).toBeLessThanOrEqual(at.character);
          expect(end.character, text).toBeGreaterThanOrEqual(at.character);
        }
      }
    }
  });
});
