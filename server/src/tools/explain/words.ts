import { truth } from '../../checks/logic/wording.ts';
import type { Formula } from '../../policy/model.ts';
import { inline } from '../quoted.ts';

/** "refuses: yes, brief: yes; or judges: no". */
export function formulaInWords({ anyOf }: Formula): string {
  return anyOf
    .map(({ literals }) =>
      literals.length === 0
        ? 'always'
        : literals.map(({ name, value }) => truth(inline(name.text), value)).join(', '),
    )
    .join('; or ');
}

/** Whether a formula names a proposition. */
export function names({ anyOf }: Formula, name: string): boolean {
  return anyOf.some(({ literals }) => literals.some((literal) => literal.name.text === name));
}
