import * as vscode from 'vscode';
import { problemsOf, type SettingProblem } from './check-settings.ts';
import { affectsGrader, ownSetting } from './settings.ts';

/** Says what the settings editor cannot check, as soon as it is set: each thing once until it is another. */
export class SettingsProblems implements vscode.Disposable {
  readonly #subscription: vscode.Disposable;
  readonly #output: vscode.LogOutputChannel;
  #said = new Set<string>();

  constructor(output: vscode.LogOutputChannel) {
    this.#output = output;
    this.#subscription = vscode.workspace.onDidChangeConfiguration((event) => {
      if (affectsGrader(event)) void this.say();
    });
    void this.say();
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  async say(): Promise<void> {
    const messages = currentProblems();
    const unsaid = messages.filter((message) => !this.#said.has(message));
    this.#said = new Set(messages);
    for (const message of unsaid) this.#output.warn(message);
    if (unsaid.length === 0) return;
    const open = vscode.l10n.t('Open Settings');
    const chosen = await vscode.window.showWarningMessage(unsaid.join(' '), open);
    if (chosen === open) await vscode.commands.executeCommand('workbench.action.openSettings', 'rbr.grader');
  }
}

function currentProblems(): string[] {
  const amounts = {
    'budget.usd': ownSetting('budget.usd'),
    'budget.calls': ownSetting('budget.calls'),
    timeoutSeconds: ownSetting('timeoutSeconds'),
    concurrency: ownSetting('concurrency'),
    votes: ownSetting('votes'),
    answerTokens: ownSetting('answerTokens'),
  };
  const raw = {
    kind: ownSetting('kind'),
    baseUrl: ownSetting('baseUrl'),
    prices: ownSetting('prices'),
    amounts,
    reasoningEffort: ownSetting('reasoningEffort'),
    body: ownSetting('body'),
    headers: ownSetting('headers'),
    localPorts: ownSetting('localPorts'),
  };
  return problemsOf(raw).map(inWords);
}

function inWords({ setting, is, value }: SettingProblem): string {
  const name = `rbr.grader.${setting}`;
  switch (is) {
    case 'no address':
      return vscode.l10n.t(
        '{0}: "{1}" is no http or https address, such as https://api.openai.com/v1.',
        name,
        value,
      );
    case 'has credentials':
      return vscode.l10n.t(
        '{0}: leave user, password and query out of the address of {1}; a key goes into Set API Key.',
        name,
        value,
      );
    case 'clear text':
      return vscode.l10n.t(
        '{0}: what is sent to {1} by http, the key included, can be read on the way; use https.',
        name,
        value,
      );
    case 'no price':
      return vscode.l10n.t(
        '{0}: "{1}" needs "input" and "output" in US dollars per million tokens; its price counts as unknown.',
        name,
        value,
      );
    case 'no request':
      return vscode.l10n.t(
        '{0}: it has another form than the settings editor shows, and no model is asked so.',
        name,
      );
    case 'no ports':
      return vscode.l10n.t('{0}: {1} is no list of ports.', name, value);
    case 'no amount':
      return vscode.l10n.t('{0}: {1} is no amount; the default is used.', name, value);
  }
}
