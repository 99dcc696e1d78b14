import type { Finding, Severity } from '../policy/finding.ts';
import type { PolicyCheck, PolicyContext } from './check.ts';
import { POLICY_CHECKS } from './registry.ts';

/**
 * Runs every check on a policy. A check that fails is itself a finding: a fault of this program in one
 * check must not cost the user the others.
 */
export function checkPolicy(
  context: PolicyContext,
  checks: readonly PolicyCheck[] = POLICY_CHECKS,
): Finding[] {
  const findings = checks.flatMap((check) => {
    try {
      return [...check(context)];
    } catch (error) {
      const uri = context.files.at(-1)?.source.uri ?? '';
      return [
        {
          code: 'check-failed',
          severity: 'warning' as const,
          message: `The check "${check.name}" failed and said nothing of this policy: ${error instanceof Error ? error.message : error}. Please report it.`,
          place: { uri, span: { start: 0, end: 0 } },
        },
      ];
    }
  });
  return withSeverities(findings, severitiesOf(context));
}

type Setting = Severity | 'off';

/** The policy's own `severities`; a later file has the last word. */
function severitiesOf({ files }: PolicyContext): ReadonlyMap<string, Setting> {
  const set = new Map<string, Setting>();
  for (const file of files) {
    for (const { key, value } of file.data?.fields.severities?.value.entries ?? [])
      set.set(key.value, value.value);
  }
  return set;
}

function withSeverities(findings: readonly Finding[], severities: ReadonlyMap<string, Setting>): Finding[] {
  return findings.flatMap((finding) => {
    const severity = severities.get(finding.code) ?? finding.severity;
    return severity === 'off' ? [] : [{ ...finding, severity }];
  });
}
