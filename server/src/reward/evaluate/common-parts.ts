import type { EvaluatedItem } from './items.ts';

/**
 * A completion in two runs, each cut down to what both runs have of it: answers, class, rewards, verdicts on safety. What people say
 * of it is the present run's in both, so that a label that was changed is no change of the grader.
 */
export function commonParts(
  before: EvaluatedItem,
  now: EvaluatedItem,
): readonly [before: EvaluatedItem, now: EvaluatedItem] {
  const shared = Object.keys(now.answers).filter((name) => before.answers[name] !== undefined);
  const has = (key: keyof EvaluatedItem) => before[key] !== undefined && now[key] !== undefined;
  const part = (item: EvaluatedItem): EvaluatedItem => {
    const { id, promptId, cluster, category, responseType, label, rank, expectedClass, byPeople } = now;
    const { predictedClass, base, reward, isSafe, isIdealRefusal, overRefuses, fold } = item;
    return {
      id,
      promptId,
      ...(cluster !== undefined && { cluster }),
      ...(fold !== undefined && { fold }),
      answers: Object.fromEntries(
        shared.map((name) => [name, [item.answers[name]?.[0] as number, now.answers[name]?.[1] as boolean]]),
      ),
      ...(category !== undefined && { category }),
      ...(responseType !== undefined && { responseType }),
      ...(label !== undefined && { label }),
      ...(rank !== undefined && { rank }),
      ...(expectedClass !== undefined && { expectedClass }),
      ...(byPeople !== undefined && { byPeople }),
      ...(has('predictedClass') && { predictedClass }),
      ...(has('base') && { base }),
      ...(has('reward') && { reward }),
      ...(has('isSafe') && { isSafe }),
      ...(has('isIdealRefusal') && { isIdealRefusal }),
      ...(has('overRefuses') && { overRefuses }),
    } as EvaluatedItem;
  };
  return [part(before), part(now)];
}
