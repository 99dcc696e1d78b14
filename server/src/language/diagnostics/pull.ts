import {
  type DocumentDiagnosticReport,
  DocumentDiagnosticReportKind,
  type PreviousResultId,
  type WorkspaceDiagnosticReport,
} from 'vscode-languageserver';
import { nextTurn, soon } from '../../workspace/next-turn.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import type { FileReport, Reports } from './diagnostics.ts';
import { editedResponseType } from './edited-type.ts';

/** What is known by then is answered. What was looked at stays known, so asking again goes on from there. */
const FIRST_ANSWER_MS = 30;

const KIND = DocumentDiagnosticReportKind;

/** Answers clients that ask for findings: of one file, and of all files of the workspace. */
export class PullDiagnostics {
  readonly #workspace: Workspace;
  readonly #reports: Reports;
  readonly #ids = new WeakMap<FileReport, string>();
  readonly #askAgain: () => (() => void) | undefined;
  #lastId = 0;

  /** `askAgain`: tells the client that there is more to be had; undefined where it cannot be told. */
  constructor(workspace: Workspace, reports: Reports, askAgain: () => (() => void) | undefined) {
    this.#workspace = workspace;
    this.#reports = reports;
    this.#askAgain = askAgain;
  }

  /** Of an open file: a policy that takes long is answered in parts, the response type that is edited first. */
  async open(uri: string, previous: string | undefined): Promise<DocumentDiagnosticReport> {
    const askAgain = this.#askAgain();
    const patienceMs = askAgain ? FIRST_ANSWER_MS : Number.POSITIVE_INFINITY;
    const first = await editedResponseType(this.#workspace, uri);
    const report = await this.#reports.of(uri, { first, patienceMs });
    if (askAgain && report && !report.complete) soon(askAgain);
    return this.#answer(report, previous);
  }

  async file(uri: string, previous: string | undefined): Promise<DocumentDiagnosticReport> {
    return this.#answer(await this.#reports.of(uri), previous);
  }

  #answer(report: FileReport | undefined, previous: string | undefined): DocumentDiagnosticReport {
    if (!report) return { kind: KIND.Full, items: [] };
    const resultId = this.#idOf(report);
    if (resultId === previous) return { kind: KIND.Unchanged, resultId };
    return { kind: KIND.Full, resultId, items: [...report.diagnostics] };
  }

  async workspace(
    previous: readonly PreviousResultId[],
    versionOf: (uri: string) => number | null,
    isCancelled: () => boolean,
  ): Promise<WorkspaceDiagnosticReport> {
    const known = new Map(previous.map(({ uri, value }) => [uri, value]));
    const uris = [...(await this.#workspace.policyUris()), ...(await this.#workspace.samplesUris())];
    const items: WorkspaceDiagnosticReport['items'] = [];
    for (const uri of uris) {
      if (isCancelled()) break;
      items.push({ ...(await this.file(uri, known.get(uri))), uri, version: versionOf(uri) });
      known.delete(uri);
      // A workspace of many files must not keep a keystroke waiting.
      await nextTurn();
    }
    // Files that are gone take their findings with them.
    for (const uri of known.keys()) items.push({ uri, version: null, kind: KIND.Full, items: [] });
    return { items };
  }

  #idOf(report: FileReport): string {
    let id = this.#ids.get(report);
    if (id === undefined) {
      id = `${++this.#lastId}`;
      this.#ids.set(report, id);
    }
    return id;
  }
}
