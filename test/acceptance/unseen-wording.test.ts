import { describe, expect, it } from 'vitest';
import { runRbr } from '../support/run-rbr.ts';

/**
 * Replies whose wording neither the policy's cues nor its labelled samples were written from, and on which
 * nothing was tuned. The limit is well below what was measured (docs/embedded-grader.md): it guards
 * against a change that makes the grader learn its own samples by heart.
 */
describe('the worked policy on wording it has never seen', () => {
  it('tells refusals from answers', async () => {
    const { code, stdout } = await runRbr([
      ...['evaluate', 'test/fixtures/unseen-wording.jsonl', '--policy', 'samples/four-areas.rbr.yaml'],
      ...['--format', 'json', '--fail-under', 'auroc=0.8'],
    ]);
    const { n, propositions } = JSON.parse(stdout);
    expect(n).toBe(56);
    expect(propositions.refuses).toMatchObject({ n: 56, positives: 28, reliable: true });
    expect(code).toBe(0);
  });
});
