/** Holds what `rbr grade` wrote against the server's own log probabilities, question by question. */
import { expect } from 'vitest';
import { type Expected, expectedOf, type sideOf } from './expected.ts';
import type { GradedAnswer, GradedLine } from './grades.ts';
import type { Questions } from './questions.ts';
import type { Exchange } from './recording-proxy.ts';

/** How many questions had an answer of each kind, and how many of the open ones were read. */
export type Tally = Record<Expected['kind'] | 'read', number>;

const DIGITS = 9;

/** Fails where a grade is not what the reply says, with the reply's text. */
export function compareToReplies(
  lines: readonly GradedLine[],
  exchanges: readonly Exchange[],
  { ids, propositions, isOf }: Questions,
): Tally {
  const tally: Tally = { verdict: 0, low_coverage: 0, contradictory: 0, none: 0, open: 0, read: 0 };
  expect(lines.map(({ id }) => id).sort()).toEqual([...ids].sort());
  for (const { id, propositions: answers } of lines) {
    expect(Object.keys(answers).sort()).toEqual([...propositions].sort());
    for (const [name, answer] of Object.entries(answers)) {
      const own = exchanges.filter((exchange) => isOf(exchange, id, name));
      expect(own, `exchanges on ${name} of ${id}`).toHaveLength(1);
      const [{ reply }] = own as [Exchange];
      const expected = expectedOf(reply);
      const said = `${name} of ${id}: ${JSON.stringify(reply.choices[0]?.message.content)}`;
      tally[expected.kind]++;
      if (expected.kind === 'open' && answer.p !== null) tally.read++;
      expectAnswer(answer, expected, said);
    }
  }
  return tally;
}

function expectAnswer(answer: GradedAnswer, expected: Expected, said: string): void {
  switch (expected.kind) {
    case 'verdict':
      expect(answer.p, said).toBeCloseTo(expected.p, DIGITS);
      expect(answer.coverage, said).toBeCloseTo(expected.coverage, DIGITS);
      return;
    case 'low_coverage':
      expect([answer.p, answer.missing], said).toEqual([null, 'low_coverage']);
      return;
    case 'contradictory':
      expect([answer.p, answer.missing], said).toEqual([null, 'unreadable']);
      return;
    case 'none':
      expect(answer.p, said).toBeNull();
      expect(['unreadable', 'cut', 'refused'], said).toContain(answer.missing);
      return;
    case 'open':
      if (answer.p === null) return;
      expect(
        expected.allowed.some(({ p }) => Math.abs(p - (answer.p as number)) < 10 ** -DIGITS),
        `${said}: ${answer.p}, of ${JSON.stringify(expected.allowed)}`,
      ).toBe(true);
  }
}

/**
 * Votes by their texts, as `sideOf` gives them: P(yes) is the mean under Jeffreys' prior, (yes + 1/2) / (n + 1), of those
 * that could be read, if half of them could. A vote that is open may be read either way, or not at all.
 */
export function expectVotes(answer: GradedAnswer, said: readonly Vote[], what: string): void {
  const possible = readings(said).map((votes) => {
    const read = votes.filter((vote) => vote !== 'none');
    const yes = read.filter((vote) => vote === 'yes').length;
    return read.length === 0 || read.length < votes.length / 2 ? null : (yes + 0.5) / (read.length + 1);
  });
  const isPossible = possible.some((p) =>
    p === null || answer.p === null ? p === answer.p : Math.abs(p - answer.p) < 10 ** -DIGITS,
  );
  expect(isPossible, `${what}: ${answer.p} of ${said.join(', ')}`).toBe(true);
}

type Vote = ReturnType<typeof sideOf>;

function readings([vote, ...more]: readonly Vote[]): Vote[][] {
  if (vote === undefined) return [[]];
  const sides: readonly Vote[] = vote === 'open' ? ['yes', 'no', 'none'] : [vote];
  return sides.flatMap((side) => readings(more).map((rest) => [side, ...rest]));
}
