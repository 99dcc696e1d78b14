import type { Finding, Severity } from '../policy/finding.ts';
import type { PolicyContext } from './check.ts';

type Setting = Severity | 'off';

/** The findings with the severities that the policy sets for their codes, without those it switches off. */
export function withSeverities(findings: readonly Finding[], context: PolicyContext): Finding[] {
  const severities = severitiesOf(context);
  if (severities.size === 0) return [...findings];
  return findings.flatMap((finding) => {
    const severity = severities.get(finding.code) ?? finding.severity;
    return severity === 'off' ? [] : [{ ...finding, severity }];
  });
}

/** The policy's own `severities`; a later file has the last word. */
function severitiesOf({ files }: PolicyContext): ReadonlyMap<string, Setting> {
  const set = new Map<string, Setting>();
  for (const file of files) {
    for (const { key, value } of file.data?.fields.severities?.value.entries ?? [])
      set.set(key.value, value.value);
  }
  return set;
}
