import * as vscode from 'vscode';

/** The walkthrough that the extension contributes. */
const WALKTHROUGHS = 'rule-based-rewards.rule-based-rewards#rbr.getStarted';

interface Entry extends vscode.QuickPickItem {
  readonly command?: string;
  readonly argument?: string;
}

/** What one may want of grader, key and files, in one place. */
export async function statusMenu(): Promise<void> {
  const chosen = await vscode.window.showQuickPick(entries(), { title: vscode.l10n.t('Rule Based Rewards') });
  if (chosen?.command === undefined) return;
  const given = chosen.argument === undefined ? [] : [chosen.argument];
  await vscode.commands.executeCommand(chosen.command, ...given);
}

function entries(): Entry[] {
  const isSamples = vscode.window.activeTextEditor?.document.languageId === 'rbr-samples';
  return [
    section(vscode.l10n.t('Grading')),
    ...(isSamples ? [entry('beaker', vscode.l10n.t('Grade This File'), 'rbr.grade')] : []),
    entry('law', vscode.l10n.t('Choose Grader …'), 'rbr.chooseGrader'),
    entry('pulse', vscode.l10n.t('Check the Grader (Doctor)'), 'rbr.doctor'),
    section(vscode.l10n.t('API key')),
    entry('key', vscode.l10n.t('Set API Key …'), 'rbr.setApiKey'),
    entry('plug', vscode.l10n.t('Test API Key'), 'rbr.testApiKey'),
    entry('trash', vscode.l10n.t('Forget API Key …'), 'rbr.forgetApiKey'),
    section(vscode.l10n.t('Money')),
    entry('settings-gear', vscode.l10n.t('Limits and Prices'), 'workbench.action.openSettings', 'rbr.grader'),
    entry('debug-restart', vscode.l10n.t('Reset the Spend Counter'), 'rbr.resetSpend'),
    section(vscode.l10n.t('Help')),
    entry('warning', vscode.l10n.t('Show Problems'), 'workbench.actions.view.problems'),
    entry('output', vscode.l10n.t('Show Output'), 'rbr.showOutput'),
    entry('refresh', vscode.l10n.t('Restart Language Server'), 'rbr.restartServer'),
    entry('rocket', vscode.l10n.t('Get Started'), 'workbench.action.openWalkthrough', WALKTHROUGHS),
  ];
}

function section(label: string): Entry {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}

function entry(icon: string, label: string, command: string, argument?: string): Entry {
  return { label: `$(${icon}) ${label}`, command, ...(argument !== undefined && { argument }) };
}
