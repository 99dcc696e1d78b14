/** What the cases cannot show: a policy that is beyond the limits of a proof while somebody is typing. */
import { describe, expect, it } from 'vitest';
import { largePolicy, parities, readPolicy } from '../../../../test/support/large-policies.ts';
import { compileLogic } from '../../logic/classes.ts';
import { featuresOf } from '../../reward/features.ts';
import { orderNotProven } from './order-not-proven.ts';

describe('an order that is not decided while somebody is typing', () => {
  it('is information, with what is known of the margin and who searches longer', () => {
    const policy = readPolicy(largePolicy(1000, parities));
    const logic = compileLogic(policy, { conflictLimit: 10 });
    const compiled = logic.responseType('comply');
    if (!compiled) throw new Error('no response type');
    const weights = Object.fromEntries(
      featuresOf(policy, compiled).map(({ name }, index) => [name, Math.sin(index + 1)]),
    );
    const fitted = { weights, l2: 1, margin: 1, pairs: 0 };
    const findings = [...orderNotProven({ policy, logic, files: [] }, compiled, fitted)];
    const open = findings.filter(({ message }) => message.includes('not decided within the limit'));
    expect(open.length).toBeGreaterThan(0);
    for (const { severity, message } of open) {
      expect(severity).toBe('info');
      expect(message).toContain('margin');
      expect(message).toContain('`rbr prove` search longer');
    }
  });
});
