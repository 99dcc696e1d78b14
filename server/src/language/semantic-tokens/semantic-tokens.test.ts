import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { marked } from '../../../../test/support/marked-text.ts';
import { workspaceOf } from '../../../../test/support/policy-workspace.ts';
import type { SourceText } from '../../policy/source.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { SEMANTIC_TOKENS_LEGEND, semanticTokens, type TokenMarks } from './semantic-tokens.ts';

const POLICY = 'file:///w/a.rbr.yaml';
const SAMPLES = 'file:///w/a.samples.yaml';

/** Each token as its text, its type and its modifiers. */
async function tokensOf(workspace: Workspace, source: SourceText, marks?: TokenMarks): Promise<string[]> {
  const { data } = await semanticTokens(workspace, source.uri, marks);
  const lines = source.text.split('\n');
  const tokens: string[] = [];
  let line = 0;
  let character = 0;
  for (let at = 0; at < data.length; at += 5) {
    const [down = 0, right = 0, length = 0, type = 0, bits = 0] = data.slice(at, at + 5);
    character = down === 0 ? character + right : right;
    line += down;
    const modifiers = SEMANTIC_TOKENS_LEGEND.tokenModifiers.filter((_, index) => bits & (1 << index));
    tokens.push(
      [
        lines[line]?.slice(character, character + length),
        SEMANTIC_TOKENS_LEGEND.tokenTypes[type],
        ...modifiers,
      ].join(' '),
    );
  }
  return tokens;
}

describe('semantic tokens', () => {
  const { source, spans } = marked(
    [
      'completion_class_order: [good]',
      'completion_classes:',
      '  good:',
      '    comply: «{ kind: true }»',
      'orderings:',
      '  comply: [best]',
      'derived_propositions:',
      '  kind: { polite: true }',
      'simple_propositions:',
      '  polite: { prompt: Is it? }',
      '',
    ].join('\n'),
    POLICY,
  );
  const samples = marked(
    'policy: a.rbr.yaml\nsamples:\n  - prompt: Hi\n    response_type: Comply\n    completions:\n      - text: Hello.\n        class: good\n        label: best\n        propositions: { polite: true }\n',
    SAMPLES,
  ).source;
  const workspace = workspaceOf({ [POLICY]: source.text, [SAMPLES]: samples.text });

  it('says of every name in a policy what it stands for', async () => {
    expect(await tokensOf(workspace, source)).toEqual([
      'good class',
      'good class declaration',
      'comply type',
      'kind variable derived',
      'comply type',
      'best enumMember declaration',
      'kind variable declaration derived',
      'polite variable',
      'polite variable declaration',
    ]);
  });

  it('marks what is in conflict and what is unused', async () => {
    const tokens = await tokensOf(workspace, source, { conflicting: spans, unused: new Set(['polite']) });
    expect(tokens).toContain('kind variable derived conflicting');
    expect(tokens).toContain('polite variable declaration unused');
    expect(tokens.filter((token) => token.includes('conflicting'))).toHaveLength(1);
  });

  it('says it of the names in a samples file too', async () => {
    expect(await tokensOf(workspace, samples)).toEqual([
      'Comply type',
      'good class',
      'best enumMember',
      'polite variable',
    ]);
  });

  it('gives none for other files and for files that are not there', async () => {
    expect(await semanticTokens(workspace, 'file:///w/readme.md')).toEqual({ data: [] });
    expect(await semanticTokens(workspace, 'file:///w/none.rbr.yaml')).toEqual({ data: [] });
  });

  const paper = new URL('../../../../../shared/data/openai-rbr/proposition_prompts.yaml', import.meta.url);
  if (!existsSync(paper)) {
    console.warn("skipped: the paper's policy is not beside the project (../shared/data/openai-rbr)");
  }
  it.skipIf(!existsSync(paper))("is quick on the paper's file once it is parsed", async () => {
    const text = readFileSync(paper, 'utf8');
    const papers = workspaceOf({ [paper.href]: text });
    const { data } = await semanticTokens(papers, paper.href);
    expect(data.length / 5).toBeGreaterThan(100);
    const times = [];
    for (let run = 0; run < 10; run++) {
      const start = performance.now();
      await semanticTokens(papers, paper.href);
      times.push(performance.now() - start);
    }
    expect(Math.min(...times)).toBeLessThan(10);
  });
});
