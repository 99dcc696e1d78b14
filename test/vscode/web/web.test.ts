import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { open, until, within } from '../suite/documents.ts';
import { MemoryFileSystem } from './memory-file-system.ts';

const ID = 'rule-based-rewards.rule-based-rewards';
const utf8 = new TextEncoder();

const folder = () => vscode.workspace.workspaceFolders?.[0]?.uri as vscode.Uri;
const write = (uri: vscode.Uri, text: string) => vscode.workspace.fs.writeFile(uri, utf8.encode(text));

async function show(uri: vscode.Uri): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(uri);
  await vscode.window.showTextDocument(document);
  return document;
}

function errorsOf(uri: vscode.Uri): vscode.Diagnostic[] {
  return vscode.languages
    .getDiagnostics(uri)
    .filter(({ severity }) => severity === vscode.DiagnosticSeverity.Error);
}

async function hoverAt(document: vscode.TextDocument, position: vscode.Position): Promise<string> {
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
    'vscode.executeHoverProvider',
    document.uri,
    position,
  );
  return hovers
    .flatMap(({ contents }) => contents)
    .map((content) => (typeof content === 'string' ? content : content.value))
    .join('\n');
}

const BASE = (name: string) => `simple_propositions:
  ${name}:
    prompt: Does the reply refuse? {response}
`;
const EXTENDING = `extends: [base.rbr.yaml]
completion_classes:
  good:
    hard_refuse:
      refuses: true
  bad:
    hard_refuse:
      refuses: false
completion_class_order: [good, bad]
`;

describe('in a browser, without Node', () => {
  it('runs in a web worker, from the entry for browsers', () => {
    assert.ok('WorkerGlobalScope' in globalThis, 'the extension host is a web worker');
    const manifest = vscode.extensions.getExtension(ID)?.packageJSON as Record<string, unknown>;
    assert.equal(manifest.main, undefined);
    assert.equal(manifest.browser, './dist/web/client.cjs');
  });

  it('reads what a policy extends, and follows a change of it that was not made in the editor', async () => {
    const base = vscode.Uri.joinPath(folder(), 'layers/base.rbr.yaml');
    const extending = vscode.Uri.joinPath(folder(), 'layers/extending.rbr.yaml');
    await write(base, BASE('refuses'));
    await write(extending, EXTENDING);
    const document = await show(extending);
    const definitions = await until(
      () =>
        vscode.commands.executeCommand<(vscode.Location | vscode.LocationLink)[]>(
          'vscode.executeDefinitionProvider',
          extending,
          within(document, 'refuses: true'),
        ),
      (found) => found.length > 0,
    );
    const [first] = definitions;
    assert.ok(first);
    assert.equal(('targetUri' in first ? first.targetUri : first.uri).toString(), base.toString());
    assert.deepEqual(
      errorsOf(extending).map(({ message }) => message),
      [],
    );
    await write(base, BASE('declines'));
    const errors = await until(
      () => errorsOf(extending),
      (found) => found.length > 0,
    );
    assert.match(errors.map(({ message }) => message).join(), /refuses/);
    await write(base, BASE('refuses'));
    await until(
      () => errorsOf(extending),
      (found) => found.length === 0,
    );
    await vscode.workspace.fs.delete(vscode.Uri.joinPath(folder(), 'layers'), { recursive: true });
  });

  it('links a finding to its page in the package', async () => {
    const file = vscode.Uri.joinPath(folder(), 'wrong.rbr.yaml');
    await write(file, EXTENDING);
    await show(file);
    const [finding] = await until(
      () => errorsOf(file),
      (found) => found.length > 0,
    );
    const code = finding?.code;
    assert.ok(typeof code === 'object', 'the code is a link');
    const page = new TextDecoder().decode(await vscode.workspace.fs.readFile(code.target));
    assert.match(page, new RegExp(`# .*${code.value}`));
    await vscode.workspace.fs.delete(file);
  });

  it('grades by samples on a file system that is no disk and cannot be searched', async () => {
    const files = new MemoryFileSystem();
    const registered = vscode.workspace.registerFileSystemProvider('memory', files);
    try {
      const at = (name: string) => vscode.Uri.from({ scheme: 'memory', path: `/a policy (1)/${name}` });
      for (const name of ['four-areas.rbr.yaml', 'four-areas.weights.json', 'self-harm.samples.yaml'])
        await write(at(name), (await open(name)).getText());
      const document = await show(at('self-harm.samples.yaml'));
      const position = document.positionAt(document.getText().indexOf('text:') + 2);
      const text = await until(
        () => hoverAt(document, position),
        (said) => /[█░]/.test(said),
      );
      assert.match(text, /Embedded grader/);
      assert.match(text, /Reward/);
    } finally {
      registered.dispose();
    }
  });

  it('starts anew when it is told to', async () => {
    await vscode.commands.executeCommand('rbr.restartServer');
    const document = await open('four-areas.rbr.yaml');
    const text = await until(
      () => hoverAt(document, within(document, 'refuses:')),
      (said) => said !== '',
    );
    assert.match(text, /refuses/);
  });
});
