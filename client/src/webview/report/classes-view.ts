import * as l10n from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import type { ClassQuality } from '../../../../server/src/language/protocol-report.ts';
import { explained } from './explained.ts';
import { interval, percent } from './figures.ts';
import { table } from './table.ts';

/** Expected classes against predicted ones. The numbers say it; the shading only helps to find them. */
export function classesView({
  n,
  of,
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
      <h2 id="classes">${explained(l10n.t('Classes'))} <strong>${percent(accuracy)}</strong></h2>
      ${n === 0 ? html`<p class="quiet">${l10n.t('None of the {0} completions with an expected class has a verdict.', of)}</p>` : nothing}
      <p class="quiet" ?hidden=${n === 0}>
        ${range ? l10n.t('of {0} completions are in the class that people expect ({1}).', n, interval([range[0] * 100, range[1] * 100], 1)) : l10n.t('of {0} completions are in the class that people expect.', n)}
        ${n === of ? nothing : l10n.t('{0} more have an expected class and no verdict.', of - n)}
        ${l10n.t('Rows are expected classes, columns predicted ones.')}
      </p>
      ${
        n === 0
          ? nothing
          : table(
              l10n.t('Expected against predicted classes'),
              [l10n.t('expected'), ...used, l10n.t('right')],
              used.map((expected) => {
                const row = confusion[expected] ?? {};
                const all = Object.values(row).reduce((sum, count) => sum + count, 0);
                return [
                  expected,
                  ...used.map((predicted) => cell(row[predicted] ?? 0, all, expected === predicted)),
                  all === 0 ? '–' : percent((row[expected] ?? 0) / all),
                ];
              }),
            )
      }
    </section>
  `;
}

function cell(count: number, all: number, isRight: boolean): TemplateResult {
  const share = all === 0 ? 0 : count / all;
  return html`<span class="cell" style=${`--share:${share.toFixed(3)}`}>${count}${isRight && count > 0 ? ' ✓' : ''}</span>`;
}
