import { html, type TemplateResult } from 'lit';
import type { OrderProof, Report } from '../../../../server/src/language/protocol-report.ts';
import { signed } from './figures.ts';
import { table } from './table.ts';

/** What there is to know before the tables: whether there is a loophole. */
export function proofVerdict(proofs: NonNullable<Report['proofs']>): TemplateResult {
  const pairs = Object.values(proofs).flat();
  const proven = pairs.filter((pair) => pair.proven);
  const leads = proven.flatMap(({ margin }) => margin ?? []);
  const least = leads.length > 0 ? `, with a lead of at least ${Math.min(...leads).toFixed(2)}` : '';
  const verdict = `${proven.length === pairs.length ? '✓' : '✗'} ${proven.length} of ${pairs.length} pairs of classes are proven to be rewarded in order`;
  return html`<p><strong>${verdict}</strong>${least}.</p>`;
}

/** Which pairs of classes are proven to be rewarded in order. */
export function proofView(proofs: NonNullable<Report['proofs']>): TemplateResult {
  return html`
    <section aria-labelledby="proof">
      <h2 id="proof">Order of the classes</h2>
      <p class="quiet">
        Over all combinations of propositions that are true or false. The lead is what a reward model would have to outweigh
        to turn a pair round. With graded probabilities the order holds for completions that are in their classes with the
        probability given, or more.
      </p>
      ${Object.entries(proofs).map(
        ([responseType, pairs]) => html`
          <h3>${responseType}</h3>
          ${table(
            `Order of the classes in ${responseType}`,
            ['pair', 'lead', 'from probability', 'proven'],
            pairs.map((pair) => [
              `${pair.better} > ${pair.worse}`,
              signed(pair.margin),
              pair.gradedFrom === undefined ? '–' : (Math.ceil(pair.gradedFrom * 1000) / 1000).toFixed(3),
              pair.proven
                ? html`<span class="text">✓ yes</span>`
                : html`<span class="text"><strong>✗ no</strong>: ${why(pair)}</span>`,
            ]),
          )}
        `,
      )}
    </section>
  `;
}

function why({ counterexample, reason, better, worse }: OrderProof): string {
  if (!counterexample) return reason ?? 'not known';
  const { better: up, worse: down, rewards } = counterexample;
  const names = Object.keys(up).filter((name) => up[name] !== down[name]);
  const say = (of: Readonly<Record<string, boolean>>) =>
    names.filter((name) => of[name]).join(', ') || 'none of these';
  return `${better} with ${say(up)} gets ${signed(rewards[0], 2)}; ${worse} with ${say(down)} gets ${signed(rewards[1], 2)}`;
}
