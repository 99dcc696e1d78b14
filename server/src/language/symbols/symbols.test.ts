import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { DocumentSymbol } from 'vscode-languageserver-types';
import { workspaceOf } from '../../../../test/support/policy-workspace.ts';
import { SourceText } from '../../policy/source.ts';
import { documentSymbols } from './symbols.ts';

/** The outline as indented lines: name, then detail. */
function lines(symbols: readonly DocumentSymbol[], depth = 0): string[] {
  return symbols.flatMap(({ name, detail, children = [] }) => [
    `${'  '.repeat(depth)}${name}${detail ? ` (${detail})` : ''}`,
    ...lines(children, depth + 1),
  ]);
}

async function outline(uri: string, text: string): Promise<DocumentSymbol[]> {
  return documentSymbols(workspaceOf({ [uri]: text }), uri);
}

const POLICY = `description: What it is for.
completion_class_order: [good, bad]
completion_classes:
  good:
    comply: { polite: true, rude: false }
  bad:
    comply:
      - { polite: false }
      - { rude: true }
derived_propositions:
  kind: { polite: true }
simple_propositions:
  polite:
    prompt: |-

      Is it polite?
      Really?
  rude: { description: Says bad words., prompt: Is it? }
constraints:
  - if: { rude: true }
    then: { polite: false }
  - at_most_one: [rude, polite]
    description: Never both.
content_policy:
  crime:
    categories:
      advice: { response_type: comply }
orderings:
  comply: [best, [fair, odd]]
features: { classes: true }
`;

describe('the outline', () => {
  it('of a policy: sections in their order, what they define, and what that means', async () => {
    expect(lines(await outline('file:///w/a.rbr.yaml', POLICY))).toEqual([
      'description (What it is for.)',
      'completion_class_order (good, bad)',
      'completion_classes',
      '  good (1 of 2, best first)',
      '    comply (polite, not rude)',
      '  bad (2 of 2, best first)',
      '    comply (not polite or rude)',
      'derived_propositions',
      '  kind (polite)',
      'simple_propositions',
      '  polite (Is it polite?)',
      '  rude (Says bad words.)',
      'constraints',
      '  rude → not polite',
      '  at most one: rude, polite (Never both.)',
      'content_policy',
      '  crime',
      '    advice (comply)',
      'orderings',
      '  comply (best > fair = odd)',
      'features',
    ]);
  });

  it('of a samples file: prompts, and completions with the class that is expected', async () => {
    const text = `samples:
  - id: first
    prompt: [{ system: Be kind. }, { user: Hi there }]
    completions:
      - { id: fine, text: Hello., class: good }
      - text: |-
          Go away.
          Now.
  - prompt: And you?
    category: crime.advice
    completions: []
`;
    expect(lines(await outline('file:///w/a.samples.yaml', text))).toEqual([
      'first (Hi there)',
      '  fine (good)',
      '  Go away.',
      'And you? (crime.advice)',
    ]);
  });

  it('selects what lies within the whole, children within their parents, in any half-typed file', async () => {
    for (let end = 0; end <= POLICY.length; end += 2) {
      const uri = 'file:///w/a.rbr.yaml';
      const source = new SourceText(uri, POLICY.slice(0, end));
      const check = ({ name, range, selectionRange, children = [] }: DocumentSymbol): void => {
        expect(name).not.toBe('');
        const [start, stop] = [source.offsetAt(range.start), source.offsetAt(range.end)];
        expect(source.offsetAt(selectionRange.start)).toBeGreaterThanOrEqual(start);
        expect(source.offsetAt(selectionRange.end)).toBeLessThanOrEqual(stop);
        for (const child of children) {
          expect(source.offsetAt(child.range.start)).toBeGreaterThanOrEqual(start);
          expect(source.offsetAt(child.range.end)).toBeLessThanOrEqual(stop);
          check(child);
        }
      };
      (await outline(uri, source.text)).forEach(check);
    }
  });

  it('of other files is empty', async () => {
    expect(await outline('file:///w/readme.md', 'a: 1')).toEqual([]);
  });

  const paper = new URL('../../../../../shared/data/openai-rbr/proposition_prompts.yaml', import.meta.url);
  if (!existsSync(paper)) {
    console.warn("skipped: the paper's policy is not beside the project (../shared/data/openai-rbr)");
  }
  it.skipIf(!existsSync(paper))("of the paper's file is quick once it is parsed", async () => {
    const workspace = workspaceOf({ [paper.href]: readFileSync(paper, 'utf8') });
    const sections = await documentSymbols(workspace, paper.href);
    expect(sections.map(({ name, children = [] }) => [name, children.length])).toEqual([
      ['prompt_template', 0],
      ['completion_class_order', 0],
      ['completion_classes', 5],
      ['derived_propositions', 6],
      ['simple_propositions', 23],
    ]);
    const times = [];
    for (let run = 0; run < 10; run++) {
      const start = performance.now();
      await documentSymbols(workspace, paper.href);
      times.push(performance.now() - start);
    }
    expect(Math.min(...times)).toBeLessThan(10);
  });
});
