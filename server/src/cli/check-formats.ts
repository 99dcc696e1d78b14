import type { Finding, Severity } from '../policy/finding.ts';
import type { Range } from '../policy/source.ts';
import { counted } from './counted.ts';
import { type LoopholesByFile, loopholesJson, loopholesText } from './loopholes.ts';
import { SCHEMA_VERSION } from './output.ts';

/** A finding with its places as lines and characters of files. */
export interface Located {
  readonly finding: Finding;
  readonly file: string;
  readonly range: Range;
  readonly related: readonly { readonly message: string; readonly file: string; readonly range: Range }[];
}

export interface Report {
  readonly findings: readonly Located[];
  /** There where they were asked for. */
  readonly loopholes?: LoopholesByFile;
  readonly summary: {
    readonly errors: number;
    readonly warnings: number;
    readonly infos: number;
    readonly ms: number;
  };
}

/** The four ways that `rbr check` prints a report. */
export const renderers: Readonly<Record<'text' | 'json' | 'sarif' | 'github', (report: Report) => string>> = {
  text: renderText,
  json: renderJson,
  sarif: renderSarif,
  github: renderGithub,
};

function renderText({ findings, loopholes, summary }: Report): string {
  const lines = findings.flatMap(({ finding, file, range, related }) => [
    `${file}:${range.start.line + 1}:${range.start.character + 1} ${finding.severity} ${finding.code}: ${finding.message}`,
    ...related.map(
      (each) =>
        `    ${each.file}:${each.range.start.line + 1}:${each.range.start.character + 1} ${each.message}`,
    ),
  ]);
  const counts = `${counted(summary.errors, 'error')}, ${counted(summary.warnings, 'warning')}, ${counted(summary.infos, 'note')} (${summary.ms} ms)`;
  return `${[...lines, counts].join('\n')}\n${loopholes ? loopholesText(loopholes) : ''}`;
}

function renderJson({ findings, loopholes, summary }: Report): string {
  const document = {
    schemaVersion: SCHEMA_VERSION,
    findings: findings.map(({ finding, file, range, related }) => ({
      code: finding.code,
      severity: finding.severity,
      message: finding.message,
      file,
      range,
      related,
      ...(finding.witness && { witness: finding.witness }),
      fixes: (finding.fixes ?? []).map((fix) => fix.title),
    })),
    ...(loopholes && { loopholes: loopholesJson(loopholes) }),
    summary,
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

const SARIF_LEVEL: Record<Severity, string> = { error: 'error', warning: 'warning', info: 'note' };

/** SARIF 2.1.0, for code scanning. Lines and columns count from 1 there. */
function renderSarif({ findings }: Report): string {
  const location = (file: string, { start, end }: Range) => ({
    physicalLocation: {
      artifactLocation: { uri: file.split('\\').join('/') },
      region: {
        startLine: start.line + 1,
        startColumn: start.character + 1,
        endLine: end.line + 1,
        endColumn: end.character + 1,
      },
    },
  });
  const codes = [...new Set(findings.map(({ finding }) => finding.code))].sort();
  const document = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'rbr', rules: codes.map((id) => ({ id })) } },
        results: findings.map(({ finding, file, range, related }) => ({
          ruleId: finding.code,
          level: SARIF_LEVEL[finding.severity],
          message: { text: finding.message },
          locations: [location(file, range)],
          relatedLocations: related.map((each) => ({
            ...location(each.file, each.range),
            message: { text: each.message },
          })),
        })),
      },
    ],
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

const GITHUB_COMMAND: Record<Severity, string> = { error: 'error', warning: 'warning', info: 'notice' };

/** Workflow commands: https://docs.github.com/actions, "Workflow commands". */
function renderGithub({ findings }: Report): string {
  const data = (text: string) => text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
  const property = (text: string) => data(text).replace(/:/g, '%3A').replace(/,/g, '%2C');
  return findings
    .map(({ finding, file, range: { start, end } }) => {
      const where = [
        `file=${property(file)}`,
        `line=${start.line + 1}`,
        `col=${start.character + 1}`,
        `endLine=${end.line + 1}`,
        `endColumn=${end.character + 1}`,
        `title=${property(finding.code)}`,
      ];
      return `::${GITHUB_COMMAND[finding.severity]} ${where.join(',')}::${data(finding.message)}\n`;
    })
    .join('');
}
