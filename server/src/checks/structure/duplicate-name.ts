import * as l10n from '@vscode/l10n';
import { removeItem } from '../../policy/edit/entries.ts';
import type { Finding, Fix } from '../../policy/finding.ts';
import type { Place } from '../../policy/source.ts';
import type { PolicyContext } from '../check.ts';

/** A name for two things: a proposition both simple and derived, a class twice in the order. */
export function* duplicateName({ policy, files }: PolicyContext): Generator<Finding> {
  for (const derived of policy.derived.values()) {
    const simple = policy.propositions.get(derived.name.text);
    if (!simple) continue;
    yield {
      code: 'duplicate-name',
      severity: 'error',
      message: l10n.t(
        '"{0}" is both a simple and a derived proposition; rename one of them.',
        derived.name.text,
      ),
      place: derived.name.place,
      related: [{ message: l10n.t('The simple proposition.'), place: simple.name.place }],
    };
  }
  const seen = new Map<string, (typeof policy.classOrder)[number]>();
  for (const name of policy.classOrder) {
    const first = seen.get(name.text);
    if (!first) {
      seen.set(name.text, name);
      continue;
    }
    yield {
      code: 'duplicate-name',
      severity: 'error',
      message: l10n.t('"{0}" is in the order twice; which place is meant?', name.text),
      place: name.place,
      related: [{ message: l10n.t('The first place.'), place: first.place }],
      fixes: [name, first].flatMap((each, index) =>
        withoutItem(
          files,
          each.place,
          index === 0 ? l10n.t('Keep the first place') : l10n.t('Keep this place'),
        ),
      ),
    };
  }
}

function withoutItem(files: PolicyContext['files'], { uri, span }: Place, title: string): Fix[] {
  const file = files.find(({ source }) => source.uri === uri);
  const order = file?.data?.fields.completion_class_order?.value;
  const index = order?.items.findIndex((item) => item.span.start === span.start) ?? -1;
  if (!file || !order || index === -1) return [];
  return [{ title, edits: [removeItem(file.source, order, index)] }];
}
