import * as l10n from '@vscode/l10n';
import type { Finding } from '../../policy/finding.ts';
import { nearest } from '../../policy/nearest.ts';
import type { PolicyContext } from '../check.ts';
import { CODES, isCode } from '../codes.ts';

/** What is said of a code that there is not. */
export function noSuchFinding(code: string, meant: string | undefined): string {
  return meant === undefined
    ? l10n.t('There is no finding "{0}".', code)
    : l10n.t('There is no finding "{0}"; did you mean "{1}"?', code, meant);
}

/** A severity that is set for a finding that does not exist. */
export function* unknownCode({ files }: PolicyContext): Generator<Finding> {
  for (const { source, data } of files) {
    for (const { key } of data?.fields.severities?.value.entries ?? []) {
      if (isCode(key.value)) continue;
      const meant = nearest(key.value, Object.keys(CODES));
      const place = source.place(key.span);
      yield {
        code: 'unknown-code',
        severity: 'warning',
        message: noSuchFinding(key.value, meant),
        place,
        fixes: meant ? [{ title: l10n.t('Change to "{0}"', meant), edits: [{ place, newText: meant }] }] : [],
      };
    }
  }
}
