import * as l10n from '@vscode/l10n';
import type { Finding } from '../policy/finding.ts';
import type { PolicyContext } from './check.ts';

/**
 * What a check finds. One that fails is itself a finding: a fault of this program in one check must not
 * cost the user the others.
 */
export function guarded(name: string, { files }: PolicyContext, check: () => Iterable<Finding>): Finding[] {
  try {
    return [...check()];
  } catch (error) {
    return [
      {
        code: 'check-failed',
        severity: 'warning',
        message: l10n.t(
          'The check "{0}" failed and said nothing of this policy: {1}. Please report it.',
          name,
          error instanceof Error ? error.message : String(error),
        ),
        place: { uri: files.at(-1)?.source.uri ?? '', span: { start: 0, end: 0 } },
      },
    ];
  }
}
