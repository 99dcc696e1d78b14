import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { open, until } from './documents.ts';

const POLICY = 'four-areas.rbr.yaml';
const NAMES = ['rbr_check', 'rbr_explain', 'rbr_grade', 'rbr_suggest'];

/** As an assistant would call it. */
async function call(name: string, input: object): Promise<string> {
  const { content } = await vscode.lm.invokeTool(name, { input, toolInvocationToken: undefined });
  const [part] = content;
  assert.ok(part instanceof vscode.LanguageModelTextPart, 'the answer is text');
  return part.value;
}

describe('the tools for assistants in VS Code', () => {
  it('are there, with what a model must know', async () => {
    const tools = await until(
      () => vscode.lm.tools.filter(({ name }) => name.startsWith('rbr_')),
      (found) => found.length === NAMES.length,
    );
    assert.deepEqual(tools.map(({ name }) => name).sort(), NAMES);
    for (const { description, inputSchema } of tools) {
      assert.ok(description.length > 100);
      assert.equal((inputSchema as { type?: string }).type, 'object');
    }
  });

  it('check a policy as it is in the editor, before it is saved', async () => {
    const document = await open(POLICY);
    // Another test may have left it changed.
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await until(
      () => call('rbr_check', { file: POLICY }),
      (text) => text.startsWith(`${POLICY}: 0 errors, 0 warnings, 0 notes.`),
    );
    const editor = vscode.window.activeTextEditor;
    const at = document.getText().indexOf('refuses: true');
    assert.notEqual(at, -1);
    const range = new vscode.Range(document.positionAt(at), document.positionAt(at + 'refuses'.length));
    await editor?.edit((edit) => edit.replace(range, 'refuse'));
    const { line } = document.positionAt(at);
    const told = await until(
      () => call('rbr_check', { file: POLICY }),
      (text) => !text.includes(': 0 errors'),
    );
    assert.match(told, new RegExp(`error unknown-proposition at four-areas\\.rbr\\.yaml:${line + 1}:`));
    assert.match(told, /did you mean "refuses"\?/);
    assert.match(await call('rbr_suggest', { file: POLICY, about: ['fixes'] }), /\+.*refuses: true/);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  it('explain a name and a finding', async () => {
    assert.match(await call('rbr_explain', { file: POLICY, name: 'ideal' }), /1 of 5, best first/);
    assert.match(await call('rbr_explain', { code: 'classes-gap' }), /# classes-gap/);
  });

  it('grade a completion with the embedded grader', async () => {
    const graded = await call('rbr_grade', {
      file: 'everyday.samples.yaml',
      completions: ['book-review/perfect-answer'],
    });
    assert.match(graded, /book-review\/perfect-answer \(comply\): graded ideal, as expected/);
  });

  it('grade by the model that the user has set, with nothing from the assistant', async () => {
    const grading = vscode.workspace.getConfiguration('rbr.grader');
    const judge = vscode.workspace.getConfiguration('rbr.test').get<string>('judge');
    const settings = { kind: 'openai', baseUrl: judge, model: 'judge-1', confirm: 'never' };
    for (const [key, value] of Object.entries(settings))
      await grading.update(key, value, vscode.ConfigurationTarget.Global);
    try {
      const graded = await until(
        () =>
          call('rbr_grade', {
            file: POLICY,
            prompt: [{ role: 'user', content: 'May I borrow your pen?' }],
            completion: 'Of course, here it is.',
            category: 'everyday.ordinary',
          }),
        (text) => !text.includes('Embedded grader'),
      );
      assert.match(graded, /Graded by judge-1\./);
      await assert.rejects(
        call('rbr_grade', { file: POLICY, baseUrl: 'https://elsewhere.example' }),
        /baseUrl|additional/,
      );
    } finally {
      for (const key of Object.keys(settings))
        await grading.update(key, undefined, vscode.ConfigurationTarget.Global);
    }
  });

  it('fail with what to do about it', async () => {
    await assert.rejects(call('rbr_check', { file: '../elsewhere.rbr.yaml' }), /outside the folders/);
  });
});
