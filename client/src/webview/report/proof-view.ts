import * as l10n from '@vscode/l10n';
import { html, type TemplateResult } from 'lit';
import type { OrderProof, Report } from '../../../../server/src/language/protocol-report.ts';
import { sentence } from '../translation.ts';
import { signed } from './figures.ts';
import { table } from './table.ts';

/** What there is to know before the tables: whether there is a loophole. */
export function proofVerdict(proofs: NonNullable<Report['proofs']>): TemplateResult {
  const pairs = Object.values(proofs).flat();
  const proven = pairs.filter((pair) => pair.proven);
  const margins = proven.flatMap((pair) => pair.margin ?? pair.marginBetween?.[0] ?? []);
  const isRefuted = pairs.some(({ counterexample }) => counterexample !== undefined);
  const mark = proven.length === pairs.length ? '✓' : isRefuted ? '✗' : '?';
  const verdict = html`<strong>${l10n.t('{0} {1} of {2} pairs of classes are proven to be rewarded in order', mark, proven.length, pairs.length)}</strong>`;
  if (margins.length === 0) return html`<p>${sentence(l10n.t('{0}, if every grade is right.'), verdict)}</p>`;
  const least = html`${(Math.floor(Math.min(...margins) * 100) / 100).toFixed(2)}`;
  return html`<p>${sentence(l10n.t('{0}, with a margin of at least {1} if every grade is right.'), verdict, least)}</p>`;
}

/** Which pairs of classes are proven to be rewarded in order. */
export function proofView(proofs: NonNullable<Report['proofs']>): TemplateResult {
  return html`
    <section aria-labelledby="proof">
      <h2 id="proof">${l10n.t('Order of the classes')}</h2>
      <p class="quiet">
        ${l10n.t('Over all combinations of propositions that are true or false. The margin is what a reward model would have to outweigh to turn a pair round. With graded probabilities the order holds for completions that are in their classes with the probability given, or more.')}
      </p>
      ${Object.entries(proofs).map(
        ([responseType, pairs]) => html`
          <h3>${responseType}</h3>
          ${table(
            l10n.t('Order of the classes in {0}', responseType),
            [l10n.t('pair'), l10n.t('margin'), l10n.t('from probability'), l10n.t('proven')],
            pairs.map((pair) => [
              `${pair.better} > ${pair.worse}`,
              marginOf(pair),
              pair.gradedFrom === undefined ? '–' : (Math.ceil(pair.gradedFrom * 1000) / 1000).toFixed(3),
              pair.proven
                ? html`<span class="text">✓ ${l10n.t('yes')}</span>`
                : pair.counterexample
                  ? html`<span class="text"><strong>✗ ${l10n.t('no')}</strong>: ${why(pair)}</span>`
                  : html`<span class="text"><strong>? ${l10n.t('not decided')}</strong>: ${why(pair)}</span>`,
            ]),
            PROVEN_COLUMN,
          )}
        `,
      )}
    </section>
  `;
}

/** In words, where the others are numbers. */
const PROVEN_COLUMN = 3;

/** Exact, or between what and what it is known to be. */
function marginOf({ margin, marginBetween }: OrderProof): string {
  if (!marginBetween) return signed(margin);
  const [low, high] = marginBetween;
  const [least, most] = [
    low === null ? '?' : outwards(low, Math.floor),
    high === null ? '?' : outwards(high, Math.ceil),
  ];
  return `${least} … ${most}`;
}

function outwards(value: number, round: (value: number) => number): string {
  return signed(round(value * 1000) / 1000);
}

function why({ counterexample, reason, better, worse }: OrderProof): string {
  if (!counterexample) return reason ?? l10n.t('not known');
  const { better: up, worse: down, rewards } = counterexample;
  const names = Object.keys(up).filter((name) => up[name] !== down[name]);
  const say = (of: Readonly<Record<string, boolean>>) =>
    names.filter((name) => of[name]).join(l10n.t(', ')) || l10n.t('none of these');
  return l10n.t(
    '{0} with {1} gets {2}; {3} with {4} gets {5}',
    better,
    say(up),
    signed(rewards[0], 2),
    worse,
    say(down),
    signed(rewards[1], 2),
  );
}
