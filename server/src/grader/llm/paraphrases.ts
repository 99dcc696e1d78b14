import * as l10n from '@vscode/l10n';
import type { Proposition } from '../../policy/model.ts';
import type { Grade } from '../grader.ts';

/** The proposition once for every wording: as it is, and then with each of its paraphrases as the prompt. */
export function wordingsAsked(proposition: Proposition): Proposition[] {
  const known = made.get(proposition);
  if (known) return known;
  const { paraphrases = [], ...rest } = proposition;
  // Without a prompt there is nothing that they are the paraphrases of.
  const others = rest.prompt ? paraphrases.filter(({ text }) => text.trim() !== '') : [];
  const all = [
    proposition,
    ...others.map((prompt, index) => ({
      ...rest,
      prompt,
      name: { ...rest.name, text: `${rest.name.text}${MARK}${index + 1}` },
    })),
  ];
  made.set(proposition, all);
  return all;
}

/** In no name that a policy gives. */
const MARK = '\u0000';

/** Which wording a proposition of `wordingsAsked` is in: 0 is its own prompt. */
export function wordingOf({ name }: Proposition): number {
  return Number(name.text.split(MARK)[1] ?? 0);
}

/** Made once, as prompts are rendered once for each. */
const made = new WeakMap<Proposition, Proposition[]>();

/** The grades of propositions from those of all their wordings, which go by the names of `wordingsAsked`. */
export function gradesOfWordings(
  propositions: readonly Proposition[],
  grades: Readonly<Record<string, Grade>>,
): Record<string, Grade> {
  return Object.fromEntries(
    propositions.flatMap((proposition) => {
      const found = wordingsAsked(proposition).flatMap(({ name }) => grades[name.text] ?? []);
      return found.length === 0 ? [] : [[proposition.name.text, majorityGrade(found)] as const];
    }),
  );
}

/**
 * The probability that most of the answers are yes, each taken as yes with its own probability and independently of the
 * others; where as many are yes as no, half of it (majority vote over an ensemble of prompts; the distribution of the count
 * is Poisson's binomial). Answers of a majority are wrong less often than single ones as far as wordings do not err together.
 * An answer that is missing leaves the majority unknown.
 */
export function majorityGrade(grades: readonly Grade[]): Grade {
  const [first] = grades;
  if (!first || grades.length === 1) return first as Grade;
  const missing = grades.findIndex(({ p }) => p === null);
  if (missing !== -1) {
    const { note, ...without } = grades[missing] as Grade;
    const which = l10n.t('wording {0} of {1}', missing + 1, grades.length);
    return { ...without, note: note === undefined ? which : `${which}: ${note}` };
  }
  const ps = grades.map(({ p }) => p as number);
  const coverages = grades.flatMap(({ coverage }) => (coverage === undefined ? [] : [coverage]));
  return {
    p: majority(ps),
    mode: first.mode,
    ...(coverages.length > 0 && { coverage: Math.min(...coverages) }),
    wordings: ps,
  };
}

function majority(ps: readonly number[]): number {
  // How likely each number of yeses is, answer by answer.
  let counts = [1];
  for (const p of ps)
    counts = [...counts, 0].map((_, yes) => (counts[yes] ?? 0) * (1 - p) + (counts[yes - 1] ?? 0) * p);
  const sum = counts.reduce(
    (total, share, yes) => total + (2 * yes > ps.length ? share : 2 * yes === ps.length ? share / 2 : 0),
    0,
  );
  return Math.min(1, Math.max(0, sum));
}
