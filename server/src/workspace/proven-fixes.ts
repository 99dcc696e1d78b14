import { applyEdits } from '../policy/edit/apply.ts';
import type { Finding, Fix, TextEdit } from '../policy/finding.ts';
import { findingsOf } from './examine.ts';
import type { Workspace } from './workspace.ts';

/** More than these nobody reads. */
const OFFERED = 8;
/** Someone waits for the answer: what has not been tried by then is not offered. */
const PATIENCE_MS = 400;

/**
 * The fixes of a finding that work: each is tried on the texts as they are, and offered only where it
 * leaves its file with fewer findings of this code and no more of any other. What seems a cure often is
 * none: a condition that is taken away may make two classes overlap.
 */
export async function provenFixes(workspace: Workspace, uri: string, finding: Finding): Promise<Fix[]> {
  const before = await findingsOf(workspace, uri);
  const proven: Fix[] = [];
  const started = performance.now();
  for (const fix of finding.fixes ?? []) {
    if (proven.length === OFFERED || performance.now() - started > PATIENCE_MS) break;
    if (fix.edits.length === 0) continue;
    const after = await findingsOf(await afterEdits(workspace, fix.edits), uri);
    if (isCure(fix, finding.code, before, after)) proven.push(fix);
  }
  return proven;
}

/**
 * The certain fixes within a file that cure together, in document order: each is taken where, with those
 * before it, it leaves fewer findings and no new one. Of fixes that touch the same text the first is taken.
 */
export async function certainFixes(
  workspace: Workspace,
  uri: string,
  findings: readonly Finding[],
): Promise<Fix[]> {
  const taken: Fix[] = [];
  let edits: readonly TextEdit[] = [];
  let before = findings;
  const started = performance.now();
  for (const { code, fixes = [] } of findings) {
    if (performance.now() - started > PATIENCE_MS) break;
    const isFree = ({ place: { uri: at, span } }: TextEdit) =>
      at === uri && edits.every(({ place }) => span.end <= place.span.start || place.span.end <= span.start);
    for (const fix of fixes.filter((each) => each.certain && each.edits.every(isFree))) {
      const together = [...edits, ...fix.edits];
      const after = await findingsOf(await afterEdits(workspace, together), uri);
      if (!isCure(fix, code, before, after)) continue;
      taken.push(fix);
      edits = together;
      before = after;
      break;
    }
  }
  return taken;
}

/** The workspace as it would be after some edits; the real one stays as it is. */
export async function afterEdits(workspace: Workspace, edits: readonly TextEdit[]): Promise<Workspace> {
  const texts = new Map<string, string>();
  for (const uri of new Set(edits.map((edit) => edit.place.uri))) {
    const ofFile = edits.filter((edit) => edit.place.uri === uri);
    texts.set(uri, applyEdits((await workspace.readText(uri)) ?? '', ofFile));
  }
  return workspace.withTexts(texts);
}

/** Findings that could not be made while a name was unknown or a definition went in circles. */
const UNCOVERED = new Set([
  'class-unsatisfiable',
  'classes-overlap',
  'classes-gap',
  'redundant-condition',
  'redundant-alternative',
  'derived-equivalent',
  'derived-constant',
  'constraints-contradict',
  'redundant-constraint',
  'class-missing-response-type',
  'best-class-unseen',
  'not-checked',
]);

export function isCure(
  fix: Fix,
  code: string,
  before: readonly Finding[],
  after: readonly Finding[],
): boolean {
  const had = countsOf(before);
  const has = countsOf(after);
  if ((has.get(code) ?? 0) >= (had.get(code) ?? 0)) return false;
  return [...has].every(
    ([other, count]) => count <= (had.get(other) ?? 0) || (fix.uncovers === true && UNCOVERED.has(other)),
  );
}

function countsOf(findings: readonly Finding[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { code } of findings) counts.set(code, (counts.get(code) ?? 0) + 1);
  return counts;
}
