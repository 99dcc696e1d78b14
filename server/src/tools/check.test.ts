import { describe, expect, it } from 'vitest';
import { memoryFiles } from '../../../test/support/memory-files.ts';
import { ON, toolContext } from '../../../test/support/tool-context.ts';
import { Workspace } from '../workspace/workspace.ts';
import { checkTool } from './check.ts';
import { folderReach } from './folder-reach.ts';
import { CONSTRAINED, POLICY, SAMPLES } from './testing.ts';

const TYPO = POLICY.replace('good: { comply: { brief: true', 'good: { comply: { breif: true');
const context = toolContext({ 'p.rbr.yaml': POLICY, 'typo.rbr.yaml': TYPO, 'a.samples.yaml': SAMPLES });
const call = (input: object) => checkTool.call(context, input, ON);

describe('rbr_check', () => {
  it('says nothing of a sound policy but that', async () => {
    const { isError, structured, text } = await call({ file: 'p.rbr.yaml', severity: 'warning' });
    expect(isError).toBe(false);
    expect(structured).toMatchObject({ file: 'p.rbr.yaml', findings: [], summary: { errors: 0 } });
    expect(text).toContain('p.rbr.yaml: 0 errors');
  });

  it('says where a misspelt name is, counted from 1, with its line and a fix that works', async () => {
    const { structured, text } = await call({ file: 'typo.rbr.yaml' });
    // Line 3, after "  good: { comply: { ".
    expect(structured).toMatchObject({
      findings: expect.arrayContaining([
        expect.objectContaining({
          code: 'unknown-proposition',
          severity: 'error',
          line: 3,
          column: 21,
          endLine: 3,
          endColumn: 26,
          source: 'good: { comply: { breif: true, sorry: false } }',
          fixes: expect.arrayContaining([expect.stringContaining('brief')]),
          page: 'rbr://findings/unknown-proposition',
        }),
      ]),
    });
    expect(text).toContain('error unknown-proposition at typo.rbr.yaml:3:21');
  });

  it('shows by a witness what is in no class', async () => {
    const text = POLICY.replace('[{ brief: false }, { sorry: true }]', '{ brief: false }');
    const { structured } = await call({ file: 'p.rbr.yaml', text });
    expect(structured).toMatchObject({
      findings: expect.arrayContaining([
        expect.objectContaining({ code: 'classes-gap', witness: 'brief: yes, sorry: yes, all else free' }),
      ]),
    });
  });

  it('checks a draft over the file, and forgets it', async () => {
    const draft = await call({ file: 'p.rbr.yaml', text: TYPO });
    expect(draft.structured).toMatchObject({ summary: { errors: 1 } });
    const after = await call({ file: 'p.rbr.yaml' });
    expect(after.structured).toMatchObject({ summary: { errors: 0 } });
  });

  it('checks a draft that has no file, with what it extends', async () => {
    const { structured } = await call({
      text: 'extends: p.rbr.yaml\ncompletion_classes:\n  good: { comply: { brief: true, sory: false } }\n',
    });
    expect(structured).toMatchObject({
      file: 'draft.rbr.yaml',
      findings: expect.arrayContaining([
        expect.objectContaining({ message: expect.stringMatching(/sory.*sorry/) }),
      ]),
    });
  });

  it('checks samples against their policy', async () => {
    // "Sorry, no." is labelled brief and sorry, which the constraint rules out.
    const constrained = toolContext({ 'p.rbr.yaml': CONSTRAINED, 'a.samples.yaml': SAMPLES });
    const { structured } = await checkTool.call(constrained, { file: 'a.samples.yaml' }, ON);
    expect(structured).toMatchObject({
      findings: expect.arrayContaining([expect.objectContaining({ code: 'labels-break-constraint' })]),
    });
  });

  it('says what it leaves out', async () => {
    const text = POLICY.replace('sorry: false }', 'sory: false }').replace('brief: false', 'breif: false');
    const { structured, text: words } = await call({ file: 'p.rbr.yaml', text, severity: 'error', limit: 1 });
    expect(structured).toMatchObject({ omitted: 1, summary: { errors: 2 } });
    expect(words).toContain('1 more are not listed');
  });

  it.each<[string, object, RegExp]>([
    [
      'nothing',
      {},
      /Name a `file`.*Policies here: p\.rbr\.yaml, typo\.rbr\.yaml\. Samples: a\.samples\.yaml/,
    ],
    ['a file that is not there', { file: 'q.rbr.yaml' }, /no file q\.rbr\.yaml.*p\.rbr\.yaml/],
    ['a file of another kind', { file: 'notes.md' }, /neither a policy .* nor a samples file/],
    ['a file outside', { file: '../etc/p.rbr.yaml' }, /outside the folders/],
    ['a URI outside', { file: 'file:///etc/p.rbr.yaml' }, /outside the folders/],
    ['a wrong type', { file: 'p.rbr.yaml', limit: 'all' }, /`limit` must be integer.*It takes: file, text/],
    ['a wrong word', { file: 'p.rbr.yaml', severity: 'fatal' }, /`severity`/],
    ['an unknown key', { file: 'p.rbr.yaml', path: 'x' }, /additional/],
  ])('says what to do about %s', async (_, input, words) => {
    const { isError, text, structured } = await call(input);
    expect(isError).toBe(true);
    expect(structured).toBeUndefined();
    expect(text.replaceAll('\n', ' ')).toMatch(words);
  });

  it('sees nothing outside that a policy draws on', async () => {
    const files = memoryFiles({
      'file:///w/p.rbr.yaml': 'extends: ../secret.rbr.yaml\n',
      'file:///secret.rbr.yaml': 'simple_propositions: { sesame: { prompt: Open? } }\n',
    });
    const workspace = new Workspace(files);
    workspace.setFolders(['file:///w']);
    const outside = { ...context, workspace, reach: folderReach(workspace, files) };
    const refused = await checkTool.call(outside, { file: 'p.rbr.yaml' }, ON);
    expect(refused.isError).toBe(true);
    expect(refused.text).toMatch(/draws on file:\/\/\/secret\.rbr\.yaml.*open that file/);
    expect(refused.text).not.toContain('sesame');
    workspace.update(
      'file:///secret.rbr.yaml',
      'rbr',
      'simple_propositions: { sesame: { prompt: Open? } }\n',
    );
    const opened = await checkTool.call(outside, { file: 'p.rbr.yaml' }, ON);
    expect(opened.isError).toBe(false);
  });

  it('stops when it is cancelled', async () => {
    const abort = new AbortController();
    abort.abort();
    await expect(checkTool.call(context, { file: 'typo.rbr.yaml' }, abort.signal)).rejects.toThrow();
  });
});
