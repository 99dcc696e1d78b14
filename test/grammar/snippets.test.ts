import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkPolicy } from '../../server/src/checks/check-policy.ts';
import { compileLogic } from '../../server/src/logic/classes.ts';
import { composePolicy } from '../../server/src/policy/compose.ts';
import { parsePolicy } from '../../server/src/policy/parse.ts';
import { SourceText } from '../../server/src/policy/source.ts';
import { parseSamples } from '../../server/src/samples/yaml.ts';

interface Snippet {
  readonly prefix: string;
  readonly body: readonly string[];
}

const read = (name: string): Snippet[] =>
  Object.values(JSON.parse(readFileSync(new URL(`../../snippets/${name}.json`, import.meta.url), 'utf8')));

/** As it stands when every default is taken. */
function filledIn({ body }: Snippet): string {
  const defaults = new Map<string, string>();
  const text = body.join('\n').replace(/\$\{(\d+)\|([^,|]*)[^|]*\|\}/g, '$2');
  return text
    .replace(/\$\{(\d+)(?::([^}]*))?\}/g, (_, stop: string, given?: string) => {
      if (given !== undefined) defaults.set(stop, given);
      return given ?? defaults.get(stop) ?? '';
    })
    .replace(/\$0/, '');
}

/** Where each snippet of a policy belongs; at the beginning of the file where nothing is said. */
const HOME: Readonly<Record<string, string>> = {
  proposition: 'simple_propositions:\n',
  check: 'simple_propositions:\n',
  cue: 'simple_propositions:\n  polite:\n    cues:\n      for:\n',
  derived: 'derived_propositions:\n',
  class: 'completion_classes:\n',
  constraint: 'constraints:\n',
  'constraint-at-most-one': 'constraints:\n',
  'constraint-exactly-one': 'constraints:\n',
  ordering: 'orderings:\n',
  category: 'content_policy:\n  area:\n    categories:\n',
};

function inside(home: string, text: string): string {
  const depth = home === '' ? 0 : (/^ */.exec(home.trimEnd().split('\n').at(-1) ?? '')?.[0].length ?? 0) + 2;
  return home + text.replace(/^(?=.)/gm, ' '.repeat(depth));
}

describe('snippets', () => {
  it.each(read('policy'))('of policies can be read: $prefix', (snippet) => {
    const text = inside(HOME[snippet.prefix] ?? '', filledIn(snippet));
    const { data, findings } = parsePolicy(new SourceText('file:///snippet.rbr.yaml', text));
    expect(findings).toEqual([]);
    if (snippet.prefix !== 'ignore') expect(Object.keys(data?.fields ?? {}).length).toBeGreaterThan(0);
  });

  it('a new policy has nothing wrong with it', () => {
    const snippet = read('policy').find(({ prefix }) => prefix === 'policy') as Snippet;
    const file = parsePolicy(new SourceText('file:///snippet.rbr.yaml', filledIn(snippet)));
    const policy = composePolicy([file]);
    expect(checkPolicy({ policy, files: [file], logic: compileLogic(policy) })).toEqual([]);
  });

  it.each(read('samples'))('of samples can be read: $prefix', (snippet) => {
    const homes: Record<string, string> = {
      sample: 'samples:\n',
      completion: 'samples:\n  - prompt: Hello.\n    completions:\n',
    };
    const text = inside(homes[snippet.prefix] ?? '', filledIn(snippet));
    const { completions, findings } = parseSamples(new SourceText('file:///s.samples.yaml', text));
    expect(findings).toEqual([]);
    expect(completions.length).toBeGreaterThan(0);
  });
});
