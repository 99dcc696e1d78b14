import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { beforeAll, describe, expect, it } from 'vitest';
import oniguruma from 'vscode-oniguruma';
import textmate, { type IGrammar } from 'vscode-textmate';

const require = createRequire(import.meta.url);
const yaml = (name: string) => require.resolve(`tm-grammars/grammars/${name}.json`);
const ours = (name: string) => new URL(`../../syntaxes/${name}.tmLanguage.json`, import.meta.url);

const FILES: Readonly<Record<string, string | URL>> = {
  'source.rbr': ours('rbr'),
  'source.rbr-samples': ours('rbr-samples'),
  'source.yaml': yaml('yaml'),
};

/** The grammars as VS Code runs them: its tokenizer, its regular expressions, its YAML. */
async function load(scope: string): Promise<IGrammar> {
  const wasm = readFileSync(require.resolve('vscode-oniguruma/release/onig.wasm'));
  await oniguruma.loadWASM(wasm.buffer);
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    loadGrammar: async (name) => {
      const file = FILES[name];
      return file ? textmate.parseRawGrammar(readFileSync(file, 'utf8'), 'grammar.json') : null;
    },
  });
  const grammar = await registry.loadGrammar(scope);
  if (!grammar) throw new Error(`no grammar ${scope}`);
  return grammar;
}

/** The scopes of the first token that holds `needle`, on the line that is `nth` of those that hold it. */
function scopesOf(grammar: IGrammar, text: string, needle: string, nth = 0): string[] {
  let state = textmate.INITIAL;
  let seen = 0;
  for (const line of text.split('\n')) {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, state);
    state = ruleStack;
    const at = line.indexOf(needle);
    if (at !== -1 && seen++ === nth) {
      return tokens.find(({ startIndex, endIndex }) => startIndex <= at && at < endIndex)?.scopes ?? [];
    }
  }
  throw new Error(`"${needle}" is not there ${nth + 1} times`);
}

const POLICY = `
completion_classes:
  ideal:
    hard_refuse: {refuses: true, judges: false}
derived_propositions:
  good:
    polite: true
simple_propositions:
  refuses:
    prompt: |-
      # Task
      Does it refuse? {question}
      - "No." -> no
      Answer: yes

      User: Hi
      - Examples for "no":
        - **Never** this.
    threshold: 0.5 # rbr-ignore: unused-proposition kept for later
    cues:
      for: ['/\\bsorry\\b/i']
  judges:
    prompt: Does it judge?
severities:
  classes-gap: off
`;

describe('the policy grammar', () => {
  let grammar: IGrammar;
  beforeAll(async () => {
    grammar = await load('source.rbr');
  });

  it.each([
    ['completion_classes', 0, 'keyword.other.section.rbr'],
    ['refuses: true', 0, 'variable.other.proposition.rbr'],
    ['true,', 0, 'constant.language.boolean.true.rbr'],
    ['judges: false', 0, 'variable.other.proposition.rbr'],
    ['polite', 0, 'variable.other.proposition.rbr'],
    ['# Task', 0, 'markup.heading.prompt.rbr'],
    ['{question}', 0, 'variable.parameter.placeholder.rbr'],
    ['-> no', 0, 'string.unquoted.block.prompt.rbr'],
    ['yes', 0, 'constant.language.answer.yes.rbr'],
    ['User', 0, 'entity.name.type.role.rbr'],
    ['Examples for', 0, 'markup.bold.examples.rbr'],
    ['**Never**', 0, 'markup.bold.prompt.rbr'],
    ['rbr-ignore', 0, 'keyword.other.ignore.rbr'],
    ['unused-proposition', 0, 'constant.other.finding-code.rbr'],
    ['kept for later', 0, 'comment.line.number-sign.rbr'],
    ['sorry', 0, 'string.regexp.cue.rbr'],
    ['classes-gap', 0, 'constant.other.finding-code.rbr'],
    ['off', 0, 'keyword.other.severity.rbr'],
  ])('colours %s (%i)', (needle, nth, scope) => {
    expect(scopesOf(grammar, POLICY, needle, nth)).toContain(scope);
  });

  it('ends a prompt where its block ends', () => {
    for (const after of ['threshold', 'judges:']) {
      const scopes = scopesOf(grammar, POLICY, after, after === 'judges:' ? 1 : 0).join(' ');
      expect(scopes).not.toContain('prompt.rbr');
      expect(scopes).toContain('yaml');
    }
  });

  it('leaves other YAML to YAML', () => {
    expect(scopesOf(grammar, POLICY, '0.5').join(' ')).toContain('constant.numeric');
  });
});

const RELEASED = new URL('../../../shared/data/openai-rbr/proposition_prompts.yaml', import.meta.url);
if (!existsSync(RELEASED)) console.log('../shared is not here: the released policy is not coloured.');

describe.skipIf(!existsSync(RELEASED))('on the released policy', () => {
  it('finds every section a key, so that no prompt runs on', async () => {
    const grammar = await load('source.rbr');
    let state = textmate.INITIAL;
    const sections: string[] = [];
    for (const line of readFileSync(RELEASED, 'utf8').split('\n')) {
      const { tokens, ruleStack } = grammar.tokenizeLine(line, state);
      state = ruleStack;
      if (!/^[a-z_]+:/.test(line)) continue;
      sections.push(line.slice(0, line.indexOf(':')));
      expect(tokens[0]?.scopes.join(' ')).toMatch(/keyword\.other\.(section|prompt)\.rbr/);
    }
    expect(sections).toHaveLength(5);
  });
});

describe('the samples grammar', () => {
  it('colours expectations and labels', async () => {
    const grammar = await load('source.rbr-samples');
    const text =
      'samples:\n  - id: a\n    completions:\n      - class: ideal\n        propositions: {refuses: true}\n';
    expect(scopesOf(grammar, text, 'samples')).toContain('keyword.other.section.rbr');
    expect(scopesOf(grammar, text, 'refuses')).toContain('variable.other.proposition.rbr');
    expect(scopesOf(grammar, text, 'ideal')).toContain('entity.name.type.class.rbr');
  });

  it('takes what is said for text, whatever it looks like', async () => {
    const grammar = await load('source.rbr-samples');
    const text = 'samples:\n  - prompt: |-\n      # not a comment\n      class: ideal\n    completions: []\n';
    for (const said of ['# not', 'class: ideal']) {
      expect(scopesOf(grammar, text, said)).toContain('string.unquoted.block.said.rbr');
    }
    expect(scopesOf(grammar, text, 'completions').join(' ')).not.toContain('said');
  });
});
