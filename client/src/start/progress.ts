import * as vscode from 'vscode';
import type { Connection } from '../connection.ts';

/** What the steps of the walkthrough are done by; each is a context key, `rbr.done.<step>`. */
export type DoneStep = 'policy' | 'mended' | 'hovered' | 'graded';

/** Sees what the user has done, and ticks the steps of the walkthrough. */
export class Progress implements vscode.Disposable {
  readonly #done = new Set<DoneStep>();
  readonly #faulty = new Set<string>();
  readonly #subscriptions: vscode.Disposable[];

  constructor(connection: Connection) {
    this.#subscriptions = [
      connection.onHoveredGrade(() => this.tick('hovered')),
      vscode.languages.onDidChangeDiagnostics(({ uris }) => this.#look(uris)),
    ];
  }

  tick(step: DoneStep): void {
    if (this.#done.has(step)) return;
    this.#done.add(step);
    void vscode.commands.executeCommand('setContext', `rbr.done.${step}`, true);
  }

  /** A policy that had an error and has none any more was mended, however. */
  #look(uris: readonly vscode.Uri[]): void {
    for (const uri of uris) {
      if (!/\.rbr\.ya?ml$/.test(uri.path)) continue;
      const isFaulty = vscode.languages
        .getDiagnostics(uri)
        .some(({ severity }) => severity === vscode.DiagnosticSeverity.Error);
      if (isFaulty) this.#faulty.add(uri.toString());
      else if (this.#faulty.delete(uri.toString())) this.tick('mended');
    }
  }

  dispose(): void {
    vscode.Disposable.from(...this.#subscriptions).dispose();
  }
}
