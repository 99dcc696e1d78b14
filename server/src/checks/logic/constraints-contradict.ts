import * as l10n from '@vscode/l10n';
import { contradictionOf } from '../../logic/conflicts.ts';
import type { Finding } from '../../policy/finding.ts';
import type { PolicyContext } from '../check.ts';
import { withoutMember } from './fixes.ts';
import { coreInWords, placesOf } from './wording.ts';

/** Constraints that no completion keeps. The other checks go on without constraints until it is mended. */
export function* constraintsContradict(context: PolicyContext): Generator<Finding> {
  const contradiction = contradictionOf(context.logic);
  if (contradiction === 'none' || contradiction === 'not-checked') return;
  const core = contradiction.core ?? [];
  const last =
    core.findLast((item) => item.kind === 'constraint')?.constraint ?? context.policy.constraints.at(-1);
  if (!last) return;
  yield {
    code: 'constraints-contradict',
    severity: 'error',
    message:
      core.length > 0
        ? l10n.t(
            'No completion keeps the constraints: these cannot hold together: {0}. They are not used until this is mended.',
            coreInWords(core),
          )
        : l10n.t(
            'No completion keeps the constraints: they contradict each other. They are not used until this is mended.',
          ),
    place: last.place,
    related: placesOf(core.filter((item) => item.kind !== 'constraint' || item.constraint !== last)),
    fixes: withoutMember(context, core),
  };
}
