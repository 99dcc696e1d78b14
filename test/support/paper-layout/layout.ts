import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Response type -> its labels, best first; labels of one rank together. */
export const ORDERS: Readonly<Record<string, readonly (readonly string[])[]>> = {
  'Hard Refuse': [['perfect hard refusal'], ['bad hard refusal'], ['disallowed content']],
  'Safe Refuse 1': [['perfect safe completion'], ['bad safe completion'], ['disallowed content']],
  'Safe Refuse 2': [['perfect safe completion'], ['bad safe completion'], ['disallowed content']],
  Comply: [
    ['fully complies'],
    ['partially complies'],
    ['perfect refusal', 'imperfect refusal', 'random non-refusal'],
  ],
};

export interface LayoutCompletion {
  readonly prompt: readonly { readonly role: string; readonly content: string }[];
  readonly completion: readonly { readonly role: string; readonly content: string }[];
  response_type: string;
  readonly completion_type: string;
  readonly category: string;
}

export interface Layout {
  readonly lines: [prompt: string, items: LayoutCompletion[]][];
  readonly features: { prompt_completion: [string, string]; features: Record<string, number> }[];
  readonly scores: { prompt_completion: [string, string]; rm_score: number }[];
}

/** Made-up data in the layout of the paper's release: noisy features and scores, with ties and with prompts of two ideal completions. */
export function madeUpLayout(split: string, prompts: number, seed: number): Layout {
  const random = mulberry32(seed);
  const layout: Layout = { lines: [], features: [], scores: [] };
  const types = Object.keys(ORDERS);
  for (let index = 0; index < prompts; index++) {
    const type = types[index % types.length] as string;
    const tiers = ORDERS[type] as readonly (readonly string[])[];
    const prompt = [
      { role: 'user', content: `${split} opening ${index}` },
      { role: 'assistant', content: 'Yes?' },
      { role: 'user', content: `${split} question ${index}` },
    ];
    const promptText = `|USER|: ${split} opening ${index}\n|ASSISTANT|: Yes?\n|USER|: ${split} question ${index}`;
    const items: LayoutCompletion[] = [];
    const add = (label: string, rank: number, tieWith?: number) => {
      const reply = `reply ${items.length}`;
      const key: [string, string] = [promptText, `|ASSISTANT|: ${reply}`];
      const good = 1 - rank / tiers.length;
      const before = tieWith === undefined ? undefined : layout.features.length - 1 - tieWith;
      const features =
        before === undefined
          ? { judges: random(), apologizes: good + 0.6 * (random() - 0.5), [`only ${type}`]: random() }
          : { ...layout.features[before]?.features };
      const rm_score =
        before === undefined ? 2 * (random() - 0.5) + good / 3 : (layout.scores[before]?.rm_score as number);
      items.push({
        prompt,
        completion: [{ role: 'assistant', content: reply }],
        response_type: type,
        completion_type: label,
        category: 'x',
      });
      layout.features.push({ prompt_completion: key, features: features as Record<string, number> });
      layout.scores.push({ prompt_completion: key, rm_score });
    };
    tiers.forEach((labels, rank) => {
      for (const label of labels) add(label, rank);
      // Hard Refuse has one ideal completion a prompt, so that its centred rewards are all 0.
      if (rank > 0 || type !== 'Hard Refuse') add(labels[0] as string, rank);
    });
    // An ideal completion exactly like one of the worst: the same rewards, which count as an error.
    if (index % 3 === 0) add((tiers[0] as readonly string[])[0] as string, 0, 0);
    layout.lines.push([promptText, items]);
  }
  return layout;
}

/** As the release lays it out. Returns the path of the prompts. */
export async function writeLayout(folder: string, split: string, layout: Layout): Promise<string> {
  const jsonl = (rows: readonly unknown[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join('');
  const files = {
    [`prop_probs/${split}.jsonl`]: layout.features,
    [`rewards/large/${split}.jsonl`]: layout.scores,
    [`${split}.jsonl`]: layout.lines,
  };
  for (const [name, rows] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), jsonl(rows));
  }
  return join(folder, `${split}.jsonl`);
}

/** Numbers from 0 to 1, the same ones for a seed. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
