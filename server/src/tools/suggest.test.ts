import { applyPatch } from 'diff';
import { describe, expect, it } from 'vitest';
import { ON, toolContext } from '../../../test/support/tool-context.ts';
import { checkTool } from './check.ts';
import { suggestTool } from './suggest.ts';
import { POLICY, SAMPLES } from './testing.ts';

const TYPO = POLICY.replace('good: { comply: { brief: true', 'good: { comply: { breif: true');

interface Suggested {
  fixes?: { code: string; title: string; diff: string; edits: object[] }[];
  labels?: { proposition: string; reliable: boolean; wanted: string; toLabel: { id: string }[] }[];
  loopholes?: {
    kind: string;
    proposition: string;
    closing?: { condition: string; closes: boolean; brings: string[]; diff: string };
  }[];
}

async function suggested(texts: Record<string, string>, input: object): Promise<Suggested> {
  const answer = await suggestTool.call(toolContext(texts), input, ON);
  expect(answer.text).toContain('Nothing was written.');
  expect(answer.isError).toBe(false);
  return answer.structured as Suggested;
}

describe('rbr_suggest', () => {
  it('gives a fix as an edit and as a diff that does the same', async () => {
    const { fixes } = await suggested({ 'p.rbr.yaml': TYPO }, { file: 'p.rbr.yaml', about: ['fixes'] });
    const fix = fixes?.find(({ code }) => code === 'unknown-proposition');
    expect(fix?.edits).toEqual([
      {
        file: 'p.rbr.yaml',
        line: 3,
        column: 21,
        endLine: 3,
        endColumn: 26,
        oldText: 'breif',
        newText: 'brief',
      },
    ]);
    expect(applyPatch(TYPO, fix?.diff ?? '')).toBe(POLICY);
  });

  it('suggests for a draft, and leaves the file as it is', async () => {
    const context = toolContext({ 'p.rbr.yaml': POLICY });
    const input = { file: 'p.rbr.yaml', text: TYPO, about: ['fixes'] };
    const { structured } = await suggestTool.call(context, input, ON);
    expect((structured as Suggested).fixes).not.toHaveLength(0);
    expect(await context.workspace.readText('file:///w/p.rbr.yaml')).toBe(POLICY);
  });

  it('tries the condition that would close a loophole', async () => {
    // In `refuse` the best class rules `sorry` out; in `comply` it takes it as it comes.
    const policy = `completion_class_order: [good, bad]
completion_classes:
  good: { comply: { brief: true }, refuse: { brief: true, sorry: false } }
  bad: { comply: { brief: false }, refuse: [{ brief: false }, { sorry: true }] }
simple_propositions:
  brief: { check: { count: words, max: 3 } }
  sorry: { check: { pattern: sorry } }
`;
    const { loopholes } = await suggested(
      { 'p.rbr.yaml': policy },
      { file: 'p.rbr.yaml', about: ['loopholes'] },
    );
    const open = loopholes?.find(({ kind }) => kind === 'undesired');
    // A brief completion that says sorry would then be in no class.
    expect(open).toMatchObject({
      proposition: 'sorry',
      closing: { condition: 'sorry: no', closes: true, brings: ['classes-gap'] },
    });
    const closed = applyPatch(policy, open?.closing?.diff ?? '') as string;
    expect(closed).toContain('good: { comply: { brief: true, sorry: false }');
    const checked = await checkTool.call(toolContext({ 'p.rbr.yaml': closed }), { file: 'p.rbr.yaml' }, ON);
    expect(checked.structured).toMatchObject({
      findings: [expect.objectContaining({ code: 'classes-gap' })],
    });
  });

  it('says which labels would help most', async () => {
    const policy = POLICY.replace(
      'sorry: { check: { pattern: sorry, flags: i } }',
      'sorry: { prompt: "Sorry?" }',
    );
    const samples = SAMPLES.replace('{ brief: true, sorry: false }', '{ brief: true }');
    const { labels } = await suggested(
      { 'p.rbr.yaml': policy, 'a.samples.yaml': samples },
      { file: 'p.rbr.yaml', about: ['labels'] },
    );
    // `brief` is computed. Of `sorry` there is one label, a yes, and ten of either are needed.
    expect(labels).toEqual([
      expect.objectContaining({
        proposition: 'sorry',
        labels: 1,
        positives: 1,
        reliable: false,
        auroc: null,
        wanted: '9 more labelled yes and 10 more labelled no',
        toLabel: [expect.objectContaining({ id: 'tea/short', file: 'a.samples.yaml', line: 7 })],
      }),
    ]);
  });
});
