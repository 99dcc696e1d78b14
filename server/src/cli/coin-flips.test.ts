import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CoinFlip, coinFlips } from '../grader/embedded/testing.ts';
import { evaluate } from '../reward/evaluate/evaluation.ts';
import { evaluatedItems } from '../reward/evaluate/items.ts';
import { gradeAll } from './grade-all.ts';
import { allCompletions, openPolicy } from './load.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rbr-coins-'));
});
afterAll(() => rm(folder, { recursive: true }));

const POLICY = `simple_propositions: { pleasant: { prompt: Is it pleasant? } }
completion_classes: { good: { answer: { pleasant: true } }, bad: { answer: { pleasant: false } } }
`;

/** What is learnt from, what is evaluated, and the policy, of rows that a coin has labelled. */
interface Road {
  /** Files for `--train`; without any the grader learns from what is evaluated. */
  readonly train: readonly (readonly object[])[];
  readonly evaluated: readonly object[];
  readonly policy?: string;
  readonly learnt: number;
}

const asked = (content: string, more: readonly object[] = []) => [...more, { role: 'user', content }];
const contentOf = (row: CoinFlip) => row.prompt[0]?.content as string;
const retyped =
  (change: (text: string) => string) =>
  (rows: readonly CoinFlip[]): Road => ({
    train: [rows],
    evaluated: rows.map((row) => ({
      ...row,
      id: `x-${row.id}`,
      prompt: asked(change(contentOf(row))),
      completion: change(row.completion),
    })),
    learnt: rows.length,
  });
const turnedAround = ({ completion }: CoinFlip) => completion.replace('.', '').split(' ').reverse().join(' ');

const ROADS: readonly (readonly [string, (rows: readonly CoinFlip[]) => Road])[] = [
  ['the training file itself', (rows) => ({ train: [rows], evaluated: rows, learnt: rows.length })],
  ['no training file', (rows) => ({ train: [], evaluated: rows, learnt: rows.length })],
  [
    'a copy in another order, with other ids',
    (rows) => ({
      train: [rows],
      evaluated: [...rows].reverse().map((row, index) => ({ ...row, id: `other-${index}` })),
      learnt: rows.length,
    }),
  ],
  [
    'a training set in two files, one of which is evaluated',
    (rows) => ({
      train: [rows.slice(0, 20), rows.slice(20)],
      evaluated: rows.slice(20),
      learnt: rows.length - 20,
    }),
  ],
  ['a copy with spaces at the ends', retyped((text) => `  ${text} \n`)],
  ['a copy in capitals', retyped((text) => text.toUpperCase())],
  [
    'a copy in full-width letters',
    retyped((text) =>
      text.replaceAll(/[!-~]/g, (each) => String.fromCodePoint((each.codePointAt(0) as number) + 0xfee0)),
    ),
  ],
  ['a copy with invisible characters', retyped((text) => text.replaceAll('e', 'e\u200b'))],
  ['a copy with other punctuation', retyped((text) => `“${text.replace('.', '…')}”`)],
  [
    'a copy under a system prompt',
    (rows) => ({
      train: [rows],
      evaluated: rows.map((row) => ({
        ...row,
        prompt: asked(contentOf(row), [{ role: 'system', content: 'Be brief.' }]),
      })),
      learnt: rows.length,
    }),
  ],
  [
    'other replies to the same prompts, of nearly the same words',
    (rows) => ({
      train: [rows],
      evaluated: rows.map((row) => ({ ...row, completion: turnedAround(row) })),
      learnt: rows.length,
    }),
  ],
  [
    'the same replies to other prompts',
    (rows) => ({
      train: [rows],
      evaluated: rows.map((row, index) => ({ ...row, prompt: asked(`What of subject ${index}?`) })),
      learnt: rows.length,
    }),
  ],
  [
    'every reply twice, to prompts that differ in a space',
    (rows) => ({
      train: [],
      evaluated: rows.flatMap((row) => [
        row,
        { ...row, id: `${row.id}-twin`, prompt: asked(`${contentOf(row)} `) },
      ]),
      learnt: 2 * rows.length,
    }),
  ],
  [
    'replies that the policy gives as examples',
    (rows) => ({
      train: [coinFlips(1_000_000, 40).map((row) => ({ ...row, prompt: asked(`On ${contentOf(row)}`) }))],
      evaluated: rows,
      policy: POLICY.replace(
        'Is it pleasant?',
        `Is it pleasant?, examples: [${rows
          .map(
            ({ completion, propositions }) =>
              `{ response: "${completion}", answer: ${propositions.pleasant ? 'yes' : 'no'} }`,
          )
          .join(', ')}]`,
      ),
      learnt: rows.length,
    }),
  ],
  [
    'prompts that the policy gives as examples, with other replies',
    (rows) => ({
      train: [coinFlips(1_000_000, 40).map((row) => ({ ...row, prompt: asked(`On ${contentOf(row)}`) }))],
      evaluated: rows.map((row) => ({ ...row, completion: turnedAround(row) })),
      policy: POLICY.replace(
        'Is it pleasant?',
        `Is it pleasant?, examples: [${rows
          .map(
            (row) =>
              `{ conversation: [{ role: user, content: "${contentOf(row)}" }], response: "${row.completion}", answer: ${row.propositions.pleasant ? 'yes' : 'no'} }`,
          )
          .join(', ')}]`,
      ),
      learnt: rows.length,
    }),
  ],
];

async function measured({ train, evaluated, policy = POLICY }: Road) {
  const write = async (name: string, text: string) => {
    await writeFile(join(folder, name), text);
    return join(folder, name);
  };
  const jsonl = (rows: readonly object[]) => rows.map((row) => JSON.stringify(row)).join('\n');
  const { workspace, state } = await openPolicy(await write('p.rbr.yaml', policy));
  const completions = await allCompletions([await write('evaluated.jsonl', jsonl(evaluated))]);
  const files = await Promise.all(train.map((rows, index) => write(`train-${index}.jsonl`, jsonl(rows))));
  const { graded, grader, heldOut } = await gradeAll(workspace, state, completions, {
    grader: 'embedded',
    ...(files.length > 0 && { train: files }),
  });
  const items = evaluatedItems(state.policy, state.logic, undefined, graded);
  const { auroc } = evaluate(state.policy, items, grader).evaluation.propositions.pleasant ?? {};
  return { auroc: auroc ?? Number.NaN, heldOut };
}

const SEEDS = 16;
const PROMPTS = 40;

describe('labels by a coin', () => {
  // The standard error of one AUROC over pairs within five folds of eight is about .11; four of the mean of sixteen are .11.
  it.each(ROADS)('come out at an AUROC of .5 by %s', async (_, road) => {
    const areas: number[] = [];
    for (let seed = 1; seed <= SEEDS; seed++) {
      const found = road(coinFlips(seed, PROMPTS));
      const { auroc, heldOut } = await measured(found);
      expect(heldOut).toEqual({ by: 'content', learnt: found.learnt, excluded: 0 });
      areas.push(auroc);
    }
    const mean = areas.reduce((sum, area) => sum + area, 0) / SEEDS;
    expect(mean).toBeGreaterThan(0.39);
    expect(mean).toBeLessThan(0.61);
  });

  // Within words invisible characters make other words to the grader.
  it.each(ROADS.filter(([name]) => !/example|invisible/.test(name)))(
    'are no reason to find nothing where words tell them, by %s',
    async (_, road) => {
      const { auroc } = await measured(road(coinFlips(7, 2 * PROMPTS, true)));
      expect(auroc).toBeGreaterThan(0.9);
    },
  );
});
