import type { Policy } from '../../policy/model.ts';
import { findCategory, findClass, findResponseType, sameName } from '../../samples/names.ts';
import { promptIdOf } from '../../samples/prompt-id.ts';
import type { CodedRole, CodedValue, Facts, ImportedRow, ImportSettings, Meaning } from './model.ts';
import { guess } from './vocabulary.ts';

/** What the values of the files mean: all of them, so that they can be shown and changed. */
export class Meanings {
  readonly all: readonly Meaning[];
  /** Columns whose guesses were withdrawn: they would give one prompt several response types. */
  readonly refuted: readonly string[];
  readonly #of = new Map<string, Facts>();

  constructor(rows: readonly ImportedRow[], policy: Policy | undefined, { values = {} }: ImportSettings) {
    const found = new Map<string, CodedValue & { count: number; besideReply: boolean }>();
    for (const { coded, text } of rows) {
      for (const each of coded) {
        const key = keyOf(each);
        const known = found.get(key) ?? { ...each, count: 0, besideReply: false };
        found.set(key, {
          ...known,
          count: known.count + 1,
          besideReply: known.besideReply || text !== undefined,
        });
      }
    }
    const meant = [...found.values()].map(({ besideReply, ...each }): Meaning => {
      const asked = values[each.column]?.[each.value];
      return {
        ...each,
        ...(asked ? { facts: asked, from: 'asked' } : meaningOf(each, policy, besideReply)),
      };
    });
    this.refuted = refutedColumns(rows, meant);
    this.all = meant.map((meaning) =>
      meaning.from === 'guess' && this.refuted.includes(meaning.column)
        ? { ...meaning, facts: asWritten(meaning), from: 'as-written' }
        : meaning,
    );
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

function meaningOf(
  coded: CodedValue,
  policy: Policy | undefined,
  besideReply: boolean,
): Pick<Meaning, 'facts' | 'from'> {
  const written = asWritten(coded);
  if (policy && isKnown(coded, policy)) return { facts: written, from: 'policy' };
  const facts = guess(coded.value, policy);
  // Beside a reply, "unsafe" as a label or a class is a judgement of the reply, not of what was asked.
  const judgesReply = besideReply && (coded.role === 'label' || coded.role === 'class');
  if (facts?.responseType !== undefined && judgesReply) return { facts: written, from: 'as-written' };
  return facts ? { facts, from: 'guess' } : { facts: written, from: 'as-written' };
}

/** Columns whose guessed values would give one prompt two response types. */
function refutedColumns(rows: readonly ImportedRow[], meanings: readonly Meaning[]): string[] {
  const guessed = new Map(
    meanings.flatMap((each) =>
      each.from === 'guess' && each.facts.responseType !== undefined
        ? [[keyOf(each), each.facts.responseType] as const]
        : [],
    ),
  );
  const types = new Map<string, string>();
  const refuted = new Set<string>();
  if (guessed.size === 0) return [];
  for (const { coded, conversation } of rows) {
    for (const each of coded) {
      const type = guessed.get(keyOf(each));
      if (type === undefined) continue;
      const key = JSON.stringify([each.column, promptIdOf(conversation)]);
      if (types.get(key) !== undefined && types.get(key) !== type) refuted.add(each.column);
      types.set(key, type);
    }
  }
  return [...refuted];
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
