import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { open, until, within } from './documents.ts';

const POLICY = 'four-areas.rbr.yaml';
const SAMPLES = 'self-harm.samples.yaml';

function hoverText(hovers: readonly vscode.Hover[]): string {
  return hovers
    .flatMap(({ contents }) => contents)
    .map((content) => (typeof content === 'string' ? content : content.value))
    .join('\n');
}

async function hoverAt(document: vscode.TextDocument, position: vscode.Position): Promise<string> {
  return hoverText(
    await vscode.commands.executeCommand('vscode.executeHoverProvider', document.uri, position),
  );
}

describe('the extension in VS Code', () => {
  it('knows its languages', async () => {
    assert.equal((await open(POLICY)).languageId, 'rbr');
    assert.equal((await open(SAMPLES)).languageId, 'rbr-samples');
  });

  it('finds nothing wrong with the worked policy', async () => {
    const document = await open(POLICY);
    await until(
      () => hoverAt(document, within(document, 'refuses:')),
      (text) => text !== '',
    );
    const errors = vscode.languages
      .getDiagnostics(document.uri)
      .filter(({ severity }) => severity <= vscode.DiagnosticSeverity.Warning);
    assert.deepEqual(
      errors.map(({ message }) => message),
      [],
    );
  });

  it('marks a misspelt proposition while it is typed, and the quick fix mends it', async () => {
    const document = await open(POLICY);
    const editor = vscode.window.activeTextEditor;
    assert.ok(editor);
    const text = document.getText();
    const at = text.search(/\brefuses: (true|false)/);
    const range = new vscode.Range(document.positionAt(at), document.positionAt(at + 'refuses'.length));
    await editor.edit((edit) => edit.replace(range, 'refusess'));
    const [finding] = await until(
      () =>
        vscode.languages
          .getDiagnostics(document.uri)
          .filter(({ code }) => JSON.stringify(code).includes('unknown-proposition')),
      (found) => found.length > 0,
    );
    assert.ok(finding);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      finding.range,
    );
    const fix = actions.find(({ title }) => title === 'Change to "refuses"');
    assert.ok(fix?.edit, 'there is a fix');
    await vscode.workspace.applyEdit(fix.edit);
    assert.equal(document.getText(), text);
    await until(
      () => vscode.languages.getDiagnostics(document.uri),
      (found) => !found.some(({ code }) => JSON.stringify(code).includes('unknown-proposition')),
    );
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  it('goes from a use of a proposition to its definition', async () => {
    const document = await open(POLICY);
    const use = document.positionAt(document.getText().search(/\brefuses: (true|false)/) + 1);
    const definitions = await vscode.commands.executeCommand<(vscode.Location | vscode.LocationLink)[]>(
      'vscode.executeDefinitionProvider',
      document.uri,
      use,
    );
    const [first] = definitions;
    assert.ok(first);
    const range = 'targetRange' in first ? first.targetRange : first.range;
    assert.match(document.lineAt(range.start.line).text, /^ {2}refuses:/);
  });

  it('grades a hovered completion', async () => {
    const document = await open(SAMPLES);
    const position = document.positionAt(document.getText().indexOf('text:') + 2);
    const text = await until(
      () => hoverAt(document, position),
      (answer) => /█|░/.test(answer),
    );
    assert.match(text, /response type/);
    assert.match(text, /Embedded grader/);
    assert.match(text, /Reward/);
  });

  it('offers the breakdown over every completion, and opens it', async () => {
    const document = await open(SAMPLES);
    const lenses = await until(
      () =>
        vscode.commands.executeCommand<vscode.CodeLens[]>(
          'vscode.executeCodeLensProvider',
          document.uri,
          100,
        ),
      (found) => found.length > 0,
    );
    const lens = lenses.find(({ command }) => command?.title === 'Show score breakdown');
    assert.ok(lens?.command);
    await vscode.commands.executeCommand(lens.command.command, ...(lens.command.arguments ?? []));
    await until(
      () => vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs),
      (tabs) => tabs.some(({ input }) => input instanceof vscode.TabInputWebview),
    );
  });
});
