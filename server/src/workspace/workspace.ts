import type { PolicyContext } from '../checks/check.ts';
import { compileLogic } from '../logic/classes.ts';
import { composePolicy } from '../policy/compose.ts';
import type { Finding } from '../policy/finding.ts';
import { loadPolicyFiles } from '../policy/load.ts';
import { type PolicyFile, parsePolicy, resolvePath } from '../policy/parse.ts';
import { SourceText } from '../policy/source.ts';
import { readWeights, type Weights, weightsUriFor } from '../reward/weights.ts';
import { completionsOfLines } from '../samples/jsonl-text.ts';
import type { SampleCompletion } from '../samples/model.ts';
import { parseSamples, type SamplesFile } from '../samples/yaml.ts';
import { baseNameOf, type FileSystem, folderOf } from './file-system.ts';

const POLICY_FILES = '{*.rbr.yaml,*.rbr.yml,proposition_prompts.yaml}';
const SAMPLES_FILES = '{*.samples.yaml,*.samples.yml}';

/** Larger JSONL is for the command line, which streams it; nobody waits for it while typing. */
const MOST_DATA = 16 * 1024 * 1024;

/** For clients that do not say when files come and go. */
const FRESH_MS = 2000;

export type FileKind = 'policy' | 'samples' | 'other';

/** A policy with all it extends, as it is now. Same object as long as none of its files changes. */
export interface PolicyState extends PolicyContext {
  readonly uri: string;
  /** Of reading the files; checks add theirs. */
  readonly readFindings: readonly Finding[];
}

/**
 * What is open in the editor over what is on disk, parsed once per version. Every answer is made of
 * the texts as they are when it is asked for; nothing here waits or guesses.
 */
export class Workspace {
  readonly #files: FileSystem;
  readonly #open = new Map<string, { text: string; language: string }>();
  readonly #globs = new Map<string, { found: Promise<readonly string[]>; asked: number }>();
  readonly #edited = new Map<string, number>();
  readonly #policyFiles = new Map<string, { text: string; parsed: PolicyFile }>();
  readonly #samplesFiles = new Map<string, { text: string; parsed: SamplesFile }>();
  readonly #dataFiles = new Map<string, { text: string; parsed: readonly SampleCompletion[] }>();
  readonly #weightsFiles = new Map<string, { text: string; parsed: Weights | undefined }>();
  readonly #completions = new WeakMap<
    PolicyState,
    { from: readonly unknown[]; all: readonly SampleCompletion[] }
  >();
  readonly #policies = new Map<string, PolicyState>();
  #folders: readonly string[] = [];

  constructor(files: FileSystem) {
    this.#files = files;
  }

  setFolders(uris: readonly string[]): void {
    this.#folders = uris.map((uri) => this.#files.canonical(uri));
  }

  get folders(): readonly string[] {
    return this.#folders;
  }

  update(uri: string, language: string, text: string): void {
    const canonical = this.#files.canonical(uri);
    const before = this.#open.get(canonical)?.text;
    if (before !== undefined && before !== text) this.#edited.set(canonical, firstDifference(before, text));
    this.#open.set(canonical, { text, language });
  }

  close(uri: string): void {
    const canonical = this.#files.canonical(uri);
    this.#open.delete(canonical);
    this.#edited.delete(canonical);
  }

  /** Where an open file was changed last. */
  editedAt(uri: string): number | undefined {
    return this.#edited.get(this.#files.canonical(uri));
  }

  /** The same files with some texts replaced, to see what a change would do. What is parsed already is shared. */
  withTexts(texts: ReadonlyMap<string, string>): Workspace {
    const changed = new Workspace(this.#files);
    changed.#folders = this.#folders;
    for (const [uri, open] of this.#open) changed.#open.set(uri, open);
    for (const [key, glob] of this.#globs) changed.#globs.set(key, glob);
    for (const [uri, file] of this.#policyFiles) changed.#policyFiles.set(uri, file);
    for (const [uri, file] of this.#samplesFiles) changed.#samplesFiles.set(uri, file);
    for (const [uri, state] of this.#policies) changed.#policies.set(uri, state);
    for (const [uri, file] of this.#weightsFiles) changed.#weightsFiles.set(uri, file);
    for (const [uri, file] of this.#dataFiles) changed.#dataFiles.set(uri, file);
    for (const [uri, text] of texts) {
      const language = this.#open.get(uri)?.language ?? '';
      changed.#open.set(this.#files.canonical(uri), { text, language });
    }
    return changed;
  }

  openUris(): readonly string[] {
    return [...this.#open.keys()];
  }

  kindOf(uri: string): FileKind {
    const language = this.#open.get(this.#files.canonical(uri))?.language;
    if (language === 'rbr') return 'policy';
    if (language === 'rbr-samples') return 'samples';
    const name = baseNameOf(uri);
    if (/\.rbr\.ya?ml$/.test(name) || name === 'proposition_prompts.yaml') return 'policy';
    return /\.samples\.ya?ml$/.test(name) ? 'samples' : 'other';
  }

  async readText(uri: string, atMost?: number): Promise<string | undefined> {
    const canonical = this.#files.canonical(uri);
    return this.#open.get(canonical)?.text ?? (await this.#files.readText(canonical, atMost));
  }

  /** Files that match a glob, as of at most some moments ago: every keystroke asks for the same ones. */
  glob(base: string, pattern: string): Promise<readonly string[]> {
    const key = `${folderOf(base)} ${pattern}`;
    const known = this.#globs.get(key);
    if (known && performance.now() - known.asked < FRESH_MS) return known.found;
    const found = this.#files.glob(base, pattern);
    this.#globs.set(key, { found, asked: performance.now() });
    return found;
  }

  /** Files have come or gone: they are looked for anew. */
  filesChanged(): void {
    this.#globs.clear();
  }

  async policyFile(uri: string): Promise<PolicyFile | undefined> {
    const canonical = this.#files.canonical(uri);
    const text = await this.readText(canonical);
    return text === undefined ? undefined : parsedOnce(this.#policyFiles, canonical, text, parsePolicy);
  }

  async samplesFile(uri: string): Promise<SamplesFile | undefined> {
    const canonical = this.#files.canonical(uri);
    const text = await this.readText(canonical);
    return text === undefined ? undefined : parsedOnce(this.#samplesFiles, canonical, text, parseSamples);
  }

  async policy(uri: string): Promise<PolicyState | undefined> {
    const canonical = this.#files.canonical(uri);
    const loaded = await loadPolicyFiles(canonical, (asked) => this.policyFile(asked));
    if (!loaded) return undefined;
    const known = this.#policies.get(canonical);
    if (known && sameItems(known.files, loaded.files)) return known;
    const policy = composePolicy(loaded.files);
    const state: PolicyState = {
      uri: canonical,
      policy,
      files: loaded.files,
      // What an edit leaves as it was is not computed again.
      logic: compileLogic(policy, known ? { previous: known.logic } : {}),
      readFindings: loaded.findings,
    };
    this.#policies.set(canonical, state);
    return state;
  }

  /**
   * The policy that a samples file is about: the one it names, else the one whose `samples` globs name
   * it, else the only one in its folder or in the workspace.
   */
  async policyOfSamples(uri: string): Promise<PolicyState | undefined> {
    const canonical = this.#files.canonical(uri);
    // JSONL names no policy.
    const named = canonical.endsWith('.jsonl') ? undefined : (await this.samplesFile(canonical))?.policy;
    if (named) return this.policy(resolvePath(canonical, named.text));
    const near = await this.#policiesIn(folderOf(canonical));
    for (const candidate of near) {
      const state = await this.policy(candidate);
      if (state && (await this.samplesOf(state)).includes(canonical)) return state;
    }
    if (near.length === 1) return this.policy(near[0] as string);
    const all = (
      await Promise.all(this.#folders.map((folder) => this.#policiesIn(`${folder}/`, '**/')))
    ).flat();
    return near.length === 0 && all.length === 1 ? this.policy(all[0] as string) : undefined;
  }

  /** The fitted weights beside a policy; undefined where there are none that can be read. */
  async weightsOf(state: PolicyState): Promise<Weights | undefined> {
    const uri = weightsUriFor(state.uri);
    const text = await this.readText(uri);
    if (text === undefined) return undefined;
    return parsedOnce(this.#weightsFiles, uri, text, (source) => readWeights(source).weights);
  }

  /** The sample files that a policy names by its globs. */
  async samplesOf({ policy }: PolicyState): Promise<readonly string[]> {
    const found = await Promise.all(policy.samples.map(({ text, place }) => this.glob(place.uri, text)));
    return [...new Set(found.flat())];
  }

  /**
   * The labelled completions of a policy: of the sample files that it names, JSONL of up to 16 MB among them. The
   * same array as long as none of them changes.
   */
  async completionsOf(state: PolicyState): Promise<readonly SampleCompletion[]> {
    const from = await Promise.all((await this.samplesOf(state)).map((uri) => this.#completionsIn(uri)));
    const known = this.#completions.get(state);
    if (known && sameItems(known.from, from)) return known.all;
    const all = from.flat();
    this.#completions.set(state, { from, all });
    return all;
  }

  /** The JSONL among the sample files of a policy, up to 16 MB each. */
  async dataOf(state: PolicyState): Promise<SourceText[]> {
    const uris = (await this.samplesOf(state)).filter((uri) => uri.endsWith('.jsonl'));
    const texts = await Promise.all(uris.map((uri) => this.readText(uri, MOST_DATA)));
    return uris.flatMap((uri, index) => {
      const text = texts[index];
      return text === undefined ? [] : [new SourceText(uri, text)];
    });
  }

  async #completionsIn(uri: string): Promise<readonly SampleCompletion[]> {
    if (!uri.endsWith('.jsonl')) return (await this.samplesFile(uri))?.completions ?? [];
    const text = (await this.readText(uri, MOST_DATA)) ?? '';
    return parsedOnce(this.#dataFiles, uri, text, completionsOfLines);
  }

  /** Every policy file of the workspace: in its folders, and open. */
  policyUris(): Promise<readonly string[]> {
    return this.#all('policy', POLICY_FILES);
  }

  /** Every samples file of the workspace: in its folders, and open. */
  samplesUris(): Promise<readonly string[]> {
    return this.#all('samples', SAMPLES_FILES);
  }

  async #all(kind: FileKind, pattern: string): Promise<readonly string[]> {
    const inFolders = await Promise.all(
      this.#folders.map((folder) => this.glob(`${folder}/`, `**/${pattern}`)),
    );
    const open = this.openUris().filter((uri) => this.kindOf(uri) === kind);
    return [...new Set([...inFolders.flat(), ...open])];
  }

  #policiesIn(folder: string, depth = ''): Promise<readonly string[]> {
    return this.glob(folder, `${depth}${POLICY_FILES}`);
  }
}

function parsedOnce<T>(
  cache: Map<string, { text: string; parsed: T }>,
  uri: string,
  text: string,
  parse: (source: SourceText) => T,
): T {
  const known = cache.get(uri);
  if (known?.text === text) return known.parsed;
  const parsed = parse(new SourceText(uri, text));
  cache.set(uri, { text, parsed });
  return parsed;
}

function sameItems(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}

function firstDifference(a: string, b: string): number {
  let at = 0;
  while (at < a.length && a.charCodeAt(at) === b.charCodeAt(at)) at++;
  return at;
}
