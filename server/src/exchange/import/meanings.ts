import type { Policy } from '../../policy/model.ts';
import { findCategory, findClass, findResponseType, sameName } from '../../samples/names.ts';
import type { CodedRole, CodedValue, Facts, ImportedRow, ImportSettings, Meaning } from './model.ts';
import { guess } from './vocabulary.ts';

/** What the values of the files mean: all of them, so that they can be shown and changed. */
export class Meanings {
  readonly all: readonly Meaning[];
  readonly #of = new Map<string, Facts>();

  constructor(rows: readonly ImportedRow[], policy: Policy | undefined, { values = {} }: ImportSettings) {
    const found = new Map<string, CodedValue & { count: number }>();
    for (const { coded } of rows) {
      for (const each of coded) {
        const key = keyOf(each);
        const known = found.get(key);
        if (known) known.count++;
        else found.set(key, { ...each, count: 1 });
      }
    }
    this.all = [...found.values()].map((each) => {
      const asked = values[each.column]?.[each.value];
      return { ...each, ...(asked ? { facts: asked, from: 'asked' } : meaningOf(each, policy)) };
    });
    for (const meaning of this.all) this.#of.set(keyOf(meaning), meaning.facts);
  }

  /** All that the values of a row say. Where two disagree, the column stands first that says it by its name. */
  factsOf({ coded }: Pick<ImportedRow, 'coded'>): Facts {
    const rank = ({ role }: CodedValue) => ORDER.indexOf(role);
    let facts: Facts = {};
    for (const each of [...coded].sort((a, b) => rank(b) - rank(a)))
      facts = over(facts, this.#of.get(keyOf(each)) ?? {});
    return facts;
  }
}

/** What is said later counts for more. */
function over(earlier: Facts, later: Facts): Facts {
  return { ...earlier, ...later, propositions: { ...earlier.propositions, ...later.propositions } };
}

const ORDER: readonly CodedRole[] = ['response_type', 'class', 'label', 'category'];

function meaningOf(coded: CodedValue, policy: Policy | undefined): Pick<Meaning, 'facts' | 'from'> {
  const written = asWritten(coded);
  if (policy && isKnown(coded, policy)) return { facts: written, from: 'policy' };
  const facts = guess(coded.value, policy);
  return facts ? { facts, from: 'guess' } : { facts: written, from: 'as-written' };
}

function asWritten({ role, value }: CodedValue): Facts {
  return role === 'response_type' ? { responseType: value } : { [role]: value };
}

function isKnown({ role, value }: CodedValue, policy: Policy): boolean {
  if (role === 'response_type') return findResponseType(value, policy) !== undefined;
  if (role === 'category') return findCategory(value, policy) !== undefined;
  if (role === 'class') return findClass(value, policy) !== undefined;
  return [...policy.orderings.values()].flat(2).some((label) => sameName(label, value));
}

function keyOf({ column, role, value }: CodedValue): string {
  return JSON.stringify([column, role, value]);
}
