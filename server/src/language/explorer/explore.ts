import * as l10n from '@vscode/l10n';
import { namesIn } from '../../logic/vocabulary.ts';
import type { Finding } from '../../policy/finding.ts';
import type { Category, Formula } from '../../policy/model.ts';
import type { Place } from '../../policy/source.ts';
import { findCategory, findResponseType } from '../../samples/names.ts';
import type { PolicyState } from '../../workspace/workspace.ts';
import { toLocation } from '../convert.ts';
import type { Reports } from '../diagnostics/diagnostics.ts';
import { classCounts } from '../grades/class-counts.ts';
import type { GradingContext } from '../grades/graded.ts';
import { definitionOf, sourceIn } from '../names/definition.ts';
import type { ExploreResult, ExplorerNode } from '../protocol-explorer.ts';
import { gradedClasses, type Tally } from './graded-classes.ts';

/** Answers `rbr/explore`. */
export async function explore(
  context: GradingContext,
  reports: Reports,
  uri: string,
): Promise<ExploreResult> {
  const { workspace } = context;
  const state = await (workspace.kindOf(uri) === 'samples'
    ? workspace.policyOfSamples(uri)
    : workspace.policy(uri));
  if (!state) return { reason: l10n.t('Open a policy, or a samples file that belongs to one.') };
  const [completions, tallies, learnt, report] = await Promise.all([
    workspace.completionsOf(state),
    gradedClasses(context, state),
    context.grading.learnt(state, undefined, 0),
    reports.of(state.uri),
  ]);
  const quality = learnt?.crossValidation?.quality ?? {};
  const inCategories = new Map<Category, number>();
  for (const { category: written } of completions) {
    const category = written === undefined ? undefined : findCategory(written, state.policy);
    if (category) inCategories.set(category, (inCategories.get(category) ?? 0) + 1);
  }
  const tree = new Tree(state, {
    findings: report?.findings ?? [],
    inClass: (responseType, name) => classCounts(state, completions).get(responseType)?.get(name) ?? 0,
    inCategory: (category) => inCategories.get(category) ?? 0,
    labelled: (name) => completions.filter(({ labels }) => Object.hasOwn(labels, name)).length,
    tally: (responseType, name) => tallies.get(responseType)?.get(name),
    accuracy: (name) => (quality[name]?.reliable ? quality[name].accuracy : null),
  });
  return { policyUri: state.uri, roots: tree.roots() };
}

interface Counts {
  readonly findings: readonly Finding[];
  readonly inClass: (responseType: string, className: string) => number;
  readonly inCategory: (category: Category) => number;
  readonly labelled: (proposition: string) => number;
  readonly tally: (responseType: string, className: string) => Tally | undefined;
  readonly accuracy: (proposition: string) => number | null;
}

/** A node with the findings in it, so that one that is reached by two ways counts once further up. */
interface Counted {
  readonly node: ExplorerNode;
  readonly findings: ReadonlySet<Finding>;
  readonly tally: Tally;
}

class Tree {
  readonly #state: PolicyState;
  readonly #counts: Counts;
  readonly #types = new Map<string, Counted>();

  constructor(state: PolicyState, counts: Counts) {
    this.#state = state;
    this.#counts = counts;
  }

  /** Areas with their categories; then the response types that no category has. */
  roots(): ExplorerNode[] {
    const { categories, responseTypes } = this.#state.policy;
    const areas = new Map<string, Counted[]>();
    const used = new Set<string>();
    for (const written of categories.values()) {
      const { area, name, description, responseType, place } = written;
      const type = responseType && findResponseType(responseType.text, this.#state.policy);
      if (type !== undefined) used.add(type);
      const below = type === undefined ? [] : [this.#responseType(type)];
      const category = this.#counted('category', name, {
        ...(description !== undefined && { description }),
        place,
        samples: this.#counts.inCategory(written),
        below,
        // A response type's own are not the category's.
        tally: undefined,
      });
      areas.set(area, [...(areas.get(area) ?? []), category]);
    }
    return [
      ...[...areas].map(([area, below]) => {
        const samples = below.reduce((sum, { node }) => sum + node.samples, 0);
        return this.#counted('area', area, { samples, below, tally: undefined }).node;
      }),
      ...[...responseTypes.keys()]
        .filter((name) => !used.has(name))
        .map((name) => this.#responseType(name).node),
    ];
  }

  #responseType(name: string): Counted {
    const before = this.#types.get(name);
    if (before) return before;
    const { policy, logic } = this.#state;
    const declared = policy.responseTypes.get(name);
    const below = (logic.responseType(name)?.classes ?? []).map((className) => this.#class(className, name));
    const counted = this.#counted('responseType', name, {
      ...(declared?.description !== undefined && { description: declared.description }),
      ...(declared && { place: declared.place }),
      samples: below.reduce((sum, { node }) => sum + node.samples, 0),
      below,
      tally: {
        n: below.reduce((sum, { tally }) => sum + tally.n, 0),
        right: below.reduce((sum, { tally }) => sum + tally.right, 0),
      },
    });
    this.#types.set(name, counted);
    return counted;
  }

  #class(className: string, responseType: string): Counted {
    const written = this.#state.policy.classes.get(className)?.byResponseType.get(responseType);
    const below = written ? this.#named(written.formula).map((name) => this.#proposition(name)) : [];
    return this.#counted('class', className, {
      responseType,
      ...(written && { place: written.formula.place }),
      samples: this.#counts.inClass(responseType, className),
      below,
      tally: this.#counts.tally(responseType, className),
    });
  }

  #proposition(name: string): Counted {
    const { propositions, derived } = this.#state.policy;
    const simple = propositions.get(name);
    const formula = derived.get(name);
    // One that is defined by itself means nothing, and has no end.
    const isSound = formula !== undefined && this.#state.logic.vocabulary.meaningOf(name) !== undefined;
    const below = isSound ? this.#named(formula.formula).map((each) => this.#proposition(each)) : [];
    const place = simple?.place ?? formula?.place;
    const counted = this.#counted('proposition', name, {
      ...(simple?.description !== undefined && { description: simple.description }),
      ...(place && { place }),
      samples: simple ? this.#counts.labelled(name) : 0,
      below,
      tally: undefined,
    });
    return { ...counted, node: { ...counted.node, accuracy: simple ? this.#counts.accuracy(name) : null } };
  }

  #named(formula: Formula): string[] {
    return [...new Set(namesIn(formula))];
  }

  #counted(
    kind: ExplorerNode['kind'],
    name: string,
    {
      place,
      below,
      tally = { n: 0, right: 0 },
      samples,
      ...more
    }: {
      readonly place?: Place;
      readonly below: readonly Counted[];
      readonly tally: Tally | undefined;
      readonly samples: number;
      readonly description?: string;
      readonly responseType?: string;
    },
  ): Counted {
    const own = place ? this.#counts.findings.filter((finding) => isIn(finding.place, place)) : [];
    const findings = new Set([...own, ...below.flatMap((each) => [...each.findings])]);
    const all = [...findings];
    const symbol = kind === 'class' ? 'class' : kind === 'proposition' ? 'proposition' : undefined;
    const location = place
      ? toLocation(place, sourceIn(this.#state))
      : symbol && definitionOf(this.#state, symbol, name);
    return {
      findings,
      tally,
      node: {
        kind,
        name,
        ...more,
        findings: {
          errors: all.filter(({ severity }) => severity === 'error').length,
          warnings: all.filter(({ severity }) => severity === 'warning').length,
        },
        samples,
        accuracy: tally.n === 0 ? null : tally.right / tally.n,
        ...(location && { location }),
        children: below.map(({ node }) => node),
      },
    };
  }
}

function isIn(inner: Place, outer: Place): boolean {
  return inner.uri === outer.uri && outer.span.start <= inner.span.start && inner.span.end <= outer.span.end;
}
