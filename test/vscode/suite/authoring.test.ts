import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { open, saveAll, until, within } from './documents.ts';

const POLICY = 'four-areas.rbr.yaml';
const SAMPLES = 'self-harm.samples.yaml';

/** What VS Code's own command answers: through its API, the client, the server and back. */
function ask<T>(command: string, ...args: readonly unknown[]): Thenable<T> {
  return vscode.commands.executeCommand<T>(`vscode.execute${command}`, ...args);
}

const fileName = (uri: vscode.Uri) => uri.path.slice(uri.path.lastIndexOf('/') + 1);

describe('authoring in VS Code', () => {
  it('completes propositions in a condition, with what they ask', async () => {
    const document = await open(POLICY);
    const use = document.positionAt(document.getText().search(/\brefuses: (true|false)/));
    const labelOf = ({ label }: vscode.CompletionItem) => (typeof label === 'string' ? label : label.label);
    // The editor's own words are in the list too; ours say what they mean.
    const list = await until(
      () => ask<vscode.CompletionList>('CompletionItemProvider', document.uri, use),
      ({ items }) => items.some((item) => labelOf(item) === 'apologizes' && item.documentation !== undefined),
    );
    const kinds = new Set(list.items.filter((item) => item.documentation).map(({ kind }) => kind));
    assert.ok(kinds.size > 0);
  });

  it('finds references over policy and samples, and highlights those of one file', async () => {
    const document = await open(POLICY);
    const use = document.positionAt(document.getText().search(/\brefuses: (true|false)/) + 1);
    const locations = await ask<vscode.Location[]>('ReferenceProvider', document.uri, use);
    const files = new Set(locations.map(({ uri }) => fileName(uri)));
    assert.ok(files.has(POLICY) && files.has(SAMPLES), [...files].join());
    const marks = await ask<vscode.DocumentHighlight[]>('DocumentHighlights', document.uri, use);
    assert.ok(marks.some(({ kind }) => kind === vscode.DocumentHighlightKind.Write));
  });

  it('renames in every file that names it, and takes it back in one step a file', async () => {
    const document = await open(POLICY);
    const before = document.getText();
    const use = document.positionAt(before.search(/\brefuses: (true|false)/) + 1);
    const edit = await ask<vscode.WorkspaceEdit>('DocumentRenameProvider', document.uri, use, 'declines');
    const files = edit.entries().map(([uri]) => fileName(uri));
    assert.ok(
      files.includes(POLICY) && files.includes(SAMPLES) && files.includes('four-areas.weights.json'),
      files.join(),
    );
    await vscode.workspace.applyEdit(edit);
    // As a rename by hand does by default (`files.refactoring.autoSave`): the weights are read from the disk.
    await saveAll();
    assert.match(document.getText(), /^ {2}declines:/m);
    const errors = await until(
      () =>
        vscode.languages
          .getDiagnostics(document.uri)
          .filter(({ severity }) => severity === vscode.DiagnosticSeverity.Error),
      (found) => found.length === 0,
    );
    assert.deepEqual(errors, []);
    // In a browser the weights on the disk may be two seconds old.
    const hasWeights = (each: vscode.WorkspaceEdit) =>
      each.entries().some(([uri]) => fileName(uri) === 'four-areas.weights.json');
    const back = await until(
      () => ask<vscode.WorkspaceEdit>('DocumentRenameProvider', document.uri, use, 'refuses'),
      hasWeights,
    );
    assert.ok(hasWeights(back));
    await vscode.workspace.applyEdit(back);
    await saveAll();
    assert.equal(document.getText(), before);
  });

  it('outlines a policy, and finds its names in the workspace', async () => {
    const document = await open(POLICY);
    const symbols = await ask<vscode.DocumentSymbol[]>('DocumentSymbolProvider', document.uri);
    const classes = symbols.find(({ name }) => name === 'completion_classes');
    assert.ok(classes && classes.children.length === 5, symbols.map(({ name }) => name).join());
    const found = await ask<vscode.SymbolInformation[]>('WorkspaceSymbolProvider', 'refuses');
    assert.ok(found.some(({ name, location }) => name === 'refuses' && fileName(location.uri) === POLICY));
  });

  it('colours names by what they are', async () => {
    const document = await open(POLICY);
    const tokens = await until(
      () =>
        vscode.commands.executeCommand<vscode.SemanticTokens>(
          'vscode.provideDocumentSemanticTokens',
          document.uri,
        ),
      (answer) => (answer?.data.length ?? 0) > 0,
    );
    assert.equal(tokens.data.length % 5, 0);
  });

  it('hints at ranks and samples', async () => {
    const document = await open(POLICY);
    const everything = new vscode.Range(0, 0, document.lineCount, 0);
    const hints = await ask<vscode.InlayHint[]>('InlayHintProvider', document.uri, everything);
    const labels = hints.map(({ label }) => label);
    assert.ok(labels.includes('1 of 5'), labels.join());
    assert.ok(labels.some((label) => /^\d+ samples$/.test(String(label))));
  });

  it('shows uses over propositions, and the places when asked', async () => {
    const document = await open(POLICY);
    const lenses = await ask<vscode.CodeLens[]>('CodeLensProvider', document.uri, 100);
    const lens = lenses.find(({ command }) => /^\d+ uses, \d+ labels$/.test(command?.title ?? ''));
    assert.ok(lens?.command);
    await vscode.commands.executeCommand(lens.command.command, ...(lens.command.arguments ?? []));
    await vscode.commands.executeCommand('closeReferenceSearch');
  });

  it('folds, selects by steps, and links', async () => {
    const document = await open(POLICY);
    const folds = await ask<vscode.FoldingRange[]>('FoldingRangeProvider', document.uri);
    assert.ok(folds.length > 20);
    const [selection] = await ask<vscode.SelectionRange[]>('SelectionRangeProvider', document.uri, [
      within(document, 'refuses'),
    ]);
    assert.ok(selection?.parent?.parent, 'a word, its entry, and what is around it');
    const samples = await open(SAMPLES);
    const links = await ask<vscode.DocumentLink[]>('LinkProvider', samples.uri);
    assert.ok(links.some(({ target }) => target && fileName(target) === POLICY));
  });

  it('formats without touching comments and prompts', async () => {
    const document = await open(POLICY);
    const text = document.getText();
    const editor = vscode.window.activeTextEditor;
    const order = document.positionAt(
      text.indexOf('completion_class_order:') + 'completion_class_order:'.length,
    );
    await editor?.edit((edit) => edit.insert(order, '   '));
    const edits = await ask<vscode.TextEdit[]>('FormatDocumentProvider', document.uri, {
      tabSize: 2,
      insertSpaces: true,
    });
    assert.ok(edits.length > 0);
    const edit = new vscode.WorkspaceEdit();
    edit.set(document.uri, edits);
    await vscode.workspace.applyEdit(edit);
    assert.equal(document.getText(), text);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  it('finds what is wrong in files that nobody has opened', async () => {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri as vscode.Uri;
    const uri = vscode.Uri.joinPath(folder, 'unopened.rbr.yaml');
    const wrong = 'completion_classes:\n  good: { comply: { ghost: true } }\n';
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(wrong));
    await until(
      () => vscode.languages.getDiagnostics(uri),
      (found) => found.some(({ message }) => message.includes('"ghost"')),
    );
    await vscode.workspace.fs.delete(uri);
    await until(
      () => vscode.languages.getDiagnostics(uri),
      (found) => found.length === 0,
    );
  });

  it('ignores a finding where a comment says so', async () => {
    const document = await open(POLICY);
    const text = document.getText();
    const editor = vscode.window.activeTextEditor;
    const end = document.positionAt(text.length);
    await editor?.edit((edit) => edit.insert(end, 'derived_propositions_: {}\n'));
    const [finding] = await until(
      () =>
        vscode.languages
          .getDiagnostics(document.uri)
          .filter(({ message }) => message.includes('derived_propositions_')),
      (found) => found.length > 0,
    );
    assert.ok(finding);
    const actions = await ask<vscode.CodeAction[]>('CodeActionProvider', document.uri, finding.range);
    const silence = actions.find(({ title }) => title === 'Ignore "unknown-key" here');
    assert.ok(silence?.edit, actions.map(({ title }) => title).join());
    await vscode.workspace.applyEdit(silence.edit);
    await until(
      () => vscode.languages.getDiagnostics(document.uri),
      (found) => !found.some(({ message }) => message.includes('derived_propositions_')),
    );
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  it('undoes a fix of several edits in one step', async () => {
    const document = await open(POLICY);
    const editor = vscode.window.activeTextEditor;
    const at = document.getText().indexOf(', acceptable_refusal: false }');
    const condition = new vscode.Range(
      document.positionAt(at),
      document.positionAt(at + ', acceptable_refusal: false'.length),
    );
    await editor?.edit((edit) => edit.delete(condition));
    const broken = document.getText();
    const [overlap] = await until(
      () =>
        vscode.languages
          .getDiagnostics(document.uri)
          .filter(({ code }) => JSON.stringify(code).includes('classes-overlap')),
      (found) => found.length > 0,
    );
    assert.ok(overlap);
    const actions = await ask<vscode.CodeAction[]>('CodeActionProvider', document.uri, overlap.range);
    const fix = actions.find(({ title }) => title.startsWith('Make "unacceptable" exclude'));
    assert.ok(fix?.edit, actions.map(({ title }) => title).join());
    await vscode.workspace.applyEdit(fix.edit);
    assert.notEqual(document.getText(), broken);
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), broken);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });
});
