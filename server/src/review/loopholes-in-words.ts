import * as l10n from '@vscode/l10n';
import { truth, witnessInWords } from '../checks/logic/wording.ts';
import type { Witness } from '../logic/conflicts.ts';
import type { Loophole } from './loopholes.ts';

/** A loophole in one sentence, with the labelled completions that show it counted. */
export function loopholeInWords(loophole: Loophole): string {
  const said = statement(loophole);
  return loophole.outOf === 0 ? said : counted(said, loophole);
}

function statement({
  kind,
  className = '',
  proposition,
  value,
  ruledOut = '',
  witness,
  elsewhere = '',
  cases,
}: Loophole): string {
  switch (kind) {
    case 'without': {
      const rest = withoutThe(proposition, witness ?? {});
      return Object.keys(rest).length > 0
        ? l10n.t(
            '"{0}" is reached with {1}, such as {2}',
            className,
            truth(proposition, value),
            witnessInWords(rest),
          )
        : l10n.t('"{0}" is reached with {1}', className, truth(proposition, value));
    }
    case 'weaker':
      return l10n.t('"{0}" rules out {1} and lets {2} through', className, ruledOut, proposition);
    case 'undesired':
      return l10n.t(
        '"{0}" takes {1} as it comes; the best class of {2} rules it out',
        className,
        proposition,
        elsewhere,
      );
    case 'no-effect':
      return l10n.t('{0} does not count here', proposition);
    case 'unseen':
      return cases.length === 0
        ? l10n.t('"{0}" requires {1}, which was never seen', className, truth(proposition, value))
        : l10n.t('"{0}" was never seen; rarest is {1}', className, truth(proposition, value));
  }
}

function counted(said: string, { kind, className, cases, outOf }: Loophole): string {
  return className === undefined || kind === 'no-effect' || kind === 'unseen'
    ? l10n.t('{0} ({1} of {2} labelled completions)', said, cases.length, outOf)
    : l10n.t('{0} ({1} of {2} labelled "{3}")', said, cases.length, outOf, className);
}

/** The rest of a witness, beside the proposition that the sentence has named. */
function withoutThe(proposition: string, witness: Witness): Witness {
  return Object.fromEntries(Object.entries(witness).filter(([name]) => name !== proposition));
}
