import * as l10n from '@vscode/l10n';
import { addItem, insert } from '../../policy/edit/entries.ts';
import type { Finding, Fix } from '../../policy/finding.ts';
import { inList } from '../../policy/lists.ts';
import { nearest } from '../../policy/nearest.ts';
import type { PolicyContext } from '../check.ts';
import { knownResponseTypes } from '../known-types.ts';

/** A class without a place in the order, or without conditions for a response type that others have. */
export function* classIncomplete({ policy, files }: PolicyContext): Generator<Finding> {
  const ordered = new Set(policy.classOrder.map((name) => name.text));
  const known = knownResponseTypes(policy);
  // A misspelt place in the order is reported as such.
  const misspelt = new Set(
    [...ordered]
      .filter((name) => !policy.classes.has(name))
      .map((name) => nearest(name, policy.classes.keys())),
  );
  for (const { name, byResponseType } of policy.classes.values()) {
    if (!ordered.has(name.text) && !misspelt.has(name.text)) {
      yield {
        code: 'class-not-ordered',
        severity: 'warning',
        message: l10n.t(
          'The class "{0}" has no place in completion_class_order, so nothing says what it is better than.',
          name.text,
        ),
        place: name.place,
        fixes: intoOrder(files, name.text),
      };
    }
    const missing = [...known].filter((type) => !byResponseType.has(type));
    if (missing.length > 0) {
      yield {
        code: 'class-missing-response-type',
        severity: 'info',
        message: l10n.t(
          'The class "{0}" says nothing for {1}: no completion falls into it there.',
          name.text,
          inList(missing),
        ),
        place: name.place,
      };
    }
  }
}

/** At the end of the order that counts: the worst place is the safe one to begin with. */
function intoOrder(files: PolicyContext['files'], className: string): Fix[] {
  const title = l10n.t('Add "{0}" to the end of completion_class_order', className);
  for (const { source, data } of files.toReversed()) {
    const order = data?.fields.completion_class_order?.value;
    if (order) return [{ title, edits: [addItem(source, order, className)] }];
  }
  const main = files.at(-1);
  if (!main) return [];
  const { source, data } = main;
  const at = data?.fields.completion_classes?.key.span.start ?? source.text.length;
  return [{ title, edits: [insert(source, at, `completion_class_order: [${className}]\n`)] }];
}
