import type { Finding } from '../../policy/finding.ts';
import { didYouMean, nearest } from '../../policy/nearest.ts';
import type { PolicyContext } from '../check.ts';
import { CODES, isCode } from '../codes.ts';

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
        message: `There is no finding "${key.value}"${didYouMean(meant) || '.'}`,
        place,
        fixes: meant ? [{ title: `Change to "${meant}"`, edits: [{ place, newText: meant }] }] : [],
      };
    }
  }
}
