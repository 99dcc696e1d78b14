import * as vscode from 'vscode';
import type { ToolName, ToolPlanResult } from '../../../server/src/language/protocol-tools.ts';
import { cost, count } from '../grading/amounts.ts';

/** What is shown while a tool runs. What the assistant has written is shown as text, never as Markdown. */
export function invocation(
  name: ToolName,
  { file, code }: Readonly<Record<string, unknown>>,
): vscode.MarkdownString {
  const named = typeof file === 'string' ? file : typeof code === 'string' ? code : undefined;
  const subject = named ?? vscode.l10n.t('a draft');
  return plain(sentence(name, subject));
}

function sentence(name: ToolName, subject: string): string {
  switch (name) {
    case 'rbr_check':
      return vscode.l10n.t('Checking {0}', subject);
    case 'rbr_grade':
      return vscode.l10n.t('Grading completions by {0}', subject);
    case 'rbr_explain':
      return vscode.l10n.t('Looking up {0}', subject);
    case 'rbr_suggest':
      return vscode.l10n.t('Looking for improvements of {0}', subject);
  }
}

/** What a call may cost, before it is made. */
export function confirmation({
  grader,
  completions,
  calls,
  tokens,
  cached,
  costUsd,
}: ToolPlanResult): vscode.LanguageModelToolConfirmationMessages {
  return {
    title: vscode.l10n.t('Grade {0} completions with {1}?', completions, grader),
    message: plain(
      vscode.l10n.t(
        'An assistant asks for it. At most {0} calls and about {1} tokens: {2}. {3} answers are known already. All that assistants ask for has the limits of one run.',
        count(calls),
        count(tokens),
        costUsd === null ? vscode.l10n.t('the price is unknown (rbr.grader.prices)') : cost(costUsd),
        count(cached),
      ),
    ),
  };
}

function plain(text: string): vscode.MarkdownString {
  return new vscode.MarkdownString().appendText(text);
}
