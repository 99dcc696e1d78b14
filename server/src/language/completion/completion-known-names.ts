import * as l10n from '@vscode/l10n';
import { CompletionItemKind } from 'vscode-languageserver-types';
import { namesIn } from '../../logic/vocabulary.ts';
import type { Policy } from '../../policy/model.ts';
import { occurrencesOf, type SymbolKind } from '../../policy/occurrences.ts';
import { contains, type Span } from '../../policy/source.ts';
import type { PolicyState } from '../../workspace/workspace.ts';
import type { PathStep } from './completion-context.ts';
import type { Candidate } from './completion-item.ts';
import {
  classCandidate,
  labelCandidate,
  propositionCandidate,
  responseTypeCandidate,
} from './completion-names.ts';

/** The names of a policy, without the one that is only there because it is being typed. */
export class KnownNames {
  readonly #state: PolicyState | undefined;
  readonly #typed: Span;
  readonly #uri: string;

  constructor(state: PolicyState | undefined, typed: Span, uri: string) {
    this.#state = state;
    this.#typed = typed;
    this.#uri = uri;
  }

  /** `within`: a derived proposition; what is itself made of it would go in a circle. */
  propositions(within?: PathStep): Candidate[] {
    return this.#candidates(propositionCandidate, ({ propositions, derived }) =>
      [...derived.keys(), ...propositions.keys()].filter(
        (name) => typeof within !== 'string' || !this.#reads(name, within),
      ),
    );
  }

  simplePropositions(): Candidate[] {
    return this.#candidates(propositionCandidate, ({ propositions }) => [...propositions.keys()]);
  }

  /** Used in a condition and defined nowhere. */
  undefinedPropositions(): Candidate[] {
    return this.#written('proposition', 'reference')
      .filter((name) => !this.#state?.policy.propositions.has(name) && !this.#state?.policy.derived.has(name))
      .map((label) => ({
        label,
        kind: CompletionItemKind.Variable,
        detail: l10n.t('used, not defined yet'),
      }));
  }

  /** Those in the order first, best first. */
  classes(): Candidate[] {
    const names = new Set([...this.#written('class', 'reference'), ...this.#written('class', 'definition')]);
    return this.#candidates(classCandidate, () => [...names]);
  }

  responseTypes(): Candidate[] {
    const names = new Set([
      ...this.#written('response_type', 'definition'),
      ...this.#written('response_type', 'reference'),
    ]);
    return this.#candidates(responseTypeCandidate, () => [...names]);
  }

  /** Of one response type's ordering, else of all. */
  labels(responseType?: PathStep): Candidate[] {
    const own =
      typeof responseType === 'string' ? this.#state?.policy.orderings.get(responseType) : undefined;
    const names = own?.flat() ?? [
      ...this.#written('label', 'definition'),
      ...this.#written('label', 'reference'),
    ];
    return [...new Set(names)].map(labelCandidate);
  }

  #candidates(
    toCandidate: (policy: Policy, name: string) => Candidate,
    select: (policy: Policy) => readonly string[],
  ): Candidate[] {
    const policy = this.#state?.policy;
    return policy ? select(policy).map((name) => toCandidate(policy, name)) : [];
  }

  #written(kind: SymbolKind, role: 'definition' | 'reference'): string[] {
    const found = (this.#state?.files ?? []).flatMap((file) =>
      occurrencesOf(file).filter(
        (each) =>
          each.kind === kind &&
          each.role === role &&
          !(
            file.source.uri === this.#uri &&
            contains(this.#typed, each.span.start) &&
            contains(this.#typed, each.span.end)
          ),
      ),
    );
    return [...new Set(found.map(({ name }) => name))];
  }

  /** Whether a proposition is made of another one, or is it. */
  #reads(name: string, other: string, seen = new Set<string>()): boolean {
    if (name === other) return true;
    if (seen.has(name)) return false;
    seen.add(name);
    const definition = this.#state?.policy.derived.get(name);
    return (
      definition !== undefined && namesIn(definition.formula).some((inner) => this.#reads(inner, other, seen))
    );
  }
}
