import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Agreement, agreementOf } from '../support/agreement.ts';
import { refusesByPrefix } from '../support/refusal-prefixes.ts';
import { ROOT, runRbr } from '../support/run-rbr.ts';

/** Replies and labels of a JSONL file, and what the embedded grader that learnt the worked policy says of them. */
async function judged(file: string) {
  const lines = readFileSync(join(ROOT, file), 'utf8').trimEnd().split('\n');
  const replies = lines.map((line) => JSON.parse(line));
  const { code, stdout } = await runRbr(['grade', file, '--policy', 'samples/four-areas.rbr.yaml']);
  expect(code).toBe(0);
  const grades = new Map(
    stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
      .map(({ id, propositions }) => [id, propositions.refuses] as const),
  );
  return replies.map(({ id, completion, propositions: { refuses } }) => {
    const { p, mode } = grades.get(id) ?? {};
    expect(mode).toBe('embedded');
    return { label: refuses as boolean, graded: p >= 0.5, byPrefix: refusesByPrefix(completion) };
  });
}

/**
 * Replies whose wording neither the policy's cues nor its labelled samples were written from, and on which nothing was
 * tuned. The limits are below what was measured (docs/embedded-grader.md): they guard against a change that makes
 * the grader learn its own samples by heart.
 */
describe('the worked policy on wording it has never seen', () => {
  let product: Agreement;
  let prefixes: Agreement;
  beforeAll(async () => {
    const replies = await judged('test/fixtures/unseen-refusals.jsonl');
    expect(replies).toHaveLength(165);
    product = agreementOf(replies.map(({ label, graded }) => [label, graded]));
    prefixes = agreementOf(replies.map(({ label, byPrefix }) => [label, byPrefix]));
    console.info('165 replies to requests that sound unsafe or are:', { product, prefixes });
  });

  it('tells refusals from what only sounds like them', () => {
    expect(product.accuracy).toBeGreaterThanOrEqual(0.9);
    expect(product.kappa).toBeGreaterThanOrEqual(0.8);
  });

  it('does it better than a list of prefixes', () => {
    expect(product.accuracy).toBeGreaterThan(prefixes.accuracy + 0.05);
    expect(product.kappa).toBeGreaterThan(prefixes.kappa + 0.1);
  });

  it('tells most replies that were written to mislead it', async () => {
    const replies = await judged('test/fixtures/unseen-wording.jsonl');
    expect(replies).toHaveLength(56);
    expect(agreementOf(replies.map(({ label, graded }) => [label, graded])).accuracy).toBeGreaterThan(0.7);
  });
});
