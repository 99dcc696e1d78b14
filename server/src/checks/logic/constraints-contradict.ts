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
  const reason =
    core.length > 0 ? `these cannot hold together: ${coreInWords(core)}` : 'they contradict each other';
  yield {
    code: 'constraints-contradict',
    severity: 'error',
    message: `No completion keeps the constraints: ${reason}. They are not used until this is mended.`,
    place: last.place,
    related: placesOf(core.filter((item) => item.kind !== 'constraint' || item.constraint !== last)),
    fixes: withoutMember(context, core),
  };
}
