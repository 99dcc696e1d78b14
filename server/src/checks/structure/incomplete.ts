import * as l10n from '@vscode/l10n';
import { addEntry, entriesOf } from '../../policy/edit/entries.ts';
import type { Finding, Fix } from '../../policy/finding.ts';
import type { Name } from '../../policy/model.ts';
import type { Place } from '../../policy/source.ts';
import type { PolicyContext } from '../check.ts';

/** Propositions that nobody can grade, constraints that say nothing. */
export function* incomplete({ policy, files }: PolicyContext): Generator<Finding> {
  for (const { name, prompt, check, place } of policy.propositions.values()) {
    if (prompt || check || isUnreadable(files, place)) continue;
    yield {
      code: 'proposition-without-question',
      severity: 'warning',
      message: l10n.t('"{0}" has neither a prompt nor a check: a model cannot be asked about it.', name.text),
      place: name.place,
      fixes: withPrompt(files, name),
    };
  }
  for (const file of files) {
    for (const { fields, span } of file.data?.fields.constraints?.value.items ?? []) {
      const lists = [fields.at_most_one, fields.at_least_one, fields.exactly_one].filter(Boolean).length;
      const implication = Boolean(fields.if && fields.then);
      const half = Boolean(fields.if) !== Boolean(fields.then);
      if (!half && lists + Number(implication) === 1) continue;
      yield {
        code: 'constraint-incomplete',
        severity: 'error',
        message: half
          ? l10n.t('An implication needs both `if` and `then`.')
          : l10n.t(
              'A constraint says one thing: `if` with `then`, `at_most_one`, `at_least_one` or `exactly_one`.',
            ),
        place: file.source.place(span),
      };
    }
  }
}

/** What is there but cannot be read is reported as such. */
function isUnreadable(files: PolicyContext['files'], { uri, span }: Place): boolean {
  const found = files.find(({ source }) => source.uri === uri)?.findings ?? [];
  return found.some(
    ({ severity, place }) =>
      severity === 'error' && span.start <= place.span.start && place.span.start <= span.end,
  );
}

function withPrompt(files: PolicyContext['files'], { text, place }: Name): Fix[] {
  const file = files.find(({ source }) => source.uri === place.uri);
  const entry = file?.data?.fields.simple_propositions?.value.entries.find(({ key }) => key.value === text);
  if (!file || !entry) return [];
  const edit = addEntry(file.source, entriesOf(entry.value), `prompt: ${questionFor(text)}`);
  return [{ title: l10n.t('Add a prompt'), edits: [edit] }];
}

/** A question to begin with: the name in words. */
export function questionFor(name: string): string {
  return `Is this true of the assistant's last response? ${name.replace(/_+/g, ' ')}`;
}
