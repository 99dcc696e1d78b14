import { describe, expect, it } from 'vitest';
import { compileLogic } from '../logic/classes.ts';
import { composePolicy } from '../policy/compose.ts';
import { parsePolicy } from '../policy/parse.ts';
import { SourceText } from '../policy/source.ts';
import type { PolicyContext } from './check.ts';
import { checkPolicy, examinePolicy } from './check-policy.ts';
import { guarded } from './guarded.ts';

const POLICY = `completion_class_order: [good, bad]
completion_classes:
  good: { comply: { polite: true }, refuse: { polite: true } }
  bad: { comply: { polite: true }, refuse: { polite: true } }
simple_propositions:
  polite: { prompt: Is it polite? }
  brief: { prompt: Is it brief? }
`;

function contextOf(text: string): PolicyContext {
  const file = parsePolicy(new SourceText('file:///p.rbr.yaml', text));
  const policy = composePolicy([file]);
  return { policy, files: [file], logic: compileLogic(policy) };
}

const codes = (findings: readonly { code: string }[]) => findings.map(({ code }) => code).sort();

describe('checkPolicy', () => {
  it('takes the severities that the policy sets', () => {
    const severityOf = (text: string) =>
      checkPolicy(contextOf(text)).find(({ code }) => code === 'unused-proposition')?.severity;
    expect(severityOf(POLICY)).toBe('info');
    expect(severityOf(`${POLICY}severities: { unused-proposition: error }\n`)).toBe('error');
    expect(severityOf(`${POLICY}severities: { unused-proposition: off }\n`)).toBeUndefined();
  });

  it('looks at the response type that is asked for first, and says the same in the end', () => {
    const steps = [...examinePolicy(contextOf(POLICY), { first: 'refuse' })];
    expect(steps.map(({ complete }) => complete)).toEqual([false, true]);
    expect(steps[0]?.findings.filter(({ message }) => message.includes('in refuse')).length).toBeGreaterThan(
      0,
    );
    expect(steps[0]?.findings.filter(({ message }) => message.includes('in comply'))).toEqual([]);
    expect(codes(steps.at(-1)?.findings ?? [])).toEqual(codes(checkPolicy(contextOf(POLICY))));
  });

  it('makes a finding of a check that fails', () => {
    const [finding, ...more] = guarded('brokenCheck', contextOf(POLICY), () => {
      throw new Error('out of luck');
    });
    expect(more).toEqual([]);
    expect(finding).toMatchObject({ code: 'check-failed', severity: 'warning' });
    expect(finding?.message).toContain('"brokenCheck" failed');
    expect(finding?.message).toContain('out of luck');
  });
});
