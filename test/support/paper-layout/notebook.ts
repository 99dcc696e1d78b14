import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { LayoutCompletion } from './layout.ts';

type WeightsOf = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** The three rewards of a completion; undefined where the release would stop. */
interface Rewarded {
  readonly label: string;
  readonly isIdeal: boolean;
  readonly rewards: Readonly<Record<RewardName, number>>;
}
type RewardName = 'rm' | 'both' | 'rbr';

export interface NotebookFigures {
  /** Label -> centred rewards, in the order of the files. */
  readonly centred: ReadonlyMap<string, readonly number[]>;
  readonly errors: number;
  readonly comparisons: number;
}

/**
 * The definitions of the paper's notebook, written down anew from its description and its code, without anything of the product:
 * look-up by the conversation of a prompt's first completion, the weights of its response type, centring on the mean of
 * the ideal completions, response types put together afterwards. The error rate is that of the paper's section 5.
 */
export async function notebookFigures(
  promptsFile: string,
  { both, alone }: { readonly both: WeightsOf; readonly alone: WeightsOf },
  { ideal, shownAs }: { readonly ideal: Record<string, string>; readonly shownAs: (type: string) => string },
): Promise<Map<string, Map<RewardName, NotebookFigures>>> {
  const split = promptsFile.slice(dirname(promptsFile).length + 1);
  const beside = <Row>(folder: string) => jsonl<Row>(join(dirname(promptsFile), folder, split));
  const features = new Map<string, Record<string, number>>();
  for (const row of await beside<FeatureLine>('prop_probs'))
    features.set(row.prompt_completion.join('\0'), row.features);
  const scores = new Map<string, number>();
  for (const row of await beside<ScoreLine>('rewards/large'))
    scores.set(row.prompt_completion.join('\0'), row.rm_score);
  const prompts = new Map<string, LayoutCompletion[]>(await jsonl<[string, LayoutCompletion[]]>(promptsFile));

  const groups = new Map<string, Rewarded[][]>();
  for (const items of prompts.values()) {
    const type = items[0]?.response_type as string;
    const conversation = asText(items[0]?.prompt ?? []);
    const group = items.map((item): Rewarded => {
      const key = `${conversation}\0${asText(item.completion)}`;
      const [phi, rm] = [features.get(key), scores.get(key)];
      if (!phi || rm === undefined) throw new Error('no features or no score');
      const product = (w: Readonly<Record<string, number>>) => {
        if (Object.keys(w).sort().join() !== Object.keys(phi).sort().join())
          throw new Error('other features');
        return Object.keys(w).reduce((sum, name) => sum + (w[name] as number) * (phi[name] as number), 0);
      };
      return {
        label: item.completion_type,
        isIdeal: item.completion_type === ideal[item.response_type],
        rewards: { rm, both: rm + product(both[type] ?? {}), rbr: product(alone[type] ?? {}) },
      };
    });
    groups.set(shownAs(type), [...(groups.get(shownAs(type)) ?? []), group]);
  }
  return new Map(
    [...groups].map(([type, own]) => [
      type,
      new Map((['rm', 'both', 'rbr'] as const).map((name) => [name, figuresOf(own, name)])),
    ]),
  );
}

function figuresOf(groups: readonly (readonly Rewarded[])[], name: RewardName): NotebookFigures {
  const centred = new Map<string, number[]>();
  let errors = 0;
  let comparisons = 0;
  for (const group of groups) {
    const ideals = group.filter(({ isIdeal }) => isIdeal).map(({ rewards }) => rewards[name]);
    const mean = ideals.reduce((sum, each) => sum + each, 0) / ideals.length;
    for (const { label, isIdeal, rewards } of group) {
      centred.set(label, [...(centred.get(label) ?? []), rewards[name] - mean]);
      if (isIdeal) continue;
      comparisons += ideals.length;
      errors += ideals.filter((each) => rewards[name] >= each).length;
    }
  }
  return { centred, errors, comparisons };
}

/** Ten bins between the least and the greatest value, as matplotlib's `hist` has by default; the last one is closed. */
export function tenBins(values: readonly number[]): { edges: number[]; counts: number[] } {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const [first, last] = low === high ? [low - 0.5, high + 0.5] : [low, high];
  const edges = Array.from({ length: 11 }, (_, index) =>
    index === 10 ? last : first + index * ((last - first) / 10),
  );
  const counts = Array.from(
    { length: 10 },
    (_, bin) =>
      values.filter(
        (value) =>
          value >= (edges[bin] as number) && (bin === 9 ? value <= last : value < (edges[bin + 1] as number)),
      ).length,
  );
  return { edges, counts };
}

function asText(turns: readonly { readonly role: string; readonly content: string }[]): string {
  return turns.map(({ role, content }) => `|${role.toUpperCase()}|: ${content}`).join('\n');
}

interface FeatureLine {
  readonly prompt_completion: readonly string[];
  readonly features: Record<string, number>;
}

interface ScoreLine {
  readonly prompt_completion: readonly string[];
  readonly rm_score: number;
}

async function jsonl<Row>(path: string): Promise<Row[]> {
  const text = await readFile(path, 'utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line): Row => JSON.parse(line));
}
