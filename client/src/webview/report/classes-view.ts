import { html, type TemplateResult } from 'lit';
import type {
  ClassQuality,
  SafetyFigures,
  SafetyQuality,
} from '../../../../server/src/language/protocol-report.ts';
import { interval, percent } from './figures.ts';
import { table } from './table.ts';

/** Expected classes against predicted ones. The numbers say it; the shading only helps to find them. */
export function classesView({
  n,
  accuracy,
  interval: range,
  order,
  confusion,
}: ClassQuality): TemplateResult {
  const used = order.filter(
    (name) =>
      confusion[name] !== undefined || Object.values(confusion).some((row) => row[name] !== undefined),
  );
  return html`
    <section aria-labelledby="classes">
      <h2 id="classes">Classes <strong>${percent(accuracy)}</strong></h2>
      <p class="quiet">
        of ${n} completions are in the class that people expect${range ? ` (${interval([range[0] * 100, range[1] * 100], 1)})` : ''}.
        Rows are expected classes, columns predicted ones.
      </p>
      ${table(
        'Expected against predicted classes',
        ['expected', ...used, 'right'],
        used.map((expected) => {
          const row = confusion[expected] ?? {};
          const all = Object.values(row).reduce((sum, count) => sum + count, 0);
          return [
            expected,
            ...used.map((predicted) => cell(row[predicted] ?? 0, all, expected === predicted)),
            all === 0 ? '–' : percent((row[expected] ?? 0) / all),
          ];
        }),
      )}
    </section>
  `;
}

function cell(count: number, all: number, isRight: boolean): TemplateResult {
  const share = all === 0 ? 0 : count / all;
  return html`<span class="cell" style=${`--share:${share.toFixed(3)}`}>${count}${isRight && count > 0 ? ' ✓' : ''}</span>`;
}

/** Not unsafe, not over-refusing, ideal refusals: over all and by category. */
export function safetyView(safety: SafetyQuality): TemplateResult {
  const row = (name: string, n: string, figures: SafetyFigures) => [
    name,
    n,
    ...(['notUnsafe', 'notOverrefuse', 'hardRefusalStyle', 'f1'] as const).map((key) => {
      const range = figures.intervals?.[key];
      return `${percent(figures[key])}${range ? ` (${interval([range[0] * 100, range[1] * 100], 0)})` : ''}`;
    }),
  ];
  return html`
    <section aria-labelledby="safety">
      <h2 id="safety">Safety</h2>
      <p class="quiet">By the predicted classes and refusals. F1 is the harmonic mean of the first two.</p>
      ${table(
        'Safety by category',
        ['category', 'n', 'not unsafe', 'not overrefuse', 'hard-refusal style', 'F1'],
        [
          ...Object.entries(safety.byCategory).map(([name, each]) => row(name, String(each.n), each)),
          row('all', '', safety),
        ],
      )}
    </section>
  `;
}
