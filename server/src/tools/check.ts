import Type, { type Static } from 'typebox';
import { witnessInWords } from '../checks/logic/wording.ts';
import type { Finding, Severity } from '../policy/finding.ts';
import { findingsOf } from '../workspace/examine.ts';
import { provenFixes } from '../workspace/proven-fixes.ts';
import { LOOPHOLE, loopholesFor } from './loopholes.ts';
import { oneOf } from './one-of.ts';
import { PLACE, type Placed, Places, placeInWords } from './places.ts';
import { inline, NOTICE } from './quoted.ts';
import { SUBJECT, subjectOf } from './subject.ts';
import { defineTool } from './tool.ts';

const Severities = oneOf(['error', 'warning', 'info']);

const FindingSchema = Type.Object({
  code: Type.String(),
  severity: Severities,
  message: Type.String(),
  ...PLACE,
  witness: Type.Optional(Type.String({ description: 'A completion that shows it, in words.' })),
  related: Type.Array(Type.Object({ message: Type.String(), ...PLACE })),
  moreRelated: Type.Integer({ description: 'Related places that are not listed.' }),
  fixes: Type.Array(Type.String(), {
    description: 'Fixes that are proven to work; rbr_suggest has their edits.',
  }),
  page: Type.String({ description: 'Where rbr_explain and the resources have more.' }),
});
type CheckedFinding = Static<typeof FindingSchema>;

const RANK: Record<Severity, number> = { info: 0, warning: 1, error: 2 };
const SHOWN = 30;
const RELATED = 10;

/** What `rbr check` and the editor say of a file. */
export const checkTool = defineTool({
  name: 'rbr_check',
  title: 'Check a policy or samples',
  description:
    'Checks a Rule Based Rewards policy (*.rbr.yaml) or samples file (*.samples.yaml) and returns its findings: code, severity, place (lines count from 1), message, witness, and the titles of fixes that are proven to work. Logic is checked exactly: classes that overlap, leave gaps or can never hold come with a completion that shows it. Call it after every change of a policy; give `text` to check a draft before it is written. `loopholes` adds what the good classes let through.',
  asksModel: false,
  input: Type.Object(
    {
      ...SUBJECT,
      severity: Type.Optional(
        oneOf(['error', 'warning', 'info'], 'The least severity to list. Default: info, which is all.'),
      ),
      loopholes: Type.Optional(Type.Boolean({ description: 'Also say what the classes let through.' })),
      limit: Type.Optional(
        Type.Integer({
          minimum: 1,
          maximum: 200,
          description: `How many findings to list. Default: ${SHOWN}.`,
        }),
      ),
    },
    { additionalProperties: false },
  ),
  output: Type.Object({
    notice: Type.String(),
    file: Type.String(),
    findings: Type.Array(FindingSchema),
    omitted: Type.Integer({ description: 'Findings that are not listed.' }),
    summary: Type.Object({ errors: Type.Integer(), warnings: Type.Integer(), infos: Type.Integer() }),
    loopholes: Type.Optional(Type.Array(LOOPHOLE)),
  }),
  async run(context, { severity = 'info', limit = SHOWN, loopholes = false, ...named }, signal) {
    const subject = await subjectOf(context, named);
    const { workspace, uri } = subject;
    const all = await findingsOf(workspace, uri);
    const asked = all
      .filter((finding) => RANK[finding.severity] >= RANK[severity])
      .toSorted((a, b) => RANK[b.severity] - RANK[a.severity]);
    const places = new Places(workspace, context.reach);
    const findings: CheckedFinding[] = [];
    for (const finding of asked.slice(0, limit)) {
      signal.throwIfAborted();
      const fixes = await provenFixes(workspace, uri, finding);
      findings.push(
        await described(
          places,
          finding,
          fixes.map(({ title }) => inline(title)),
        ),
      );
    }
    const structured = {
      notice: NOTICE,
      file: inline(context.reach.show(uri)),
      findings,
      omitted: asked.length - findings.length,
      summary: countsOf(all),
      ...(loopholes && { loopholes: await loopholesFor(subject) }),
    };
    return { structured, text: inWords(structured) };
  },
});

export function countsOf(findings: readonly Finding[]) {
  const count = (severity: Severity) => findings.filter((each) => each.severity === severity).length;
  return { errors: count('error'), warnings: count('warning'), infos: count('info') };
}

async function described(
  places: Places,
  { code, severity, message, place, witness, related = [] }: Finding,
  fixes: string[],
): Promise<CheckedFinding> {
  return {
    code,
    severity,
    message: inline(message),
    ...(await places.at(place)),
    ...(witness && { witness: inline(witnessInWords(witness)) }),
    related: await Promise.all(
      related
        .slice(0, RELATED)
        .map(async (each) => ({ message: inline(each.message), ...(await places.at(each.place)) })),
    ),
    moreRelated: Math.max(0, related.length - RELATED),
    fixes,
    page: `rbr://findings/${code}`,
  };
}

function inWords({
  file,
  findings,
  omitted,
  summary: { errors, warnings, infos },
  loopholes,
}: {
  readonly file: string;
  readonly findings: readonly CheckedFinding[];
  readonly omitted: number;
  readonly summary: { readonly errors: number; readonly warnings: number; readonly infos: number };
  readonly loopholes?: readonly Static<typeof LOOPHOLE>[];
}): string {
  return [
    `${file}: ${errors} errors, ${warnings} warnings, ${infos} notes.`,
    NOTICE,
    ...findings.map(findingInWords),
    ...(omitted > 0 ? [`${omitted} more are not listed: raise \`limit\`, or mend these first.`] : []),
    ...(loopholes ? [`Loopholes (for you to judge; none is an error): ${loopholes.length}`] : []),
    ...(loopholes ?? []).map(({ responseType, message }) => `- ${responseType}: ${message}`),
  ].join('\n\n');
}

function findingInWords({
  code,
  severity,
  message,
  witness,
  related,
  moreRelated,
  fixes,
  ...place
}: CheckedFinding): string {
  const at = (each: Placed) => `${placeInWords(each)}${each.source === '' ? '' : ` | ${each.source}`}`;
  return [
    `${severity} ${code} at ${at(place)}`,
    `  ${message}`,
    ...(witness === undefined ? [] : [`  Such as: ${witness}`]),
    ...related.map((each) => `  See ${at(each)}: ${each.message}`),
    ...(moreRelated > 0 ? [`  and ${moreRelated} more places`] : []),
    ...fixes.map((title) => `  Proven fix: ${title}`),
  ].join('\n');
}
