import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import * as vscode from 'vscode';
import { hanging, type Listening, listening } from '../../support/local-model-servers.ts';
import { open, until } from './documents.ts';

const grading = () => vscode.workspace.getConfiguration('rbr.grader');
const own = (key: string) => grading().inspect(key)?.globalValue;

async function use(settings: Readonly<Record<string, unknown>>): Promise<void> {
  for (const [key, value] of Object.entries(settings))
    await grading().update(key, value, vscode.ConfigurationTarget.Global);
}

/** Takes the entry that stands so many below the first. */
async function take(below: number): Promise<void> {
  for (let n = 0; n < below; n++)
    await vscode.commands.executeCommand('workbench.action.quickOpenSelectNext');
  await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
}

/** The kinds of graders: embedded, address, editor. */
const KINDS = 3;
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Opens the list, and takes an entry some time after every server has answered or had its time. */
async function chooseModel(servers: readonly Listening[], below: number, patience: number): Promise<void> {
  const before = servers.map(({ asked }) => asked.length);
  const choosing = vscode.commands.executeCommand('rbr.chooseGrader');
  await until(
    async () => servers.every(({ asked, waiting }, at) => asked.length > (before[at] ?? 0) && waiting === 0),
    (isOver) => isOver,
  );
  await wait(patience);
  await take(below);
  await choosing;
}

describe('a model server on this machine', () => {
  let servers: Listening[];
  before(async () => {
    servers = [
      await listening('a web page at every address'),
      await hanging('silent'),
      await listening('ollama'),
      await listening('vLLM'),
    ];
    await use({ localPorts: servers.map(({ port }) => port) });
    await open('self-harm.samples.yaml');
  });
  after(async () => {
    await use({ kind: undefined, baseUrl: undefined, model: undefined, localPorts: undefined });
    await Promise.all(servers.map((each) => each.close()));
  });

  it('is looked for when a grader is chosen, and at no other time', async () => {
    assert.deepEqual(
      servers.flatMap(({ asked }) => asked),
      [],
    );
    const choosing = vscode.commands.executeCommand('rbr.chooseGrader');
    await until(
      async () => servers.map(({ asked }) => asked.length),
      (counts) => counts.every((count) => count > 0),
    );
    await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
    await choosing;
    assert.equal(own('baseUrl'), undefined);
  });

  it('is chosen with a model: address, model and kind are the user’s settings, and the doctor tries it', async () => {
    const vllm = servers[3] as Listening;
    const wanted = ['openai', `http://127.0.0.1:${vllm.port}/v1`, 'maker/Judge-7B'];
    // When the list is shown cannot be seen from here: on a busy machine it is chosen again, after a longer while.
    let patience = 1_000;
    await until(
      async () => {
        await chooseModel(servers, KINDS + 2, patience);
        patience *= 2;
        return [own('kind'), own('baseUrl'), own('model')];
      },
      (chosen) => isDeepStrictEqual(chosen, wanted),
    );
    await until(
      async () => vllm.asked,
      (asked) => asked.includes('POST /v1/chat/completions'),
    );
    assert.ok(!vllm.asked.some((each) => each.endsWith('key')));
  });
});
