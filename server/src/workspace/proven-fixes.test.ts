import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { memoryFiles } from '../../../test/support/memory-files.ts';
import { suppressions } from '../checks/suppress.ts';
import { arbitraryPolicy, dataOf } from '../logic/testing.ts';
import { findingsOf } from './examine.ts';
import { afterEdits, certainFixes, isCure, provenFixes } from './proven-fixes.ts';
import { Workspace } from './workspace.ts';

const URI = 'file:///fixes/random.rbr.yaml';

function open(text: string): Workspace {
  const workspace = new Workspace(memoryFiles({ [URI]: text }));
  workspace.setFolders(['file:///fixes']);
  return workspace;
}

/** The same policy in block style, in flow style, and with names that nobody has defined. */
const arbitraryText = fc
  .tuple(arbitraryPolicy(5), fc.boolean(), fc.boolean())
  .map(([policy, isFlow, hasTypo]) => {
    const text = stringify(dataOf(policy), { lineWidth: 0, collectionStyle: isFlow ? 'flow' : 'any' });
    return hasTypo ? text.replace(/\bs0: (true|false)/, 'ss00: $1') : text;
  });

describe('fixes', () => {
  it('leave every random policy with one finding less and no new one, in one go', async () => {
    let offered = 0;
    await fc.assert(
      fc.asyncProperty(arbitraryText, async (text) => {
        const workspace = open(text);
        const before = await findingsOf(workspace, URI);
        const policy = await workspace.policyFile(URI);
        for (const finding of before) {
          const fixes = await provenFixes(workspace, URI, finding);
          offered += fixes.length;
          const silencing = policy ? suppressions(policy.source, finding, policy) : [];
          for (const fix of [...fixes, ...silencing]) {
            const after = await findingsOf(await afterEdits(workspace, fix.edits), URI);
            expect([fix.title, isCure(fix, finding.code, before, after)]).toEqual([fix.title, true]);
          }
        }
        // Trying fixes has left the real text alone.
        expect(await workspace.readText(URI)).toBe(text);
      }),
      { numRuns: 200 },
    );
    expect(offered).toBeGreaterThan(200);
  }, 180_000);

  it('of the certain kind cure all together', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryText, async (text) => {
        const workspace = open(text);
        const before = await findingsOf(workspace, URI);
        const fixes = await certainFixes(workspace, URI, before);
        const edits = fixes.flatMap((fix) => fix.edits);
        const after = await findingsOf(await afterEdits(workspace, edits), URI);
        expect(after.length).toBeLessThanOrEqual(before.length - fixes.length);
        const codes = new Set(before.map(({ code }) => code));
        expect(after.filter(({ code }) => !codes.has(code))).toEqual([]);
      }),
      { numRuns: 100 },
    );
  }, 180_000);
});
