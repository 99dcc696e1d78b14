import type { CompletionItem } from 'vscode-languageserver-types';
import { completions } from '../../server/src/language/completion/completion.ts';
import { Workspace } from '../../server/src/workspace/workspace.ts';
import { marked } from './marked-text.ts';
import { memoryFiles } from './memory-files.ts';

/** What the files beside `policy.rbr.yaml` can name. */
export const POLICY = `
prompt_template: "{question} {response}"
completion_class_order: [good, bad]
completion_classes:
  good:
    comply: { polite: true, kind: true }
    refuse: { refuses: true }
  bad:
    comply: { polite: false }
response_types:
  comply: Do it.
  refuse:
    description: Do not do it.
    aliases: [decline]
content_policy:
  crime:
    categories:
      advice: { response_type: refuse }
orderings:
  comply: [best, [middling, fair]]
  refuse: [no]
derived_propositions:
  kind: { helpful: true }
simple_propositions:
  polite:
    description: Says please.
    prompt: |-
      Is it polite?
      Say yes or no.
  helpful: { prompt: Does it help? }
  refuses: { prompt: Does it refuse? }
`;
const POLICY_URI = 'file:///w/policy.rbr.yaml';
export const SAMPLES_URI = 'file:///w/mine.samples.yaml';

interface Asked {
  readonly items: readonly CompletionItem[];
  readonly labels: readonly string[];
  /** The text after an item is accepted. */
  readonly accepted: (label: string) => string;
}

export async function ask(uri: string, text: string, snippets = true): Promise<Asked> {
  const { source, cursor = -1 } = marked(text, uri);
  const workspace = new Workspace(
    memoryFiles({
      [POLICY_URI]: POLICY,
      'file:///w/sub/base.rbr.yaml': 'description: base',
      'file:///w/other.samples.yaml': 'samples: []',
      [uri]: source.text,
    }),
  );
  const items = await completions(workspace, uri, cursor, { snippets });
  return {
    items,
    labels: items.map(({ label }) => label),
    accepted(label) {
      const edit = items.find((item) => item.label === label)?.textEdit;
      if (!edit || !('range' in edit))
        throw new Error(`no item "${label}" among ${items.map((i) => i.label)}`);
      const start = source.offsetAt(edit.range.start);
      return source.text.slice(0, start) + edit.newText + source.text.slice(source.offsetAt(edit.range.end));
    },
  };
}

export const inPolicy = (text: string, snippets?: boolean) => ask('file:///w/mine.rbr.yaml', text, snippets);
export const inSamples = (text: string, snippets?: boolean) =>
  ask(SAMPLES_URI, `policy: policy.rbr.yaml\n${text}`, snippets);

/** A place of a snippet to fill in, and one to choose true or false at. */
export const stop = (rank: number) => `\${${rank}}`;
export const choice = (rank: number) => `\${${rank}|true,false|}`;
