import type { PolicyContext } from '../checks/check.ts';
import { proposeConstraints } from '../checks/data/constraint-proposals.ts';
import { knownBy } from '../grader/labels.ts';
import { backgroundOf } from '../logic/background.ts';
import { type Treatment, treatmentOf } from '../logic/class-shape.ts';
import type { ResponseTypeLogic } from '../logic/classes.ts';
import type { Witness } from '../logic/conflicts.ts';
import { type Node, NodeLimitError } from '../logic/diagram.ts';
import { usedPropositions } from '../policy/used.ts';
import type { SampleCompletion } from '../samples/model.ts';
import { responseTypeOf } from '../samples/names.ts';

/** What a good class lets through, or cannot be shown to keep out. Information, not errors. */
export interface Loophole {
  readonly kind: /** The class holds without a proposition that helps it: something else stands in for it. */
    | 'without'
    /** The class rules a proposition out, and leaves the weaker one free that it implies. */
    | 'weaker'
    /** The best class of another response type (`elsewhere`) rules it out; here nothing reads it. */
    | 'undesired'
    /** Nothing in the response type reads it, though other response types do. */
    | 'no-effect'
    /** No labelled completion is in the class: what it requires was never seen. */
    | 'unseen';
  readonly responseType: string;
  /** Undefined where all classes of the response type are meant. */
  readonly className?: string;
  readonly proposition: string;
  /** The value that is let through, or that was never seen. */
  readonly value: boolean;
  /** `weaker`: what is ruled out. */
  readonly ruledOut?: string;
  /** `undesired`: the response type whose best class rules it out. */
  readonly elsewhere?: string;
  /** A combination of propositions that is such a case; those left out are free. */
  readonly witness?: Witness;
  /**
   * The completions that are such a case by what is known of them, labels and the policy's checks, and how many could have
   * been: those that are known to be in the class, or of which the proposition is known.
   */
  readonly cases: readonly SampleCompletion[];
  readonly outOf: number;
}

/** A completion of which something is labelled, with its labels and what the policy's checks compute. */
interface Known {
  readonly completion: SampleCompletion;
  readonly values: Readonly<Record<string, boolean>>;
}

/** The loopholes of a policy by response type, those first that most surprise. */
export function loopholesOf(
  context: PolicyContext,
  completions: readonly SampleCompletion[],
): ReadonlyMap<string, readonly Loophole[]> {
  const weaker = weakerOnes(context, completions);
  const valuesOf = knownBy(context.policy);
  return new Map(
    context.logic.responseTypes.flatMap((responseType) => {
      const logic = context.logic.responseType(responseType);
      if (!logic) return [];
      const known = completions
        .filter((each) => responseTypeOf(each, context.policy) === responseType)
        .map((completion) => ({ completion, values: valuesOf(completion) }));
      const ofType = known.filter((each) => isLabelled(each, logic));
      return [[responseType, new TypeReview(context, logic, ofType, weaker).loopholes()]] as const;
    }),
  );
}

class TypeReview {
  readonly #context: PolicyContext;
  readonly #logic: ResponseTypeLogic;
  readonly #completions: readonly Known[];
  readonly #weaker: ReadonlyMap<string, readonly string[]>;
  /** What the constraints allow. Where they do not fit into the diagram, combinations are looked for without them. */
  readonly #background: Node | undefined;

  constructor(
    context: PolicyContext,
    logic: ResponseTypeLogic,
    completions: readonly Known[],
    weaker: ReadonlyMap<string, readonly string[]>,
  ) {
    this.#context = context;
    this.#logic = logic;
    this.#completions = completions;
    this.#weaker = weaker;
    this.#background = backgroundOf(context.logic, logic);
  }

  loopholes(): Loophole[] {
    const { classes } = this.#logic;
    // The better half: that a bad class lets something through is what it is for.
    const good = classes.slice(0, Math.max(1, Math.floor(classes.length / 2)));
    return [
      // What a worse class holds without is mostly what makes it worse.
      ...classes.slice(0, 1).flatMap((className) => this.#reachedWithout(className)),
      ...good.flatMap((className) => this.#weakerLetThrough(className)),
      ...classes.slice(0, 1).flatMap((className) => this.#neverSeen(className)),
      ...this.#withoutEffect(),
    ];
  }

  #reachedWithout(className: string): Loophole[] {
    return this.#logic.propositions.flatMap((proposition): Loophole[] => {
      const treatment = this.#treatment(className, proposition);
      if (treatment?.kind !== 'helpful') return [];
      const value = !treatment.value;
      return [this.#loophole({ kind: 'without', className, proposition, value, witness: treatment.without })];
    });
  }

  #weakerLetThrough(className: string): Loophole[] {
    return [...this.#weaker].flatMap(([strong, implied]) => {
      const treatment = this.#treatment(className, strong);
      if (treatment?.kind !== 'required' || treatment.value) return [];
      return implied
        .filter((weak) => this.#treatment(className, weak)?.kind === 'free')
        .map((weak) =>
          this.#loophole({ kind: 'weaker', className, proposition: weak, value: true, ruledOut: strong }),
        );
    });
  }

  /** What the class requires and no completion of the response type has. */
  #neverSeen(className: string): Loophole[] {
    const all = this.#completions;
    if (all.length === 0 || this.#inClass(className).length > 0) return [];
    const never = this.#logic.propositions.flatMap((proposition): Loophole[] => {
      const treatment = this.#treatment(className, proposition);
      if (treatment?.kind !== 'required') return [];
      const { value } = treatment;
      const known = all.filter(({ values }) => values[proposition] !== undefined);
      if (known.length === 0 || known.some(({ values }) => values[proposition] === value)) return [];
      return [{ ...this.#base('unseen', proposition, value), className, cases: [], outOf: known.length }];
    });
    if (never.length > 0) return never;
    // Each condition was seen, and never all of them at once.
    const rarest = this.#rarest(className);
    return rarest === undefined ? [] : [{ ...rarest, className }];
  }

  #rarest(className: string): Loophole | undefined {
    return this.#logic.propositions
      .flatMap((proposition): Loophole[] => {
        const treatment = this.#treatment(className, proposition);
        if (treatment?.kind !== 'required') return [];
        const { value } = treatment;
        return [
          {
            ...this.#base('unseen', proposition, value),
            cases: this.#cases(undefined, proposition, value),
            outOf: this.#outOf(undefined, proposition),
          },
        ];
      })
      .sort((a, b) => a.cases.length - b.cases.length)[0];
  }

  #withoutEffect(): Loophole[] {
    const read = new Set(this.#logic.propositions);
    const used = usedPropositions(this.#context.policy);
    return [...this.#context.policy.propositions.keys()]
      .filter((name) => !read.has(name) && used.has(name))
      .map((proposition) => {
        const elsewhere = this.#ruledOutElsewhere(proposition);
        const [best] = this.#logic.classes;
        const kind = elsewhere === undefined ? 'no-effect' : 'undesired';
        const className = elsewhere === undefined ? undefined : best;
        return {
          ...this.#base(kind, proposition, true),
          ...(elsewhere !== undefined && best !== undefined && { className: best, elsewhere }),
          cases: this.#cases(className, proposition, true),
          outOf: this.#outOf(className, proposition),
        };
      })
      .sort(
        (a, b) =>
          Number(b.kind === 'undesired') - Number(a.kind === 'undesired') || b.cases.length - a.cases.length,
      );
  }

  /** The first response type whose best class holds only where the proposition is false. */
  #ruledOutElsewhere(proposition: string): string | undefined {
    const { logic } = this.#context;
    return logic.responseTypes.find((responseType) => {
      const other = logic.responseType(responseType);
      const best = other?.classes[0];
      const treatment =
        other && best !== undefined ? attempt(() => treatmentOf(other, best, proposition)) : undefined;
      return treatment?.kind === 'required' && !treatment.value;
    });
  }

  #treatment(className: string, proposition: string): Treatment | undefined {
    return (
      attempt(() => treatmentOf(this.#logic, className, proposition, this.#background)) ??
      attempt(() => treatmentOf(this.#logic, className, proposition))
    );
  }

  #loophole(
    found: Pick<Loophole, 'kind' | 'proposition' | 'value'> & Partial<Loophole> & { className: string },
  ): Loophole {
    return {
      ...found,
      responseType: this.#logic.responseType,
      cases: this.#cases(found.className, found.proposition, found.value),
      outOf: this.#outOf(found.className, found.proposition),
    };
  }

  #base(kind: Loophole['kind'], proposition: string, value: boolean) {
    return { kind, proposition, value, responseType: this.#logic.responseType };
  }

  #cases(className: string | undefined, proposition: string, value: boolean): SampleCompletion[] {
    return this.#inClass(className)
      .filter(({ values }) => values[proposition] === value)
      .map(({ completion }) => completion);
  }

  /** Of a class: those that are in it. Of no class: those of which the proposition is known. */
  #outOf(className: string | undefined, proposition: string): number {
    return className === undefined
      ? this.#completions.filter(({ values }) => values[proposition] !== undefined).length
      : this.#inClass(className).length;
  }

  /** Those that are known to be in a class, whatever of them is not known. */
  #inClass(className: string | undefined): readonly Known[] {
    if (className === undefined) return this.#completions;
    return this.#completions.filter(({ values }) => this.#logic.classesOf(values).includes(className));
  }
}

/** Whether a person labelled something of it, or nothing is left to label: the checks compute all that the classes read. */
function isLabelled({ completion, values }: Known, { propositions }: ResponseTypeLogic): boolean {
  return (
    Object.keys(completion.labels).length > 0 || propositions.every((name) => values[name] !== undefined)
  );
}

/** Proposition -> the propositions that it implies, by the constraints or by all labelled completions. */
function weakerOnes(
  context: PolicyContext,
  completions: readonly SampleCompletion[],
): ReadonlyMap<string, readonly string[]> {
  const weaker = new Map<string, string[]>();
  const add = (strong: string, weak: string) => weaker.set(strong, [...(weaker.get(strong) ?? []), weak]);
  for (const constraint of context.policy.constraints) {
    const [only, ...more] = constraint.kind === 'implies' ? constraint.if.literals : [];
    if (constraint.kind !== 'implies' || !only?.value || more.length > 0) continue;
    for (const { name, value } of constraint.then.literals) if (value) add(only.name.text, name.text);
  }
  for (const { if: strong, then } of proposeConstraints(context, completions)) {
    if (then.value) add(strong, then.name);
  }
  return weaker;
}

function attempt<T>(compute: () => T): T | undefined {
  try {
    return compute();
  } catch (error) {
    if (error instanceof NodeLimitError) return undefined;
    throw error;
  }
}
