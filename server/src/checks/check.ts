import type { PolicyLogic } from '../logic/classes.ts';
import type { Finding } from '../policy/finding.ts';
import type { Policy } from '../policy/model.ts';
import type { PolicyFile } from '../policy/parse.ts';

/** What a check on a policy looks at. */
export interface PolicyContext {
  readonly policy: Policy;
  /** The files it was composed of, the most basic first. */
  readonly files: readonly PolicyFile[];
  readonly logic: PolicyLogic;
}

export type PolicyCheck = (context: PolicyContext) => Iterable<Finding>;
