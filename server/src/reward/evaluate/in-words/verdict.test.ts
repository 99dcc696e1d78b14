import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Evaluation, PropositionQuality } from '../quality.ts';
import { verdictInWords } from './verdict.ts';
import type { VerdictContext, VerdictLine } from './verdict-line.ts';

const CONTEXT: VerdictContext = { hasWeights: true, isRanked: true, worst: 0 };

function quality(
  auroc: number | null,
  range: readonly [number, number] | undefined,
  more: Partial<PropositionQuality> = {},
): PropositionQuality {
  return {
    n: 40,
    positives: 20,
    labelled: 40,
    missing: 0,
    reliable: true,
    accuracy: 0.9,
    balancedAccuracy: 0.9,
    f1: 0.9,
    auroc,
    brier: 0.1,
    ece: 0.1,
    intervals: range ? { auroc: range } : {},
    calibration: [],
    ...more,
  } as PropositionQuality;
}

function evaluation(more: Partial<Evaluation> = {}): Evaluation {
  const none = { accuracy: null, balancedAccuracy: null, f1: null, auroc: null, brier: null, ece: null };
  return {
    missing: 0,
    answers: { of: 100, missing: 0, reasons: {} },
    n: 40,
    propositions: {},
    macro: { ...none, propositions: 0, of: 0, minPositives: 5, intervals: {} },
    classes: { n: 0, of: 0, accuracy: null, order: ['x', 'y', 'z'], confusion: {} },
    grader: { kind: 'labels', fingerprint: '', summary: '' },
    ...more,
  } as Evaluation;
}

const verdict = (more: Partial<Evaluation>, context: Partial<VerdictContext> = {}) =>
  verdictInWords(evaluation(more), { ...CONTEXT, ...context });
const of = (lines: readonly VerdictLine[], kind: VerdictLine['kind']) =>
  lines.filter((line) => line.kind === kind);

/** A proposition with a figure that lies in its interval, labels enough or not, an interval or none. */
const drawn = fc
  .record({
    ends: fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true })),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    positives: fc.integer({ min: 0, max: 10 }),
    negatives: fc.integer({ min: 0, max: 10 }),
    hasInterval: fc.boolean(),
    reliable: fc.boolean(),
  })
  .map(({ ends, at, positives, negatives, hasInterval, reliable }) => {
    const [low, high] = [Math.min(...ends), Math.max(...ends)];
    const auroc = positives > 0 && negatives > 0 ? low + at * (high - low) : null;
    return quality(auroc, hasInterval && auroc !== null ? [low, high] : undefined, {
      n: positives + negatives,
      labelled: positives + negatives,
      positives,
      reliable,
    });
  });
const propositions = fc.dictionary(fc.stringMatching(/^[a-z]{1,6}$/), drawn, { maxKeys: 8 });

const isJudged = ({ n, positives, auroc, intervals, reliable }: PropositionQuality) =>
  reliable && positives >= 5 && n - positives >= 5 && auroc !== null && intervals.auroc !== undefined;

describe('the verdict on propositions', () => {
  it('names the really weakest of those with labels enough, and those that cannot be told from it', () => {
    fc.assert(
      fc.property(propositions, (all) => {
        const judged = Object.entries(all).filter(([, each]) => isJudged(each));
        const [line, ...more] = of(verdict({ propositions: all }), 'weakest');
        expect(more).toEqual([]);
        const lowest = Math.min(...judged.map(([, { auroc }]) => auroc as number));
        const low = judged.filter(([, { auroc }]) => auroc === lowest);
        if (!line) {
          // Nobody is weak: none, or the weakest is graded well all the same.
          expect(low.every(([, { intervals }]) => (intervals.auroc?.[0] as number) > 0.8)).toBe(true);
          return;
        }
        const [name = ''] = line.propositions ?? [];
        const found = all[name] as PropositionQuality;
        expect(isJudged(found)).toBe(true);
        expect(found.auroc).toBe(lowest);
        const alike = judged.filter(
          ([other, { intervals }]) =>
            other !== name && (intervals.auroc?.[0] as number) <= (found.intervals.auroc?.[1] as number),
        );
        expect(line.text.includes('do not tell it from')).toBe(alike.length > 0);
      }),
    );
  });

  it('says of every proposition that cannot be judged that it has too few labels, and of no other', () => {
    fc.assert(
      fc.property(propositions, (all) => {
        const named = of(verdict({ propositions: all }), 'too-few').flatMap(
          (line) => line.propositions ?? [],
        );
        const wanted = Object.keys(all).filter((name) => !isJudged(all[name] as PropositionQuality));
        expect([...named].sort()).toEqual(wanted.sort());
      }),
    );
  });

  it('says how many labels are lacking', () => {
    const [line] = of(
      verdict({ propositions: { rare: quality(0.9, [0.7, 1], { n: 12, positives: 2 }) } }),
      'too-few',
    );
    expect(line?.text).toContain('rare (at least 3 more yes)');
  });

  it('calls a proposition well graded, or not better than chance, only where its interval says so', () => {
    fc.assert(
      fc.property(propositions, (all) => {
        const lines = verdict({ propositions: all });
        const low = (name: string) => all[name]?.intervals.auroc?.[0] as number;
        const judged = Object.keys(all).filter((name) => isJudged(all[name] as PropositionQuality));
        const well = of(lines, 'holds').flatMap((line) => line.propositions ?? []);
        expect([...well].sort()).toEqual(judged.filter((name) => low(name) > 0.8).sort());
        const chance = of(lines, 'fails').flatMap((line) => line.propositions ?? []);
        expect([...chance].sort()).toEqual(judged.filter((name) => low(name) <= 0.5).sort());
      }),
    );
  });
});

const CLASSES = ['x', 'y', 'z'];
const confusion = fc
  .array(fc.tuple(fc.constantFrom(...CLASSES), fc.constantFrom(...CLASSES)), { minLength: 1, maxLength: 30 })
  .map((all) => {
    const counts: Record<string, Record<string, number>> = {};
    for (const [expected, predicted] of all) {
      const row = counts[expected] ?? {};
      row[predicted] = (row[predicted] ?? 0) + 1;
      counts[expected] = row;
    }
    const right = all.filter(([a, b]) => a === b).length;
    const [n, of] = [all.length, all.length];
    const accuracy = right / all.length;
    return {
      n,
      of,
      prompts: n,
      accuracy,
      interval: null,
      order: CLASSES,
      confusion: counts,
      distribution: {},
    };
  });

describe('the verdict on classes', () => {
  it('names the really most confused pair, both ways together, and no pair where none stands out', () => {
    fc.assert(
      fc.property(confusion, (classes) => {
        const [line, ...more] = of(verdict({ classes }), 'confused');
        expect(more).toEqual([]);
        const count = (a: string, b: string) =>
          (classes.confusion[a]?.[b] ?? 0) + (classes.confusion[b]?.[a] ?? 0);
        const pairs = [
          ['x', 'y'],
          ['x', 'z'],
          ['y', 'z'],
        ] as const;
        const most = Math.max(...pairs.map(([a, b]) => count(a, b)));
        const top = pairs.filter(([a, b]) => count(a, b) === most);
        const wrong = classes.n - Math.round(classes.accuracy * classes.n);
        if (most === 0) expect(line).toBeUndefined();
        else if (top.length > 1 || (most === 1 && wrong > 1)) expect(line?.classes).toBeUndefined();
        else {
          expect([...(line?.classes ?? [])].sort()).toEqual([...(top[0] ?? [])]);
          expect(line?.text).toContain(`${most} of ${classes.n} completions`);
        }
      }),
    );
  });

  it('calls accuracy good only where its interval lies above always saying the commonest class', () => {
    fc.assert(
      fc.property(confusion, fc.double({ min: 0, max: 1, noNaN: true }), (classes, low) => {
        const interval = [Math.min(low, classes.accuracy), 1] as const;
        const commonest = Math.max(
          ...CLASSES.map((name) =>
            Object.values(classes.confusion[name] ?? {}).reduce((sum, n) => sum + n, 0),
          ),
        );
        const lines = verdict({ classes: { ...classes, interval } });
        expect(of(lines, 'holds').some(({ text }) => text.startsWith('Graded in the expected class'))).toBe(
          interval[0] > commonest / classes.n,
        );
        // Without an interval nothing holds.
        expect(of(verdict({ classes }), 'holds')).toEqual([]);
      }),
    );
  });
});

describe('the verdict', () => {
  it('says first what is missing, and gives one to three next steps at the end', () => {
    fc.assert(
      fc.property(
        propositions,
        fc.option(confusion, { nil: undefined }),
        fc.nat(3),
        fc.nat(3),
        fc.boolean(),
        fc.nat(5),
        (all, classes, missing, unreadable, hasWeights, worst) => {
          const lines = verdict(
            {
              propositions: all,
              ...(classes && { classes }),
              missing,
              unreadable,
              answers: { of: 100, missing, reasons: missing > 0 ? { failed: missing } : {} },
            } as Partial<Evaluation>,
            { hasWeights, worst },
          );
          const kinds = lines.map(({ kind }) => kind);
          const rank = (kind: VerdictLine['kind']) => (kind === 'missing' ? 0 : kind === 'next' ? 2 : 1);
          expect(kinds.map(rank)).toEqual(kinds.map(rank).sort());
          expect(kinds.includes('missing')).toBe(missing + unreadable > 0);
          const steps = of(lines, 'next');
          expect(steps.length).toBeGreaterThanOrEqual(1);
          expect(steps.length).toBeLessThanOrEqual(3);
          if (missing > 0) expect(steps[0]?.action).toBe('ask');
        },
      ),
    );
  });

  const FINE = {
    propositions: { a: quality(0.99, [0.95, 1]), b: quality(0.98, [0.93, 1]) },
    classes: {
      n: 40,
      of: 40,
      prompts: 40,
      distribution: {},
      accuracy: 1,
      interval: [0.9, 1] as const,
      order: CLASSES,
      confusion: { x: { x: 20 }, y: { y: 20 } },
    },
  };

  it('says that all is fine where it is, and of what', () => {
    const lines = verdict(FINE);
    expect(lines.map(({ kind }) => kind)).toEqual(['holds', 'holds', 'holds', 'next']);
    expect(lines[2]?.text).toBe(
      'Nothing stands out on these 40 completions. Completions unlike them may be graded otherwise.',
    );
    expect(lines[3]?.action).toBe('keep');
  });

  it('does not say so where anything is missing, wrong or not known', () => {
    const lines = [
      verdict({ ...FINE, missing: 1 }),
      verdict({ ...FINE, propositions: { ...FINE.propositions, c: quality(null, undefined, { n: 2 }) } }),
      verdict(FINE, {
        proofs: { comply: [{ better: 'x', worse: 'y', proven: false, margin: -1 }] } as never,
      }),
      verdict({}),
    ];
    for (const each of lines)
      expect(each.some(({ text }) => text.includes('Nothing stands out'))).toBe(false);
  });

  it('says what the proof is of', () => {
    const proofs = { comply: [{ better: 'x', worse: 'y', proven: true, margin: 1 }] } as never;
    const said = of(verdict(FINE, { proofs }), 'holds').map(({ text }) => text);
    expect(said).toContainEqual(expect.stringContaining('if every grade is right'));
  });

  it('sends to the fit where there are no weights, or an order that is not proven', () => {
    const steps = (context: Partial<VerdictContext>) =>
      of(verdict(FINE, context), 'next').map(({ action }) => action);
    expect(steps({ hasWeights: false })).toEqual(['fit']);
    expect(steps({ hasWeights: false, isRanked: false })).toEqual(['keep']);
    expect(
      steps({ proofs: { comply: [{ better: 'x', worse: 'y', proven: false, margin: -1 }] } as never }),
    ).toEqual(['fit']);
  });
});
