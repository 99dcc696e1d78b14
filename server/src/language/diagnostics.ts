import type { Diagnostic } from 'vscode-languageserver-types';
import { checkPolicy } from '../checks/check-policy.ts';
import { checkSamples } from '../checks/samples/check-samples.ts';
import type { Finding } from '../policy/finding.ts';
import type { SourceText } from '../policy/source.ts';
import type { PolicyState, Workspace } from '../workspace/workspace.ts';
import { toDiagnostic } from './convert.ts';

/** What is to be said of one file. */
export interface FileReport {
  readonly findings: readonly Finding[];
  /** One a finding, in the same order. */
  readonly diagnostics: readonly Diagnostic[];
  readonly sourceOf: (uri: string) => SourceText | undefined;
}

/**
 * Findings per file, computed again only when something that they are made of is another object: the
 * workspace keeps a file's or policy's object as long as its texts stay the same.
 */
export class Reports {
  readonly #workspace: Workspace;
  readonly #pages: string | undefined;
  readonly #known = new Map<string, { inputs: readonly unknown[]; report: FileReport }>();

  constructor(workspace: Workspace, pages?: string) {
    this.#workspace = workspace;
    this.#pages = pages;
  }

  async of(uri: string): Promise<FileReport | undefined> {
    switch (this.#workspace.kindOf(uri)) {
      case 'policy': {
        const state = await this.#workspace.policy(uri);
        return state && this.#remember(uri, [state], () => this.#reportPolicy(state));
      }
      case 'samples': {
        const file = await this.#workspace.samplesFile(uri);
        const state = await this.#workspace.policyOfSamples(uri);
        if (!file) return undefined;
        return this.#remember(uri, [file, state], () => {
          const sources = [file.source, ...(state?.files.map((each) => each.source) ?? [])];
          return this.#toReport([...file.findings, ...checkSamples(file, state)], sources);
        });
      }
      default:
        return undefined;
    }
  }

  forget(uri: string): void {
    this.#known.delete(uri);
  }

  #remember(uri: string, inputs: readonly unknown[], make: () => FileReport): FileReport {
    const known = this.#known.get(uri);
    if (known?.inputs.every((input, index) => input === inputs[index])) return known.report;
    const report = make();
    this.#known.set(uri, { inputs, report });
    return report;
  }

  #reportPolicy(state: PolicyState): FileReport {
    const all = [...state.readFindings, ...checkPolicy(state)];
    return this.#toReport(
      all.flatMap((finding) => atHome(finding, state)),
      state.files.map((file) => file.source),
    );
  }

  #toReport(findings: readonly Finding[], sources: readonly SourceText[]): FileReport {
    const byUri = new Map(sources.map((source) => [source.uri, source]));
    const sourceOf = (uri: string) => byUri.get(uri);
    return {
      findings,
      sourceOf,
      diagnostics: findings.map((finding) => toDiagnostic(finding, sourceOf, this.#pages)),
    };
  }
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
      message: `In a file that this one extends: ${finding.message}`,
      place: extended.place,
      related: [{ message: finding.message, place: finding.place }, ...(finding.related ?? [])],
    },
  ];
}
