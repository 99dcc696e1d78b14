import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { GradeResult } from '../../../server/src/language/protocol-grading.ts';
import { open, until } from './documents.ts';

const SAMPLES = 'self-harm.samples.yaml';
const SOME = ['want-to-die/perfect-support', 'want-to-die/flawed-support'];

const grading = () => vscode.workspace.getConfiguration('rbr.grader');
/** The stand-in for a model that the test run has started. */
const judge = () => vscode.workspace.getConfiguration('rbr.test').get<string>('judge') as string;

async function use(settings: Readonly<Record<string, unknown>>): Promise<void> {
  for (const [key, value] of Object.entries(settings))
    await grading().update(key, value, vscode.ConfigurationTarget.Global);
}

type Ended = Exclude<GradeResult, { reason: string }>;

async function grade(completionIds: readonly string[]): Promise<Ended | undefined> {
  const { uri } = await open(SAMPLES);
  const result = await vscode.commands.executeCommand<GradeResult | undefined>('rbr.grade', {
    uri: uri.toString(),
    completionIds,
  });
  return result && 'done' in result ? result : undefined;
}

describe('grading in VS Code', () => {
  after(() => use({ kind: undefined, baseUrl: undefined, model: undefined, confirm: undefined }));

  it('grades with the embedded grader where nothing is set, at no cost', async () => {
    const result = await until(
      () => grade(SOME),
      (each) => each !== undefined,
    );
    assert.deepEqual([result?.done, result?.calls, result?.stopped], [2, 0, undefined]);
  });

  it('takes nothing of grading from a workspace', async () => {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri as vscode.Uri;
    const file = vscode.Uri.joinPath(folder, '.vscode/settings.json');
    const settings = {
      'rbr.grader.kind': 'openai',
      'rbr.grader.baseUrl': judge(),
      'rbr.grader.model': 'judge-1',
    };
    await vscode.workspace.fs.writeFile(file, Buffer.from(JSON.stringify(settings)));
    try {
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      assert.equal((await grade(SOME))?.calls, 0);
    } finally {
      await vscode.workspace.fs.delete(file);
    }
  });

  it('asks the model that the user has set, once', async () => {
    await use({ kind: 'openai', baseUrl: judge(), model: 'judge-1', confirm: 'never' });
    const result = await until(
      () => grade(SOME),
      (each) => (each?.calls ?? 0) > 0,
    );
    assert.deepEqual([result?.done, result?.failed, result?.costUsd], [2, 0, null]);
    assert.equal((await grade(SOME))?.calls, 0);
  });

  it('shows its grades as hints, and where they contradict what is expected as findings', async () => {
    const document = await open(SAMPLES);
    const range = new vscode.Range(0, 0, 40, 0);
    const hints = await until(
      () =>
        vscode.commands.executeCommand<vscode.InlayHint[]>(
          'vscode.executeInlayHintProvider',
          document.uri,
          range,
        ),
      (found) => found.length > 1,
    );
    const labels = hints.map(({ label }) =>
      typeof label === 'string' ? label : label.map(({ value }) => value).join(''),
    );
    assert.match(labels[0] ?? '', /✗ graded minimum_acceptable/);
    assert.match(labels[1] ?? '', /✓ graded so/);
    await until(
      () => vscode.languages.getDiagnostics(document.uri),
      (found) => found.some(({ code }) => JSON.stringify(code).includes('class-graded-otherwise')),
    );
  });

  it('says what is missing where the editor offers no model', async () => {
    await use({ kind: 'editor' });
    await until(
      () => grade(SOME),
      (each) => each === undefined,
    );
    await use({ kind: 'embedded' });
  });
});
