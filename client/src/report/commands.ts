import * as vscode from 'vscode';
import {
  EVALUATE_REQUEST,
  FIT_REQUEST,
  type KeptRun,
  REPORT_PROGRESS,
  type ReportProgress,
  type ReportResult,
} from '../../../server/src/language/protocol-report.ts';
import type { Connection } from '../connection.ts';
import type { ReportPanel } from './report-panel.ts';

/** Leads of classes over each other that a fit is to be proven with. */
const PROVEN_MARGIN = 0.25;

/** Fits the reward of the policy in front, and shows what came out before anything is written. */
export async function fitCommand(connection: Connection, panel: ReportPanel, asked: unknown): Promise<void> {
  const uri = policyInFront(asked);
  if (!uri) return;
  const proven = {
    label: vscode.l10n.t('With the order of the classes proven'),
    detail: vscode.l10n.t(
      'Every better class is rewarded more, whatever the propositions are, as long as they are graded correctly.',
    ),
    prove: PROVEN_MARGIN,
  };
  const plain = {
    label: vscode.l10n.t('To the samples alone'),
    detail: vscode.l10n.t(
      'As close to the ranking as it gets; combinations that no sample shows may be out of order.',
    ),
  };
  const chosen = await vscode.window.showQuickPick<typeof plain & { prove?: number }>([proven, plain], {
    title: vscode.l10n.t('Fit the Reward'),
  });
  if (!chosen) return;
  await reported(panel, uri, vscode.l10n.t('Fitting the reward'), (token, tell) =>
    connection.follow(
      FIT_REQUEST,
      { uri, ...(chosen.prove !== undefined && { prove: chosen.prove }) },
      REPORT_PROGRESS,
      tell,
      token,
    ),
  );
}

/** Evaluates the policy in front on its samples; what changed since the last time is in the report. */
export async function evaluateCommand(
  connection: Connection,
  panel: ReportPanel,
  asked: unknown,
): Promise<void> {
  const uri = policyInFront(asked);
  if (uri) await evaluate(connection, panel, uri, []);
}

/** Evaluates the policy in front against evaluations that were kept as files, here or by `rbr evaluate --save`. */
export async function compareRunsCommand(
  connection: Connection,
  panel: ReportPanel,
  asked: unknown,
): Promise<void> {
  const uri = policyInFront(asked);
  if (!uri) return;
  const files = await vscode.window.showOpenDialog({
    defaultUri: vscode.Uri.joinPath(vscode.Uri.parse(uri, true), '..'),
    canSelectMany: true,
    filters: { [vscode.l10n.t('Evaluation')]: ['json'] },
    title: vscode.l10n.t('Compare with kept evaluations'),
  });
  if (!files) return;
  const against = await Promise.all(
    files.map(async (file) => ({
      name: vscode.workspace.asRelativePath(file),
      text: new TextDecoder().decode(await vscode.workspace.fs.readFile(file)),
    })),
  );
  await evaluate(connection, panel, uri, against);
}

async function evaluate(
  connection: Connection,
  panel: ReportPanel,
  uri: string,
  against: readonly KeptRun[],
): Promise<void> {
  await reported(panel, uri, vscode.l10n.t('Evaluating the policy'), (token, tell) =>
    connection.follow(EVALUATE_REQUEST, { uri, against }, REPORT_PROGRESS, tell, token),
  );
}

async function reported(
  panel: ReportPanel,
  policyUri: string,
  title: string,
  ask: (token: vscode.CancellationToken, tell: (told: ReportProgress) => void) => Promise<ReportResult>,
): Promise<void> {
  const result = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title, cancellable: true },
    (progress, token) => {
      let before = 0;
      return ask(token, ({ done, total }) => {
        progress.report({
          message: vscode.l10n.t('{0} of {1}', done, total),
          increment: ((done - before) / total) * 100,
        });
        before = done;
      });
    },
  );
  if ('reason' in result) void vscode.window.showWarningMessage(result.reason);
  else await panel.show(result.report, { policyUri, weights: result.weights, kept: result.kept });
}

function policyInFront(asked: unknown): string | undefined {
  if (typeof asked === 'string') return asked;
  const document = vscode.window.activeTextEditor?.document;
  if (document?.languageId === 'rbr' || document?.languageId === 'rbr-samples')
    return document.uri.toString();
  void vscode.window.showInformationMessage(vscode.l10n.t('Open a policy first.'));
  return undefined;
}
