import * as vscode from 'vscode';
import { type ServerStatus, STATUS_NOTIFICATION } from '../../../server/src/language/protocol-care.ts';
import { fileInFront } from '../care/file-in-front.ts';
import type { Connection } from '../connection.ts';
import { cost, count } from '../grading/amounts.ts';
import type { GraderChoice } from '../grading/grader.ts';
import { readSettings } from '../grading/settings.ts';
import { SessionSpend, type Spent } from './spend.ts';

export const MENU_COMMAND = 'rbr.statusMenu';

/** What ends a run and stays so until the user does something. */
const ERRORS: ReadonlySet<string> = new Set([
  'credentials',
  'forbidden',
  'address',
  'quota',
  'mode',
  'failing',
]);

/** One item: who grades, what that has cost, what was found in front, and what is under way. */
export class StatusBar implements vscode.Disposable {
  readonly #grader: GraderChoice;
  readonly #item = vscode.window.createStatusBarItem('rbr.status', vscode.StatusBarAlignment.Right, 90);
  readonly #language = vscode.languages.createLanguageStatusItem('rbr.grader', [
    { language: 'rbr' },
    { language: 'rbr-samples' },
  ]);
  readonly #spend = new SessionSpend();
  readonly #subscriptions: vscode.Disposable[];
  #status: ServerStatus | undefined;
  #hasFiles = false;

  constructor(connection: Connection, grader: GraderChoice) {
    this.#grader = grader;
    this.#item.name = vscode.l10n.t('Rule Based Rewards');
    this.#item.command = MENU_COMMAND;
    this.#language.name = vscode.l10n.t('Rule Based Rewards: grader');
    this.#language.command = { command: MENU_COMMAND, title: vscode.l10n.t('Menu') };
    const show = () => void this.show();
    this.#subscriptions = [
      connection.hear(STATUS_NOTIFICATION, (status) => {
        this.#status = status;
        this.#spend.told(status.spent);
        show();
      }),
      grader.onTold(show),
      vscode.window.onDidChangeActiveTextEditor(show),
      vscode.languages.onDidChangeDiagnostics(show),
      vscode.workspace.onDidChangeConfiguration((event) => event.affectsConfiguration('rbr') && show()),
      vscode.workspace.onDidGrantWorkspaceTrust(show),
    ];
    void this.#look();
  }

  resetSpend(): void {
    this.#spend.reset();
    void this.show();
  }

  dispose(): void {
    for (const each of [...this.#subscriptions, this.#item, this.#language]) each.dispose();
  }

  async #look(): Promise<void> {
    const pattern = '**/{*.rbr.yaml,*.rbr.yml,*.samples.yaml,*.samples.yml,proposition_prompts.yaml}';
    const found = await vscode.workspace.findFiles(pattern, '**/node_modules/**', 1);
    this.#hasFiles = found.length > 0;
    await this.show();
  }

  async show(): Promise<void> {
    const document = fileInFront();
    if (!document && !this.#hasFiles) {
      this.#item.hide();
      return;
    }
    const name = this.#graderName();
    const state = await this.#state();
    const spent = inWords(this.#spend.spent);
    const found = document ? findingsOf(document.uri) : undefined;
    this.#item.text = [
      `$(${state.icon}) ${plain(name)}`,
      ...(this.#spend.spent.calls > 0 ? [spent] : []),
      ...(found && found.errors + found.warnings > 0
        ? [`$(error) ${found.errors} $(warning) ${found.warnings}`]
        : []),
    ].join(' · ');
    const lines = [
      vscode.l10n.t('Grader: {0}', name),
      ...(state.said === undefined ? [] : [state.said]),
      vscode.l10n.t('Spent in this session: {0}', spent),
      ...(found
        ? [vscode.l10n.t('In this file: {0} errors, {1} warnings', found.errors, found.warnings)]
        : []),
    ];
    const tooltip = new vscode.MarkdownString();
    // Names come from settings, messages from servers: text, not markup.
    for (const line of lines) tooltip.appendText(line).appendMarkdown('\n\n');
    this.#item.tooltip = tooltip;
    this.#item.accessibilityInformation = {
      label: [vscode.l10n.t('Rule Based Rewards'), ...lines].join(', '),
      role: 'button',
    };
    this.#item.backgroundColor = state.isError
      ? new vscode.ThemeColor('statusBarItem.errorBackground')
      : undefined;
    this.#item.show();
    this.#language.text = plain(name);
    this.#language.detail = state.said ?? spent;
    this.#language.severity = state.isError
      ? vscode.LanguageStatusSeverity.Error
      : vscode.LanguageStatusSeverity.Information;
    this.#language.busy = this.#status?.isGrading === true || this.#status?.isLearning === true;
  }

  #graderName(): string {
    if (!vscode.workspace.isTrusted) return vscode.l10n.t('Embedded grader');
    const { settings } = readSettings();
    if (settings.kind === 'embedded') return vscode.l10n.t('Embedded grader');
    if (settings.model !== '') return settings.model;
    return settings.kind === 'editor' ? vscode.l10n.t("Editor's model") : vscode.l10n.t("Policy's model");
  }

  async #state(): Promise<{ icon: string; said?: string; isError?: boolean }> {
    const { isGrading, isLearning, stopped } = this.#status ?? {};
    if (!vscode.workspace.isTrusted)
      return { icon: 'shield', said: vscode.l10n.t('Restricted: nothing is sent anywhere.') };
    if (isGrading) return { icon: 'sync~spin', said: vscode.l10n.t('Grading …') };
    if (isLearning) return { icon: 'loading~spin', said: vscode.l10n.t('Learning …') };
    const { settings } = await this.#grader.current();
    if (settings.kind === 'embedded') return { icon: 'law' };
    if (stopped?.reason === 'budget') return { icon: 'credit-card', said: stopped.message };
    if (stopped && ERRORS.has(stopped.reason)) return { icon: 'error', said: stopped.message, isError: true };
    const hasHeaders = settings.kind === 'openai' && Object.keys(settings.headers ?? {}).length > 0;
    if (
      settings.kind === 'openai' &&
      settings.apiKey === undefined &&
      !hasHeaders &&
      settings.baseUrl.startsWith('https:')
    )
      return { icon: 'key', said: vscode.l10n.t('No API key is set for {0}.', settings.baseUrl) };
    return { icon: 'law', ...(stopped && { said: stopped.message }) };
  }
}

function inWords({ calls, costUsd, unpriced }: Spent): string {
  if (calls === 0) return vscode.l10n.t('nothing');
  if (unpriced === 0) return cost(costUsd);
  const some = vscode.l10n.t('{0} calls', count(unpriced));
  return unpriced === calls ? some : `${cost(costUsd)} + ${some}`;
}

function findingsOf(uri: vscode.Uri): { errors: number; warnings: number } {
  const found = vscode.languages.getDiagnostics(uri);
  const of = (severity: vscode.DiagnosticSeverity) =>
    found.filter((each) => each.severity === severity).length;
  return { errors: of(vscode.DiagnosticSeverity.Error), warnings: of(vscode.DiagnosticSeverity.Warning) };
}

/** `$(…)` in a name would be an icon. */
function plain(name: string): string {
  const flat = name.replace(/\$\(/g, '(').replace(/\s+/g, ' ');
  return flat.length > 30 ? `${flat.slice(0, 29)}…` : flat;
}
