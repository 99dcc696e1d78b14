import type { Diagnostic } from 'vscode-languageserver-types';
import type { Finding } from '../../policy/finding.ts';
import { gradedFindings } from '../../workspace/graded-findings.ts';
import type { Graders } from '../../workspace/sample-grades.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { type Pages, toDiagnostic } from '../convert.ts';

export interface GradedReport {
  readonly findings: readonly Finding[];
  /** One a finding, in the same order. */
  readonly diagnostics: readonly Diagnostic[];
}

/** What the grader has to say about the open samples files, as of its last answer. */
export class GradedReports {
  readonly #workspace: Workspace;
  readonly #graders: () => Graders;
  readonly #pages: Pages;
  readonly #known = new Map<string, GradedReport>();

  constructor(workspace: Workspace, graders: () => Graders, pages: Pages) {
    this.#workspace = workspace;
    this.#graders = graders;
    this.#pages = pages;
  }

  of(uri: string): GradedReport {
    return this.#known.get(uri) ?? NOTHING;
  }

  forget(uri: string): void {
    this.#known.delete(uri);
  }

  async refresh(uris: readonly string[]): Promise<void> {
    const workspace = this.#workspace;
    for (const uri of uris) {
      if (workspace.kindOf(uri) !== 'samples') continue;
      const findings = await gradedFindings({ workspace, ...this.#graders() }, uri);
      if (!findings) continue;
      const [file, state] = await Promise.all([workspace.samplesFile(uri), workspace.policyOfSamples(uri)]);
      const sources = [...(file ? [file.source] : []), ...(state?.files.map((each) => each.source) ?? [])];
      const sourceOf = (asked: string) => sources.find((source) => source.uri === asked);
      const diagnostics = findings.map((finding) => toDiagnostic(finding, sourceOf, this.#pages()));
      this.#known.set(uri, { findings, diagnostics });
    }
  }
}

const NOTHING: GradedReport = { findings: [], diagnostics: [] };
