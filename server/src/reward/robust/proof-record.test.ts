import { expect, it } from 'vitest';
import { expectedProofRecord } from './proof-record.ts';

const proof = { margin: 0.25, over: 'stated', anyRatesMargin: 0.2, crispMargin: 1 } as const;
const rate = { falseNegative: 0.1, falsePositive: 0.05 };
const errors = {
  rates: new Map([
    ['a', rate],
    ['b', rate],
  ]),
  read: 'stated',
} as const;
const measured = {
  grader: { kind: 'openai', fingerprint: 'x', summary: 's' },
  confidence: 0.95,
  propositions: new Map(),
};

it('records the questions that the run asked, whose rates it has; of one that the run does not tell it says nothing', () => {
  const wordings = { a: 'as the run asked', c: 'of no rate' };
  expect(expectedProofRecord(proof, errors, { ...measured, wordings }).wordings).toEqual({
    a: 'as the run asked',
  });
  expect(expectedProofRecord(proof, errors, measured).wordings).toEqual({});
});
