import * as l10n from '@vscode/l10n';
import type { Finding } from '../../policy/finding.ts';
import { nearest } from '../../policy/nearest.ts';
import type { PolicyContext } from '../check.ts';
import { appendLine, placeIn, writtenScalar } from './scalar.ts';

/** What the grading prompt fills in. */
export const PLACEHOLDERS = ['question', 'response', 'conversation'] as const;

/** A prompt template that does not ask the question, or does not show what it is about. */
export function* placeholders({ policy, files }: PolicyContext): Generator<Finding> {
  const template = policy.promptTemplate;
  const written = template && writtenScalar(files, template);
  if (!written) return;
  const found = [...written.raw.matchAll(/\{(?<name>[A-Za-z_]+)\}/g)];
  const names = new Set(found.map((match) => match.groups?.name));
  const key = files.find(({ source }) => source === written.source)?.data?.fields.prompt_template?.key;
  if (!key) return;
  for (const { missing, message } of [
    {
      missing: names.has('question') ? undefined : 'question',
      message: l10n.t('The template has no {question}: the grader is never asked anything.'),
    },
    {
      missing: names.has('response') || names.has('conversation') ? undefined : 'response',
      message: l10n.t(
        'The template has neither {response} nor {conversation}: the grader does not see what it judges.',
      ),
    },
  ]) {
    if (missing === undefined) continue;
    yield {
      code: 'missing-placeholder',
      severity: 'error',
      message,
      place: written.source.place(key.span),
      fixes: [
        { title: l10n.t('Add {0} at the end', `{${missing}}`), edits: [appendLine(written, `{${missing}}`)] },
      ],
    };
  }
  for (const match of found) {
    const name = match.groups?.name ?? '';
    if ((PLACEHOLDERS as readonly string[]).includes(name)) continue;
    const meant = nearest(name, PLACEHOLDERS);
    // Braces are ordinary characters; only what is near to a placeholder is taken for one.
    if (meant === undefined) continue;
    const place = placeIn(written, match.index + 1, name.length);
    yield {
      code: 'unknown-placeholder',
      severity: 'warning',
      message: l10n.t('Nothing is filled in for {0}; did you mean "{1}"?', `{${name}}`, meant),
      place,
      fixes: [{ title: l10n.t('Change to "{0}"', meant), edits: [{ place, newText: meant }] }],
    };
  }
}
