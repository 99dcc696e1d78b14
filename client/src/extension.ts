import * as vscode from 'vscode';
import { SHOW_BREAKDOWN_COMMAND, SHOW_REFERENCES_COMMAND } from '../../server/src/language/protocol.ts';
import { GRADE_COMMAND, LANGUAGE_MODEL_REQUEST } from '../../server/src/language/protocol-grading.ts';
import {
  COMPARE_RUNS_COMMAND,
  EVALUATE_COMMAND,
  FIT_COMMAND,
} from '../../server/src/language/protocol-report.ts';
import { BreakdownPanels } from './breakdown/breakdown-panel.ts';
import { careFor } from './care/care.ts';
import { Connection } from './connection.ts';
import { policyExplorer } from './explorer/explorer.ts';
import { ApiKeys } from './grading/api-keys.ts';
import { gradeCommand } from './grading/grade-command.ts';
import { GraderChoice } from './grading/grader.ts';
import { askLanguageModel } from './grading/language-model.ts';
import type { Host } from './host.ts';
import { importing } from './import/register.ts';
import { compareRunsCommand, evaluateCommand, fitCommand } from './report/commands.ts';
import { ReportPanel } from './report/report-panel.ts';
import { compareWithLastCommit, showLoopholes } from './review/commands.ts';
import { ReviewDocuments } from './review/documents.ts';
import { LoopholesView } from './review/loopholes-view.ts';
import { showReferences } from './show-references.ts';
import { gettingStarted } from './start/start.ts';
import { ExpectationTests } from './tests/expectation-tests.ts';
import { registerTools } from './tools/tools.ts';

let connection: Connection | undefined;

/** What both hosts have in common, which is all but how the server is started. */
export async function activate(context: vscode.ExtensionContext, host: Host): Promise<void> {
  const output = vscode.window.createOutputChannel('Rule Based Rewards', { log: true });
  output.info(`Rule Based Rewards ${context.extension.packageJSON.version} in VS Code ${vscode.version}.`);
  connection = new Connection(context, output, host);
  const panels = new BreakdownPanels(context.extensionUri, connection, context.workspaceState);
  const documents = new ReviewDocuments();
  const report = new ReportPanel(context.extensionUri);
  const { registerCommand } = vscode.commands;
  const served = connection;
  const keys = new ApiKeys(context.secrets, context.globalState);
  const grader = new GraderChoice(served, keys, host);
  context.subscriptions.push(
    output,
    panels,
    documents,
    policyExplorer(context.extensionUri, connection),
    new LoopholesView(connection),
    gettingStarted(context, connection),
    importing(connection),
    vscode.workspace.registerTextDocumentContentProvider(ReviewDocuments.scheme, documents),
    registerCommand('rbr.showLoopholes', () => showLoopholes(served, documents)),
    registerCommand('rbr.compareWithLastCommit', () => compareWithLastCommit(served, documents)),
    registerCommand(SHOW_BREAKDOWN_COMMAND, (asked: unknown) => panels.show(asked)),
    registerCommand(SHOW_REFERENCES_COMMAND, showReferences),
    grader,
    careFor({ connection: served, keys, grader, documents, output }),
    new ExpectationTests(served),
    registerTools(served),
    served.answer(LANGUAGE_MODEL_REQUEST, askLanguageModel),
    registerCommand(GRADE_COMMAND, (asked: unknown) => gradeCommand(served, asked)),
    report,
    registerCommand(FIT_COMMAND, (asked: unknown) => fitCommand(served, report, asked)),
    registerCommand(EVALUATE_COMMAND, (asked: unknown) => evaluateCommand(served, report, asked)),
    registerCommand(COMPARE_RUNS_COMMAND, (asked: unknown) => compareRunsCommand(served, report, asked)),
    vscode.window.registerWebviewPanelSerializer(ReportPanel.viewType, report),
    registerCommand('rbr.restartServer', () => connection?.restart()),
    registerCommand('rbr.showOutput', () => output.show()),
    vscode.window.registerWebviewPanelSerializer(BreakdownPanels.viewType, panels),
  );
  // Not waited for: the window goes on, and what is asked before the server is up waits for it.
  void connection.start();
}

export async function deactivate(): Promise<void> {
  await connection?.stop();
}
