import type { ResponseTypeLogic } from './response-type.ts';
import { decide } from './walks.ts';

/**
 * A few answers that make a class hold by themselves, whatever the others are: a prime implicant of its function.
 * None of them can be left out. `answers` may be incomplete. Undefined where they do not make the class hold, or it
 * is over the diagram's limit. Of several such sets the one that says what a completion does is preferred to the
 * one that says what it does not do. In document order.
 */
export function decisiveAnswers(
  logic: ResponseTypeLogic,
  className: string,
  answers: ReadonlyMap<string, boolean>,
): string[] | undefined {
  const { compiler, nodes } = logic.exact;
  const node = nodes.get(className);
  if (node === undefined) return undefined;
  const kept = new Map(answers);
  const holds = () =>
    decide(compiler.diagram, node, (variable) => kept.get(logic.vocabulary.simple[variable] as string)) ===
    true;
  if (!holds()) return undefined;
  const given = logic.propositions.filter((name) => answers.has(name));
  // What is left out first is what is missed least; later ones only stay where they must.
  for (const name of [
    ...given.filter((each) => !answers.get(each)),
    ...given.filter((each) => answers.get(each)),
  ]) {
    const value = answers.get(name) as boolean;
    kept.delete(name);
    if (!holds()) kept.set(name, value);
  }
  return given.filter((name) => kept.has(name));
}
