import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { open, until } from './documents.ts';

const POLICY = 'four-areas.rbr.yaml';
const OWN = 'own.rbr.yaml';
const OWN_TEXT = `completion_class_order: [good, bad]
completion_classes:
  good: { comply: { brief: true } }
  bad: { comply: { brief: false } }
simple_propositions:
  brief: { check: { count: words, max: 3 } }
`;
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
    // A file of its own: other tests change the worked policy.
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri as vscode.Uri;
    const uri = vscode.Uri.joinPath(folder, OWN);
    await vscode.workspace.fs.writeFile(uri, Buffer.from(OWN_TEXT));
    try {
      await open(OWN);
      assert.match(await call('rbr_check', { file: OWN }), /own\.rbr\.yaml: 0 errors/);
      const range = new vscode.Range(2, 20, 2, 25);
      await vscode.window.activeTextEditor?.edit((edit) => edit.replace(range, 'breif'));
      const told = await until(
        () => call('rbr_check', { file: OWN }),
        (text) => !text.includes(': 0 errors'),
      );
      assert.match(told, /error unknown-proposition at own\.rbr\.yaml:3:21/);
      assert.match(told, /did you mean "brief"\?/);
      assert.match(
        await call('rbr_suggest', { file: OWN, about: ['fixes'] }),
        /\+ {2}good: \{ comply: \{ brief: true/,
      );
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    } finally {
      await vscode.workspace.fs.delete(uri);
    }
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
    // Which class it is, is the grader's to say; that the verdict is the likeliest class is ours.
    const said = /book-review\/perfect-answer \(comply\): graded (\w+), (?:as expected|expected ideal)/.exec(
      graded,
    );
    const classes = [...(/Classes, best first: (.+)/.exec(graded)?.[1] ?? '').matchAll(/(\w+) ([\d.]+)/g)];
    const [likeliest] = classes.sort(([, , one], [, , other]) => Number(other) - Number(one));
    assert.equal(classes.length, 5, graded);
    assert.equal(said?.[1], likeliest?.[1], graded);
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
