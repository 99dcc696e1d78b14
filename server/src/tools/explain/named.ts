import { constraintInWords } from '../../checks/logic/wording.ts';
import type { Constraint, Policy } from '../../policy/model.ts';
import { nearest } from '../../policy/nearest.ts';
import type { Place } from '../../policy/source.ts';
import { findCategory, findClass, findResponseType } from '../../samples/names.ts';
import { inline, quoted } from '../quoted.ts';
import { ToolError } from '../tool.ts';
import { formulaInWords, names } from './words.ts';

/** What a name of a policy stands for. */
export interface Explained {
  readonly kind: 'proposition' | 'derived proposition' | 'class' | 'response type' | 'category';
  readonly name: string;
  readonly place: Place;
  /** Paragraphs. */
  readonly words: readonly string[];
}

/** Throws a `ToolError` with what is near where the policy has no such name. */
export function explainNamed(policy: Policy, asked: string): Explained {
  const found =
    proposition(policy, asked) ??
    derived(policy, asked) ??
    completionClass(policy, findClass(asked, policy)) ??
    responseType(policy, findResponseType(asked, policy)) ??
    category(policy, asked);
  if (found) return found;
  const all = [
    ...policy.propositions.keys(),
    ...policy.derived.keys(),
    ...policy.classes.keys(),
    ...policy.responseTypes.keys(),
    ...policy.categories.keys(),
  ];
  const near = nearest(asked, all);
  throw new ToolError(
    `The policy has nothing called "${inline(asked)}"${near === undefined ? '' : `; did you mean "${inline(near)}"?`} Without \`name\`, rbr_explain lists what there is.`,
  );
}

function proposition(policy: Policy, asked: string): Explained | undefined {
  const found = policy.propositions.get(asked);
  if (!found) return undefined;
  const { name, description, prompt, check, threshold, examples, cues } = found;
  return {
    kind: 'proposition',
    name: asked,
    place: name.place,
    words: [
      ...(description === undefined ? [] : [`Description:\n${quoted(description)}`]),
      ...(prompt ? [`The question that a grader is asked:\n${quoted(prompt.text)}`] : []),
      ...(check ? ['It is answered by a deterministic check; no grader is asked.'] : []),
      `True from P = ${threshold}; ${examples.length} examples, ${cues.length} cues.`,
      usesOf(policy, asked),
    ],
  };
}

function derived(policy: Policy, asked: string): Explained | undefined {
  const found = policy.derived.get(asked);
  return (
    found && {
      kind: 'derived proposition',
      name: asked,
      place: found.name.place,
      words: [`True where: ${formulaInWords(found.formula)}`, usesOf(policy, asked)],
    }
  );
}

function completionClass(policy: Policy, asked: string | undefined): Explained | undefined {
  const found = asked === undefined ? undefined : policy.classes.get(asked);
  if (!found) return undefined;
  const { text } = found.name;
  const rank = policy.classOrder.findIndex((ordered) => ordered.text === text);
  return {
    kind: 'class',
    name: text,
    place: found.name.place,
    words: [
      rank === -1
        ? 'It is not in the order of classes.'
        : `${rank + 1} of ${policy.classOrder.length}, best first.`,
      ...[...found.byResponseType].map(
        ([type, { formula }]) => `In ${inline(type)} it holds where: ${formulaInWords(formula)}`,
      ),
    ],
  };
}

function responseType(policy: Policy, asked: string | undefined): Explained | undefined {
  const found = asked === undefined ? undefined : policy.responseTypes.get(asked);
  if (!found) return undefined;
  const order = policy.classOrder.map(({ text }) => text);
  const rank = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length);
  const classes = [...policy.classes.values()]
    .filter(({ byResponseType }) => byResponseType.has(found.name))
    .sort((a, b) => rank(a.name.text) - rank(b.name.text));
  const categories = [...policy.categories].filter(
    ([, each]) => each.responseType && findResponseType(each.responseType.text, policy) === found.name,
  );
  return {
    kind: 'response type',
    name: found.name,
    place: found.place,
    words: [
      ...(found.description === undefined ? [] : [`Description:\n${quoted(found.description)}`]),
      ...(found.aliases.length > 0
        ? [`In data also: ${found.aliases.map((each) => inline(each)).join(', ')}.`]
        : []),
      `Classes, best first:\n${classes
        .map(({ name, byResponseType }) => {
          const here = byResponseType.get(found.name);
          return `- ${inline(name.text)}: ${here ? formulaInWords(here.formula) : 'nothing'}`;
        })
        .join('\n')}`,
      `Called for by: ${categories.map(([key]) => inline(key)).join(', ') || 'no category'}.`,
    ],
  };
}

function category(policy: Policy, asked: string): Explained | undefined {
  const found = findCategory(asked, policy);
  return (
    found && {
      kind: 'category',
      name: `${found.area}.${found.name}`,
      place: found.place,
      words: [
        ...(found.description === undefined ? [] : [`Description:\n${quoted(found.description)}`]),
        `It calls for ${found.responseType ? inline(found.responseType.text) : 'no response type'}.`,
      ],
    }
  );
}

/** More places than these are counted. */
const USES = 40;

/** Where a proposition counts. */
function usesOf(policy: Policy, name: string): string {
  const classes = [...policy.classes.values()].flatMap((each) =>
    [...each.byResponseType].flatMap(([type, { formula }]) =>
      names(formula, name)
        ? [`${inline(each.name.text)} in ${inline(type)} (${formulaInWords(formula)})`]
        : [],
    ),
  );
  const through = [...policy.derived.values()].filter(({ formula }) => names(formula, name));
  const constraints = policy.constraints.filter((each) => constrains(each, name));
  const uses = [
    ...(classes.length === 0
      ? ['No class reads it directly.']
      : ['Read by:', ...classes.map((each) => `- ${each}`)]),
    ...through.map((each) => `Part of ${inline(each.name.text)}: ${formulaInWords(each.formula)}`),
    ...constraints.map((each) => `Constraint: ${inline(constraintInWords(each))}`),
  ];
  return [...uses.slice(0, USES), ...(uses.length > USES ? [`and ${uses.length - USES} more`] : [])].join(
    '\n',
  );
}

function constrains(constraint: Constraint, name: string): boolean {
  const written =
    constraint.kind === 'implies'
      ? [...constraint.if.literals, ...constraint.then.literals].map((each) => each.name.text)
      : constraint.names.map((each) => each.text);
  return written.includes(name);
}
