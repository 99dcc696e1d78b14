import type { Evaluation } from './evaluation.ts';

/** An evaluation as a table for a terminal. */
export function renderEvaluation(evaluation: Evaluation): string {
  const rows = Object.entries(evaluation.propositions).map(([name, quality]) => [
    name,
    String(quality.n),
    String(quality.positives),
    figure(quality.accuracy),
    figure(quality.balancedAccuracy),
    figure(quality.f1),
    figure(quality.auroc),
    figure(quality.brier),
    figure(quality.ece),
    quality.reliable ? '' : 'not reliable offline',
  ]);
  const { macro } = evaluation;
  const macroRow = [
    `macro (${macro.propositions} with ${macro.minPositives}+ positives)`,
    '',
    '',
    ...[macro.accuracy, macro.balancedAccuracy, macro.f1, macro.auroc, macro.brier, macro.ece].map(figure),
    '',
  ];
  const header = ['proposition', 'n', 'positives', 'accuracy', 'balanced', 'F1', 'AUROC', 'Brier', 'ECE', ''];
  const parts = [
    `${evaluation.n} completions · ${evaluation.grader.summary}`,
    table([header, ...rows, macroRow]),
  ];
  if (evaluation.classes.n > 0) {
    parts.push(
      `class accuracy ${figure(evaluation.classes.accuracy)} on ${evaluation.classes.n} with an expected class`,
    );
  }
  return `${parts.join('\n\n')}\n`;
}

function figure(value: number | null): string {
  return value === null ? '–' : value.toFixed(3);
}

function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  return rows
    .map((row) =>
      row
        .map((cell, column) =>
          column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
