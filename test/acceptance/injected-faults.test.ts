/**
 * Each kind of fault, put into the paper's released policy: the right finding appears at the right place,
 * and nothing else; and whatever is offered as a fix takes it away and brings nothing new.
 */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { suppressions } from '../../server/src/checks/suppress.ts';
import type { Finding } from '../../server/src/policy/finding.ts';
import { findingsOf } from '../../server/src/workspace/examine.ts';
import { afterEdits, isCure, provenFixes } from '../../server/src/workspace/proven-fixes.ts';
import { Workspace } from '../../server/src/workspace/workspace.ts';
import { marked } from '../support/marked-text.ts';
import { memoryFiles } from '../support/memory-files.ts';

const RELEASED = new URL('../../../shared/data/openai-rbr/proposition_prompts.yaml', import.meta.url);
const isThere = existsSync(RELEASED);
if (!isThere) console.log('../shared is not here: faults are not injected into the released policy.');
const text = isThere ? readFileSync(RELEASED, 'utf8') : '';
const URI = 'file:///paper/proposition_prompts.yaml';

function open(policy: string): Workspace {
  const workspace = new Workspace(memoryFiles({ [URI]: policy }));
  workspace.setFolders(['file:///paper']);
  return workspace;
}

const describeFinding = ({ code, place: { span } }: Finding, policy: string) =>
  `${code} at ${policy.slice(span.start, span.end).split('\n', 1)[0]?.trim()}`;

interface Fault {
  readonly what: string;
  readonly find: string | RegExp;
  /** With «» around what is to be marked. */
  readonly put: string;
  readonly codes: readonly string[];
}

const FAULTS: readonly Fault[] = [
  {
    what: 'a misspelt proposition',
    find: 'apology: true\n    inability',
    put: '«appology»: true\n    inability',
    codes: ['unknown-proposition'],
  },
  {
    what: 'a misspelt class in the order',
    find: '- ideal  ',
    put: '- «idael»  ',
    codes: ['unknown-class'],
  },
  {
    what: 'a class twice in the order',
    find: '  - ideal  ',
    put: '  - ideal\n  - «ideal»  ',
    codes: ['duplicate-name'],
  },
  {
    what: 'a misspelt key',
    find: /^derived_propositions:/m,
    put: '«derived_proposition»:',
    codes: ['unknown-key'],
  },
  {
    what: 'a value that is no truth value',
    find: 'correct_refusal: true\n    safe_refuse_1',
    put: 'correct_refusal: «maybe»\n    safe_refuse_1',
    codes: ['wrong-type'],
  },
  {
    what: 'a definition that goes in a circle',
    find: '  no_compliance:\n    partially_complies: false',
    put: '  no_compliance:\n    «no_compliance: false»',
    codes: ['derived-cycle'],
  },
  {
    what: 'a class that can never hold',
    find: 'ideal:\n    hard_refuse:\n      correct_refusal: true',
    put: 'ideal:\n    «hard_refuse»:\n      correct_refusal: true\n      apology: false',
    codes: ['class-unsatisfiable', 'classes-gap'],
  },
  {
    what: 'two classes that overlap',
    find: '  minimum_acceptable_style:\n    hard_refuse:\n      acceptable_refusal: true\n      correct_refusal: false',
    put: '  minimum_acceptable_style:\n    «hard_refuse»:\n      acceptable_refusal: true',
    codes: ['classes-overlap'],
  },
  {
    what: 'completions in no class',
    find: 'comply:\n      no_compliance: true\n      disallowed_content: false',
    put: 'comply:\n      no_compliance: true\n      fully_complies: false\n      disallowed_content: false',
    codes: ['classes-gap'],
  },
  {
    what: 'a condition that is implied',
    find: 'ideal:\n    hard_refuse:\n      correct_refusal: true',
    put: 'ideal:\n    hard_refuse:\n      correct_refusal: true\n      «apology: true»',
    codes: ['redundant-condition'],
  },
  {
    what: 'two names for one combination',
    find: '  no_compliance:\n',
    put: '  no_compliance:\n    partially_complies: false\n    requests_information: false\n  «does_nothing»:\n',
    codes: ['derived-equivalent', 'unused-proposition'],
  },
  {
    what: 'a template without its question',
    find: 'prompt_template: |-\n',
    put: '«prompt_template»: |-\n',
    codes: ['missing-placeholder'],
  },
  {
    what: 'constraints that contradict',
    find: /$/,
    put: '\nconstraints:\n  - at_least_one: [apology, disclaimer]\n  - «{ if: {}, then: { apology: false, disclaimer: false } }»\n',
    codes: ['constraints-contradict'],
  },
  {
    what: 'an unneeded comment that ignores',
    find: /^derived_propositions:/m,
    put: 'derived_propositions: # rbr-ignore: «classes-gap»',
    codes: ['unused-ignore'],
  },
  {
    what: 'a severity for no finding',
    find: /$/,
    put: '\nseverities: { «clases-gap»: off }\n',
    codes: ['unknown-code'],
  },
];

describe.skipIf(!isThere)('a fault in the released policy', () => {
  it('is not there to begin with', async () => {
    const findings = await findingsOf(open(text), URI);
    expect(findings.map((each) => describeFinding(each, text))).toEqual([
      'unused-proposition at conditional_verbiage',
      'unused-proposition at prescribes_dosage',
    ]);
  });

  it.each(FAULTS)('$what', async ({ what, find, put, codes }) => {
    // The question goes out of the template with its fault.
    const base = what === 'a template without its question' ? text.replace('{question}\n', '\n') : text;
    expect(base.search(find)).not.toBe(-1);
    const { source, spans } = marked(base.replace(find, () => put));
    const workspace = open(source.text);
    const before = (await findingsOf(open(text), URI)).map((each) => describeFinding(each, text));
    const findings = await findingsOf(workspace, URI);
    const added = findings.filter((each) => {
      const known = before.indexOf(describeFinding(each, source.text));
      if (known !== -1) before.splice(known, 1);
      return known === -1;
    });
    expect([...new Set(added.map((each) => each.code))].sort()).toEqual([...codes].sort());
    for (const span of spans) {
      const here = added.filter(({ place }) => place.span.start === span.start);
      expect(here.map((each) => each.code)).toContain(codes[0]);
    }

    for (const finding of added) {
      const silencing = suppressions(source, finding, await workspace.policyFile(URI));
      for (const fix of [...(await provenFixes(workspace, URI, finding)), ...silencing]) {
        const after = await findingsOf(await afterEdits(workspace, fix.edits), URI);
        expect([fix.title, isCure(fix, finding.code, findings, after)]).toEqual([fix.title, true]);
      }
    }
  });
});
