import * as vscode from 'vscode';
import { EXPECTATIONS_REQUEST } from '../../../server/src/language/protocol-grading.ts';
import type { Connection } from '../connection.ts';
import { type Expectation, fillFile, leavesOf } from './items.ts';
import { runExpectations } from './run.ts';

const FILES = '**/*.samples.{yaml,yml}';
const NOT_IN = '**/node_modules/**';
/** While someone types, the tree follows at this pace. */
const QUIET_MS = 400;

/** The Test Explorer's view of the workspace: the class that is expected of a completion is a test. */
export class ExpectationTests implements vscode.Disposable {
  readonly controller: vscode.TestController;
  readonly #connection: Connection;
  readonly #expectations = new WeakMap<vscode.TestItem, Expectation>();
  readonly #shown = new WeakMap<vscode.TestItem, string>();
  readonly #subscriptions: vscode.Disposable[];
  #timer: NodeJS.Timeout | undefined;

  constructor(connection: Connection) {
    this.#connection = connection;
    this.controller = vscode.tests.createTestController(
      'rbr.expectations',
      vscode.l10n.t('Rule Based Rewards'),
    );
    this.controller.resolveHandler = (item) => (item ? this.#fill(item) : this.#discover());
    this.controller.refreshHandler = () => this.#discover();
    this.controller.createRunProfile(
      vscode.l10n.t('Grade'),
      vscode.TestRunProfileKind.Run,
      (request, token) => this.run(request, token),
      true,
    );
    const watcher = vscode.workspace.createFileSystemWatcher(FILES);
    this.#subscriptions = [
      this.controller,
      watcher,
      watcher.onDidCreate((uri) => void this.#fill(this.#fileItem(uri))),
      watcher.onDidDelete((uri) => this.controller.items.delete(uri.toString())),
      watcher.onDidChange((uri) => void this.#fill(this.#fileItem(uri))),
      vscode.workspace.onDidOpenTextDocument((document) => this.#opened(document)),
      connection.onStarted(() => this.#refreshOpen()),
      connection.onChanged(() => this.#refreshSoon()),
    ];
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const each of this.#subscriptions) each.dispose();
  }

  async run(request: vscode.TestRunRequest, token: vscode.CancellationToken): Promise<void> {
    if (!request.include) await this.#discover();
    const asked = request.include ?? [...this.controller.items].map(([, item]) => item);
    // A file that nobody has looked into yet has no tests under it.
    for (const item of asked) if (item.canResolveChildren && item.children.size === 0) await this.#fill(item);
    const excluded = new Set((request.exclude ?? []).flatMap(leavesOf));
    const expectations = asked
      .flatMap(leavesOf)
      .filter((leaf) => !excluded.has(leaf))
      .flatMap((leaf) => this.#expectations.get(leaf) ?? []);
    await runExpectations(this.#connection, this.controller.createTestRun(request), expectations, token);
  }

  async #discover(): Promise<void> {
    const found = await vscode.workspace.findFiles(FILES, NOT_IN);
    const known = new Set(found.map((uri) => uri.toString()));
    for (const [id] of this.controller.items) if (!known.has(id)) this.controller.items.delete(id);
    for (const uri of found) this.#fileItem(uri);
  }

  #fileItem(uri: vscode.Uri): vscode.TestItem {
    const id = uri.toString();
    const known = this.controller.items.get(id);
    if (known) return known;
    const item = this.controller.createTestItem(id, vscode.workspace.asRelativePath(uri), uri);
    item.canResolveChildren = true;
    this.controller.items.add(item);
    return item;
  }

  /** Its tests show in the margin of the editor. */
  #opened(document: vscode.TextDocument): void {
    if (document.languageId === 'rbr-samples' && document.uri.scheme !== 'git')
      void this.#fill(this.#fileItem(document.uri));
  }

  #refreshSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#refreshOpen(), QUIET_MS);
  }

  #refreshOpen(): void {
    for (const document of vscode.workspace.textDocuments) this.#opened(document);
  }

  async #fill(file: vscode.TestItem): Promise<void> {
    const result = await this.#connection
      .ask(EXPECTATIONS_REQUEST, { uri: file.id })
      .catch((error: Error) => ({ reason: error.message }));
    if ('reason' in result) {
      file.error = result.reason;
      return;
    }
    file.error = undefined;
    // A run may be under way; it would lose its items with their like.
    const shown = JSON.stringify(result.prompts);
    if (this.#shown.get(file) === shown) return;
    this.#shown.set(file, shown);
    fillFile(this.controller, file, result.prompts, (each) => this.#expectations.set(each.item, each));
  }
}
