import * as vscode from 'vscode';
import type { NewPolicy } from './new-policy.ts';
import type { Progress } from './progress.ts';

const BEFORE_LENSES_MS = 100;
const MOST_TRIES = 150;

/** What the buttons of the walkthrough do, on the policy that was made last or on the first one of the folder. */
export class Walkthrough {
  readonly #progress: Progress;
  #made: NewPolicy | undefined;

  constructor(progress: Progress) {
    this.#progress = progress;
  }

  made(made: NewPolicy | undefined): void {
    if (!made) return;
    this.#made = made;
    this.#progress.tick('policy');
  }

  /** Puts a letter too many into the first name that a class reads, where the user sees what is said of it. */
  async mistake(): Promise<void> {
    const uri = this.#made?.policy ?? (await firstFile('**/*.rbr.{yaml,yml}'));
    if (!uri) return sayThereIsNone();
    const document = await vscode.workspace.openTextDocument(uri);
    const editor = await vscode.window.showTextDocument(document, { preview: false });
    const classes = document.getText().search(/^completion_classes:/m);
    const use = /\{ *(?<name>\w+): (?:true|false)/.exec(document.getText().slice(Math.max(0, classes)));
    const name = use?.groups?.name;
    if (classes === -1 || !use || name === undefined) return sayThereIsNone();
    const start = classes + use.index + use[0].indexOf(name);
    const end = document.positionAt(start + name.length);
    await editor.edit((edit) => edit.insert(end, 'x'));
    const typo = new vscode.Range(document.positionAt(start), end.translate(0, 1));
    editor.selection = new vscode.Selection(typo.start, typo.start);
    editor.revealRange(typo, vscode.TextEditorRevealType.InCenter);
  }

  /** Shows what a completion is graded, as a hover does. */
  async hover(): Promise<void> {
    const editor = await this.#samples();
    if (!editor) return;
    const at = editor.document.getText().search(/^ +text: /m);
    if (at === -1) return sayThereIsNone();
    const position = editor.document.positionAt(editor.document.getText().indexOf('text:', at) + 1);
    editor.selection = new vscode.Selection(position, position);
    editor.revealRange(new vscode.Range(position, position), vscode.TextEditorRevealType.InCenter);
    await vscode.commands.executeCommand('editor.action.showHover');
  }

  /** Opens the breakdown of the first completion, by the lens that stands over it. */
  async breakdown(): Promise<void> {
    const editor = await this.#samples();
    if (!editor) return;
    const lens = await firstLens(editor.document.uri);
    if (!lens?.command) return sayThereIsNone();
    await vscode.commands.executeCommand(lens.command.command, ...(lens.command.arguments ?? []));
    this.#progress.tick('graded');
  }

  async #samples(): Promise<vscode.TextEditor | undefined> {
    const uri = this.#made?.samples ?? (await firstFile('**/*.samples.{yaml,yml}'));
    if (uri)
      return vscode.window.showTextDocument(uri, { preview: false, viewColumn: vscode.ViewColumn.One });
    await sayThereIsNone();
    return undefined;
  }
}

/** The server may still be reading: lenses come when they come. */
async function firstLens(uri: vscode.Uri): Promise<vscode.CodeLens | undefined> {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      uri,
      10,
    );
    const lens = lenses.find(({ command }) => command?.command === 'rbr.showBreakdown');
    if (lens) return lens;
    await new Promise((resolve) => setTimeout(resolve, BEFORE_LENSES_MS));
  }
  return undefined;
}

async function firstFile(glob: string): Promise<vscode.Uri | undefined> {
  const [first] = await vscode.workspace.findFiles(glob, '**/node_modules/**', 1);
  return first;
}

async function sayThereIsNone(): Promise<void> {
  const make = vscode.l10n.t('New Policy…');
  const chosen = await vscode.window.showInformationMessage(
    vscode.l10n.t('There is no policy with samples here yet: make one from a template first.'),
    make,
  );
  if (chosen === make) await vscode.commands.executeCommand('rbr.newPolicy');
}
