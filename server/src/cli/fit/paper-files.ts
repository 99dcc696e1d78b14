import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type FeatureRow, wrongFeature } from '../../reward/fit/feature-rows.ts';
import { linesOf } from '../../samples/lines.ts';
import type { Unread } from '../load.ts';
import { note, UsageError } from '../output.ts';
import { toPath, toUri } from '../paths.ts';

/**
 * The layout of the paper's release (weight_fitting_data/<split>.jsonl with prop_probs/<split>.jsonl and
 * rewards/<model>/<split>.jsonl beside it). A line of the first is a prompt as text and its completions; a
 * line of the others has prompt and completion as texts, and features or a reward-model score of them.
 */
export class PaperFiles {
  readonly #features = new Map<string, Record<string, number>>();
  readonly #scores = new Map<string, number>();
  readonly #attachments = new Set<string>();
  readonly #unread: Unread;
  #withoutFeatures = 0;

  private constructor(unread: Unread) {
    this.#unread = unread;
  }

  /**
   * Reads what belongs to those of the files that are in this layout: what is given with them, else what lies
   * where the release has it. `rewards`: a file of scores, or the name of a reward model in the release.
   */
  static async among(
    files: readonly string[],
    {
      unread,
      rewards,
      useBaseReward,
    }: { readonly unread: Unread; readonly rewards?: string | undefined; readonly useBaseReward: boolean },
  ): Promise<PaperFiles> {
    const paper = new PaperFiles(unread);
    const kinds = new Map<string, LineKind | undefined>();
    for (const file of files) kinds.set(file, await kindOf(file));
    const of = (kind: LineKind) => files.filter((file) => kinds.get(file) === kind);
    const prompts = of('prompts');
    for (const file of [...of('features'), ...of('scores')]) paper.#attachments.add(file);
    if (prompts.length === 0) {
      if (rewards !== undefined && !existsSync(rewards))
        throw new UsageError(`No rewards at ${rewards}; they go with the paper's layout.`);
      return paper;
    }
    const features = of('features');
    for (const file of prompts) if (features.length === 0) features.push(beside(file, 'prop_probs'));
    for (const file of features) await paper.#readFeatures(file);
    if (!useBaseReward) return paper;
    const named = rewards !== undefined && existsSync(rewards) ? [rewards] : of('scores');
    if (named.length === 0) for (const file of prompts) named.push(await scoresBeside(file, rewards));
    for (const file of named) await paper.#readScores(file);
    return paper;
  }

  /** It has been read already, together with its prompts. */
  isAttachment(file: string): boolean {
    return this.#attachments.has(file);
  }

  /**
   * The completions of a line, or what is wrong with it. As in the release, features and scores are those of the
   * conversation that the first completion is of, and the response type of the first one is that of all; where
   * there are none of that conversation, they are looked for under the line's own text of the prompt.
   */
  rowsOf(line: readonly unknown[], where: string, _file: string): readonly FeatureRow[] | string {
    const [prompt, items] = line;
    if (typeof prompt !== 'string' || !Array.isArray(items))
      return 'needs a prompt and a list of completions';
    const first = (items[0] ?? {}) as Record<string, unknown>;
    const conversation = Array.isArray(first.prompt) ? conversationText(first.prompt) : undefined;
    const prompts = conversation === undefined ? [prompt] : [conversation, prompt];
    const rows: FeatureRow[] = [];
    let others = 0;
    for (const [index, item] of items.entries()) {
      const { completion, response_type, completion_type } = (item ?? {}) as Record<string, unknown>;
      const text = conversationText(completion);
      if (text === undefined || typeof response_type !== 'string' || typeof completion_type !== 'string')
        return `needs completion, response_type and completion_type in its item ${index + 1}`;
      if (response_type !== first.response_type) others++;
      const keys = prompts.map((each) => keyOf(each, text));
      const features = foundUnder(this.#features, keys);
      if (!features) this.#withoutFeatures++;
      else
        rows.push({
          id: `${where} item ${index + 1}`,
          promptId: prompt,
          promptText: prompt,
          responseType: first.response_type as string,
          label: completion_type,
          baseReward: foundUnder(this.#scores, keys),
          features,
        });
    }
    if (others > 0)
      note(
        `${where}: ${others} of ${items.length} completions name another response type than the first, which counts.`,
      );
    return rows;
  }

  /** Completions that have no features in the files beside. */
  get withoutFeatures(): number {
    return this.#withoutFeatures;
  }

  #unreadable(where: string, wrong: string): void {
    this.#unread.count++;
    note(`${where} error unreadable-line: the line ${wrong}. It is left out.`);
  }

  async #readFeatures(file: string): Promise<void> {
    for await (const { where, key, line } of this.#attached(file)) {
      const wrong = wrongFeature(line.features);
      if (wrong === undefined) this.#features.set(key, line.features as Record<string, number>);
      else this.#unreadable(where, wrong);
    }
  }

  async #readScores(file: string): Promise<void> {
    for await (const { where, key, line } of this.#attached(file)) {
      if (Number.isFinite(line.rm_score)) this.#scores.set(key, line.rm_score as number);
      else this.#unreadable(where, 'needs rm_score, a number');
    }
  }

  async *#attached(
    file: string,
  ): AsyncGenerator<{ where: string; key: string; line: Record<string, unknown> }> {
    this.#attachments.add(file);
    for await (const { number, text } of linesOf(createReadStream(file))) {
      if (!text?.trim()) continue;
      const where = `${toPath(toUri(file))}:${number}`;
      const line = parsed(text);
      const pair = line?.prompt_completion;
      if (line && Array.isArray(pair) && typeof pair[0] === 'string' && typeof pair[1] === 'string')
        yield { where, key: keyOf(pair[0], pair[1]), line };
      else this.#unreadable(where, 'needs prompt_completion, two texts');
    }
  }
}

/** Whether one of the files has prompts with their completions as the paper's release has them. */
export async function isPaperLayout(files: readonly string[]): Promise<boolean> {
  for (const file of files) if (file.endsWith('.jsonl') && (await kindOf(file)) === 'prompts') return true;
  return false;
}

type LineKind = 'prompts' | 'features' | 'scores';

/** By its first line. */
async function kindOf(file: string): Promise<LineKind | undefined> {
  const stream = createReadStream(file);
  for await (const { text } of linesOf(stream)) {
    if (!text?.trim()) continue;
    stream.destroy();
    if (text.trimStart().startsWith('[')) return 'prompts';
    const line = parsed(text);
    if (!line || !('prompt_completion' in line)) return undefined;
    return 'rm_score' in line ? 'scores' : 'features';
  }
  return undefined;
}

function beside(file: string, folder: string): string {
  const path = join(dirname(file), folder, basename(file));
  if (!existsSync(path))
    throw new UsageError(
      `${toPath(toUri(file))} has prompts; their features should be in ${folder}/${basename(file)} beside it, or named with it.`,
    );
  return path;
}

/** Of the reward model that is named, else of the release's "large" one, else of the only one. */
async function scoresBeside(file: string, model: string | undefined): Promise<string> {
  const folder = join(dirname(file), 'rewards');
  const models = existsSync(folder) ? (await readdir(folder)).sort() : [];
  const name = model ?? (models.includes('large') ? 'large' : models[0]);
  const path = name === basename(file) ? join(folder, name) : join(folder, name ?? '', basename(file));
  if (name === undefined || !existsSync(path))
    throw new UsageError(
      model === undefined
        ? `No scores for ${basename(file)} in rewards/ beside it: name a file with --rewards, or fit with --no-base-reward.`
        : `No reward model "${model}" beside ${basename(file)}; there ${models.length === 1 ? 'is' : 'are'} ${models.join(', ') || 'none'}.`,
    );
  return path;
}

/** As the release writes conversations where it looks them up. */
function conversationText(turns: unknown): string | undefined {
  if (typeof turns === 'string') return turns;
  const list = Array.isArray(turns) ? turns : [turns];
  const parts = list.map((turn) => {
    const { role, content } = (turn ?? {}) as Record<string, unknown>;
    return typeof role === 'string' && typeof content === 'string'
      ? `|${role.toUpperCase()}|: ${content}`
      : undefined;
  });
  return parts.includes(undefined) ? undefined : parts.join('\n');
}

function foundUnder<Value>(values: ReadonlyMap<string, Value>, keys: readonly string[]): Value | undefined {
  const key = keys.find((each) => values.has(each));
  return key === undefined ? undefined : values.get(key);
}

/** Short, since there may be half a million of them. */
function keyOf(prompt: string, completion: string): string {
  return createHash('sha1').update(`${prompt}\u0000${completion}`).digest('base64');
}

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    const line = JSON.parse(text);
    return typeof line === 'object' && line !== null ? line : undefined;
  } catch {
    return undefined;
  }
}
