import * as l10n from '@vscode/l10n';
import type { Diagnostic } from 'vscode-languageserver-types';
import type { Finding } from '../../policy/finding.ts';
import type { SourceText } from '../../policy/source.ts';
import { examine } from '../../workspace/examine.ts';
import type { PolicyState, Workspace } from '../../workspace/workspace.ts';
import { type Pages, toDiagnostic } from '../convert.ts';

/** What is to be said of one file. */
export interface FileReport {
  readonly findings: readonly Finding[];
  /** One a finding, in the same order. */
  readonly diagnostics: readonly Diagnostic[];
  readonly sourceOf: (uri: string) => SourceText | undefined;
  /** False where time ran out before every response type was looked at; asking again goes on from there. */
  readonly complete: boolean;
}

export interface ReportOptions {
  /** The response type to look at first. */
  readonly first?: string | undefined;
  /** After this long what is known so far is the answer. */
  readonly patienceMs?: number;
}

/**
 * Findings per file, computed again only when something that they are made of is another object: the
 * workspace keeps a file's or policy's object as long as its texts stay the same.
 */
export class Reports {
  readonly #workspace: Workspace;
  readonly #pages: Pages;
  readonly #known = new Map<string, { inputs: readonly unknown[]; report: FileReport }>();

  constructor(workspace: Workspace, pages: Pages) {
    this.#workspace = workspace;
    this.#pages = pages;
  }

  async of(uri: string, options: ReportOptions = {}): Promise<FileReport | undefined> {
    const subject = await this.#subject(uri);
    if (!subject) return undefined;
    const known = this.#known.get(uri);
    if (known?.inputs.every((input, index) => input === subject.inputs[index])) return known.report;
    const report = await this.#make(uri, subject, options);
    if (report.complete) this.#known.set(uri, { inputs: subject.inputs, report });
    return report;
  }

  forget(uri: string): void {
    this.#known.delete(uri);
  }

  async #subject(uri: string): Promise<Subject | undefined> {
    const kind = this.#workspace.kindOf(uri);
    if (kind === 'policy') {
      const state = await this.#workspace.policy(uri);
      if (!state) return undefined;
      const completions = await this.#workspace.completionsOf(state);
      const weights = await this.#workspace.weightsOf(state);
      return {
        inputs: [state, completions, weights],
        state,
        sources: state.files.map((file) => file.source),
      };
    }
    const file = kind === 'samples' ? await this.#workspace.samplesFile(uri) : undefined;
    if (!file) return undefined;
    const state = await this.#workspace.policyOfSamples(uri);
    const sources = [file.source, ...(state?.files.map((each) => each.source) ?? [])];
    return { inputs: [file, state], sources };
  }

  async #make(
    uri: string,
    { state, sources }: Subject,
    { first, patienceMs = Number.POSITIVE_INFINITY }: ReportOptions,
  ): Promise<FileReport> {
    const started = performance.now();
    let last: { findings: readonly Finding[]; complete: boolean } = { findings: [], complete: true };
    for (last of await examine(this.#workspace, uri, first)) {
      if (performance.now() - started > patienceMs) break;
    }
    const findings = state ? last.findings.flatMap((finding) => atHome(finding, state)) : last.findings;
    const byUri = new Map(sources.map((source) => [source.uri, source]));
    const sourceOf = (asked: string) => byUri.get(asked);
    return {
      findings,
      sourceOf,
      complete: last.complete,
      diagnostics: findings.map((finding) => toDiagnostic(finding, sourceOf, this.#pages())),
    };
  }
}

interface Subject {
  readonly inputs: readonly unknown[];
  /** Of a policy file. */
  readonly state?: PolicyState;
  readonly sources: readonly SourceText[];
}

/**
 * A file shows what stands in it. An error that stands in a file it extends is shown at `extends`, so
 * that it is not missed; lesser things are that file's own business.
 */
function atHome(finding: Finding, state: PolicyState): Finding[] {
  if (finding.place.uri === state.uri) return [finding];
  if (finding.severity !== 'error') return [];
  const extended = state.files.at(-1)?.extends[0];
  if (!extended) return [];
  const { fixes: _, ...rest } = finding;
  return [
    {
      ...rest,
      message: l10n.t('In a file that this one extends: {0}', finding.message),
      place: extended.place,
      related: [{ message: finding.message, place: finding.place }, ...(finding.related ?? [])],
    },
  ];
}
