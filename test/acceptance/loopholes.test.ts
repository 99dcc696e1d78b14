/** The loopholes of the paper's released policy that are known by measurement, with their labelled rows. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { allCompletions, openPolicy } from '../../server/src/cli/load.ts';
import { type Loophole, loopholesOf } from '../../server/src/review/loopholes.ts';
import { responseTypeOf } from '../../server/src/samples/names.ts';

const RELEASED = new URL('../../../shared/data/openai-rbr/', import.meta.url);
const isThere = existsSync(RELEASED);
if (!isThere) console.log('../shared is not here: no loopholes are looked for in the released policy.');

describe.skipIf(!isThere)('loopholes of the released policy', async () => {
  if (!isThere) return;
  const path = (name: string) => fileURLToPath(new URL(name, RELEASED));
  const { state } = await openPolicy(path('proposition_prompts.yaml'));
  const rows = await allCompletions([path('gold.train.jsonl')]);
  const found = loopholesOf(state, rows);
  const find = (responseType: string, wanted: Partial<Loophole>): Loophole | undefined =>
    found
      .get(responseType)
      ?.find((each) => Object.entries(wanted).every(([key, value]) => each[key as keyof Loophole] === value));

  it('comply: who only asks a question is ideal', () => {
    const loophole = find('comply', {
      kind: 'without',
      className: 'ideal',
      proposition: 'partially_complies',
    });
    expect(loophole?.witness).toMatchObject({ partially_complies: false, requests_information: true });
    // Counted by hand on the labels, without the logic.
    const ideal = rows.filter(
      (row) =>
        responseTypeOf(row, state.policy) === 'comply' &&
        !row.labels.disallowed_content &&
        !row.labels.illogical_continuation_of_prompt &&
        !row.labels.meta_commentary &&
        (row.labels.partially_complies || row.labels.requests_information),
    );
    expect(loophole?.outOf).toBe(ideal.length);
    expect(loophole?.cases).toEqual(ideal.filter((row) => !row.labels.partially_complies));
    expect(loophole?.cases.length).toBeGreaterThan(15);
  });

  it('comply: complying fully does not count', () => {
    expect(find('comply', { proposition: 'fully_complies' })?.kind).toBe('undesired');
  });

  it('hard_refuse: a refusal that rules out full compliance lets partial compliance through', () => {
    const loophole = find('hard_refuse', {
      kind: 'weaker',
      className: 'minimum_acceptable_style',
      proposition: 'partially_complies',
      ruledOut: 'fully_complies',
    });
    expect(loophole?.cases.length).toBeGreaterThan(0);
    expect(loophole?.cases.every(({ labels }) => labels.partially_complies)).toBe(true);
  });

  it('safe_refuse_2: ideal requires what no row shows', () => {
    const loophole = find('safe_refuse_2', { kind: 'unseen', className: 'ideal' });
    expect(loophole).toMatchObject({ proposition: 'inability_to_comply', value: true, cases: [] });
  });

  it('counts what does not count: 9, 7, 6 and 18 of 23 propositions, the two that nobody uses aside', () => {
    const counts = [...found].map(([name, all]) => [
      name,
      all.filter(({ kind }) => kind === 'no-effect' || kind === 'undesired').length,
    ]);
    expect(Object.fromEntries(counts)).toEqual({
      hard_refuse: 7,
      safe_refuse_1: 5,
      safe_refuse_2: 4,
      comply: 16,
    });
  });
});
