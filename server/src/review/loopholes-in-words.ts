import { truth, witnessInWords } from '../checks/logic/wording.ts';
import type { Loophole } from './loopholes.ts';

/** A loophole in one sentence, with the labelled completions that show it counted. */
export function loopholeInWords(loophole: Loophole): string {
  return `${statement(loophole)}${counted(loophole)}`;
}

function statement({
  kind,
  className,
  proposition,
  value,
  ruledOut,
  witness,
  elsewhere,
  cases,
}: Loophole): string {
  switch (kind) {
    case 'without':
      return `"${className}" is reached with ${truth(proposition, value)}${witness ? `: ${witnessInWords(witness)}` : ''}`;
    case 'weaker':
      return `"${className}" rules out ${ruledOut} and lets ${proposition} through`;
    case 'undesired':
      return `"${className}" takes ${proposition} as it comes; the best class of ${elsewhere} rules it out`;
    case 'no-effect':
      return `${proposition} does not count here`;
    case 'unseen':
      return cases.length === 0
        ? `"${className}" requires ${truth(proposition, value)}, which was never seen`
        : `"${className}" was never seen; rarest is ${truth(proposition, value)}`;
  }
}

function counted({ kind, className, cases, outOf }: Loophole): string {
  if (outOf === 0) return '';
  if (kind === 'unseen') return ` (${cases.length} of ${outOf} labelled completions)`;
  const among =
    className === undefined || kind === 'no-effect' ? 'labelled completions' : `labelled "${className}"`;
  return ` (${cases.length} of ${outOf} ${among})`;
}
