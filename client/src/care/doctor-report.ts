import * as vscode from 'vscode';
import type { DoctorResult, Step } from '../../../server/src/language/protocol-care.ts';
import { cost } from '../grading/amounts.ts';
import { escapeMarkdown } from '../markdown.ts';

/** With a word where it matters: a mark alone says nothing to who cannot see it. */
function markOf(state: Step['state']): string {
  switch (state) {
    case 'ok':
      return '✓';
    case 'warning':
      return `**! ${vscode.l10n.t('look')}**`;
    case 'failed':
      return `**✗ ${vscode.l10n.t('failed')}**`;
    case 'skipped':
      return '–';
  }
}

/** The steps so far as a Markdown document; with the end, also what it took. */
export function doctorReport(steps: readonly Step[], end?: DoctorResult): string {
  const head = !end ? vscode.l10n.t('Looking …') : 'reason' in end ? end.reason : verdict(end);
  const rows = steps.map(({ title, state, found, cure }) => {
    const mending = cure === undefined ? '' : `<br>**→ ${escapeMarkdown(cure)}**`;
    return `| ${markOf(state)} | ${escapeMarkdown(title)} | ${escapeMarkdown(found)}${mending} |`;
  });
  const columns = `| | ${vscode.l10n.t('Step')} | ${vscode.l10n.t('Found')} |`;
  return [`# ${vscode.l10n.t('Doctor')}`, '', `**${head}**`, '', columns, '|---|---|---|', ...rows, ''].join(
    '\n',
  );
}

/** In a sentence, with the number and cost of calls. */
export function verdict({ steps, calls, costUsd }: Exclude<DoctorResult, { reason: string }>): string {
  const failed = steps.find(({ state }) => state === 'failed');
  const warnings = steps.filter(({ state }) => state === 'warning').length;
  const said = failed
    ? vscode.l10n.t('The grader does not work: {0}.', failed.title)
    : warnings > 0
      ? vscode.l10n.t('The grader works; {0} to look at.', warnings)
      : vscode.l10n.t('The grader works.');
  return calls === 0 ? said : `${said} ${vscode.l10n.t('{0} calls, {1}.', calls, cost(costUsd))}`;
}
