import * as l10n from '@vscode/l10n';
import { addEntry, entriesOf, removeEntry } from '../../policy/edit/entries.ts';
import type { Finding, Fix } from '../../policy/finding.ts';
import type { Check } from '../../policy/model.ts';
import type { PolicyContext } from '../check.ts';
import { writtenCheck } from './written-check.ts';

/** A check that does not say what it does, or says two things. */
export function* checkIncomplete({ policy, files }: PolicyContext): Generator<Finding> {
  for (const { check } of policy.propositions.values()) {
    const message = check && problemOf(check);
    if (!message) continue;
    yield {
      code: 'check-incomplete',
      severity: 'error',
      message,
      place: check.place,
      fixes: [...withCount(files, check), ...withoutKey(files, check)],
    };
  }
}

function problemOf({ pattern, count, language, min, max }: Check): string | undefined {
  const isBounded = min !== undefined || max !== undefined;
  const kinds = [pattern !== undefined && count !== 'matches', count, language].filter(Boolean).length;
  if (kinds > 1) return l10n.t('A check does one thing: a `pattern`, a `count` or a `language`.');
  if (isBounded && !count) return l10n.t('`min` and `max` need a `count`: say what is counted.');
  if (kinds === 0) return l10n.t('Say what is checked: a `pattern`, a `count` or a `language`.');
  if (count === 'matches' && pattern === undefined) return l10n.t('Counting matches needs a `pattern`.');
  if (count && !isBounded) return l10n.t('A count needs a bound: `min`, `max` or both.');
  return undefined;
}

function withCount(files: PolicyContext['files'], check: Check): Fix[] {
  const written = writtenCheck(files, check);
  if (!written || check.count) return [];
  const { source, node } = written;
  const what = check.pattern === undefined ? 'words' : 'matches';
  const edits = [addEntry(source, entriesOf(node), `count: ${what}`)];
  return [{ title: check.pattern === undefined ? l10n.t('Count words') : l10n.t('Count matches'), edits }];
}

/** Which of the keys is not meant, nobody knows: what does not mend it is not offered in the end. */
function withoutKey(files: PolicyContext['files'], check: Check): Fix[] {
  const written = writtenCheck(files, check);
  if (!written) return [];
  const { source, node } = written;
  const entries = entriesOf(node);
  return entries.names.map((name, index) => ({
    title: l10n.t('Remove "{0}"', name),
    edits: [removeEntry(source, entries, index)],
  }));
}
