import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type FindingCase, parseCases } from '../../../test/support/finding-cases.ts';
import { memoryFiles } from '../../../test/support/memory-files.ts';
import { CODES } from '../checks/codes.ts';
import { suppressions } from '../checks/suppress.ts';
import type { Finding } from '../policy/finding.ts';
import { findingsOf } from './examine.ts';
import { afterEdits, isCure, provenFixes } from './proven-fixes.ts';
import { Workspace } from './workspace.ts';

const CHECKS = new URL('../checks/', import.meta.url);
const FOLDER = 'file:///case/';

const pages = readdirSync(CHECKS, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.md'))
  .map((name) => ({
    code: name.replace(/^.*\//, '').replace(/\.md$/, ''),
    cases: parseCases(readFileSync(new URL(name, CHECKS), 'utf8')),
  }));

function open({ files }: FindingCase): Workspace {
  const texts = Object.entries(files).map(([name, text]) => [FOLDER + name, text]);
  const workspace = new Workspace(memoryFiles(Object.fromEntries(texts)));
  workspace.setFolders([FOLDER.slice(0, -1)]);
  return workspace;
}

async function allFindings(files: FindingCase['files'], workspace: Workspace): Promise<Finding[]> {
  const found = await Promise.all(Object.keys(files).map((name) => findingsOf(workspace, FOLDER + name)));
  return found.flat();
}

describe('every finding', () => {
  it.each(
    Object.keys(CODES).filter(
      (code) =>
        ![
          'check-failed',
          'graded-otherwise',
          'class-graded-otherwise',
          'unreadable-line',
          'unreadable-weights',
        ].includes(code),
    ),
  )('%s has cases in which it is found and in which it is not', (code) => {
    const cases = pages.flatMap((page) => page.cases);
    const own = pages.find((page) => page.code === code)?.cases ?? [];
    expect(cases.some(({ expected }) => expected.some((each) => each.code === code))).toBe(true);
    expect(own.some(({ expected }) => expected.every((each) => each.code !== code))).toBe(true);
  });
});

describe.each(pages)('$code', ({ cases }) => {
  it.each(cases)('$title', async (each) => {
    const workspace = open(each);
    const findings = await allFindings(each.files, workspace);
    const written = findings.map(({ place, severity, code, message }) => ({
      file: place.uri.slice(FOLDER.length),
      start: place.span.start,
      end: place.span.end,
      severity,
      code,
      message,
    }));
    expect(sorted(written)).toEqual(sorted(each.expected));

    for (const name of Object.keys(each.files)) {
      // What stands in a file it extends is that file's to mend.
      const own = await findingsOf(workspace, FOLDER + name);
      for (const finding of own.filter(({ place }) => place.uri === FOLDER + name)) {
        await everyFixCures(workspace, finding);
      }
    }

    for (const { title, text } of each.fixes) {
      const [main = ''] = Object.keys(each.files);
      const offered = (
        await Promise.all(findings.map((finding) => provenFixes(workspace, finding.place.uri, finding)))
      ).flat();
      const fix = offered.find((candidate) => candidate.title === title);
      if (!fix) expect(offered.map((candidate) => candidate.title)).toContain(title);
      const after = await afterEdits(workspace, fix?.edits ?? []);
      expect(await after.readText(FOLDER + main)).toBe(text);
    }
  });
});

/** What is offered works, and so does silencing. */
async function everyFixCures(workspace: Workspace, finding: Finding): Promise<void> {
  const { uri } = finding.place;
  const before = await findingsOf(workspace, uri);
  const kind = workspace.kindOf(uri);
  const file = kind === 'policy' ? await workspace.policyFile(uri) : await workspace.samplesFile(uri);
  const state = kind === 'policy' ? await workspace.policy(uri) : await workspace.policyOfSamples(uri);
  const silencing = file ? suppressions(file.source, finding, state?.files.at(-1)) : [];
  for (const fix of [...(await provenFixes(workspace, uri, finding)), ...silencing]) {
    const after = await findingsOf(await afterEdits(workspace, fix.edits), uri);
    expect({ title: fix.title, cures: isCure(fix, finding.code, before, after) }).toEqual({
      title: fix.title,
      cures: true,
    });
  }
}

function sorted<T extends { code: string; start: number; message: string }>(findings: readonly T[]): T[] {
  return [...findings].sort(
    (a, b) => a.start - b.start || a.code.localeCompare(b.code) || a.message.localeCompare(b.message),
  );
}
