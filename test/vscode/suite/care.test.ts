import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { DoctorResult } from '../../../server/src/language/protocol-care.ts';
import { open } from './documents.ts';

const SAMPLES = 'self-harm.samples.yaml';
const grading = () => vscode.workspace.getConfiguration('rbr.grader');
/** The stand-in for a model that the test run has started. */
const judge = () => vscode.workspace.getConfiguration('rbr.test').get<string>('judge') as string;

async function use(settings: Readonly<Record<string, unknown>>): Promise<void> {
  for (const [key, value] of Object.entries(settings))
    await grading().update(key, value, vscode.ConfigurationTarget.Global);
}

async function doctor(): Promise<Exclude<DoctorResult, { reason: string }>> {
  await open(SAMPLES);
  const result = await vscode.commands.executeCommand<DoctorResult | undefined>('rbr.doctor');
  assert.ok(result && 'steps' in result, JSON.stringify(result));
  return result;
}

describe('the doctor in VS Code', () => {
  after(() => use({ kind: undefined, baseUrl: undefined, model: undefined }));

  it('finds the embedded grader fit for the worked example, at no cost', async () => {
    const { steps, calls } = await doctor();
    assert.deepEqual(
      steps.map(({ id, state }) => [id, state]),
      [
        ['samples', 'ok'],
        ['propositions', 'ok'],
      ],
    );
    assert.equal(calls, 0);
  });

  it('examines the model that the user has set, and names the step that fails', async () => {
    await use({ kind: 'openai', baseUrl: judge(), model: 'judge-1' });
    const right = await doctor();
    assert.deepEqual(
      right.steps.filter(({ state }) => state === 'failed'),
      [],
    );
    assert.equal(right.calls, 3);
    await use({ baseUrl: 'http://127.0.0.1:9/v1' });
    const wrong = await doctor();
    const failed = wrong.steps.find(({ state }) => state === 'failed');
    assert.equal(failed?.id, 'connection');
    assert.match(failed?.cure ?? '', /rbr\.grader\.baseUrl/);
  });

  it('is asked by commands that are there', async () => {
    const commands = await vscode.commands.getCommands(true);
    for (const name of [
      'doctor',
      'setApiKey',
      'testApiKey',
      'forgetApiKey',
      'statusMenu',
      'chooseGrader',
      'resetSpend',
    ])
      assert.ok(commands.includes(`rbr.${name}`), name);
  });
});
