import type { Witness } from '../../logic/conflicts.ts';
import type { Core, CoreItem } from '../../logic/core.ts';
import type { Finding } from '../../policy/finding.ts';
import type { Conjunction, Constraint } from '../../policy/model.ts';
import type { Place } from '../../policy/source.ts';

/** What one message lists at most; the witness and the related places have the rest. */
const LISTED = 8;

/** "apology: yes, judgement: no, all else free". */
export function witnessInWords(witness: Witness): string {
  const decided = Object.entries(witness).map(([name, value]) => truth(name, value));
  if (decided.length === 0) return 'any completion';
  return decided.length > LISTED ? listed(decided) : `${decided.join(', ')}, all else free`;
}

/** The conditions of a core, one after the other; those of `speaker` without saying whose they are. */
export function coreInWords(core: Core, speaker?: string): string {
  return listed(core.map((item) => itemInWords(item, speaker)));
}

/** Every place of a core. */
export function placesOf(core: Core): NonNullable<Finding['related']> {
  return core.map((item) => ({ message: `${itemInWords(item)}.`, place: placeOf(item) }));
}

function placeOf(item: CoreItem): Place {
  switch (item.kind) {
    case 'requires':
      return item.literal.place;
    case 'suffices':
      return item.conjunction.place;
    case 'constraint':
      return item.constraint.place;
  }
}

function itemInWords(item: CoreItem, speaker?: string): string {
  switch (item.kind) {
    case 'requires': {
      const condition = truth(item.literal.name.text, item.literal.value);
      return item.owner === speaker ? condition : `"${item.owner}" requires ${condition}`;
    }
    case 'suffices':
      return `${conditions(item.conjunction)} make${item.conjunction.literals.length === 1 ? 's' : ''} "${item.owner}" true`;
    case 'constraint':
      return `the constraint "${constraintInWords(item.constraint)}"`;
  }
}

export function constraintInWords(constraint: Constraint): string {
  if (constraint.kind === 'implies') {
    const then = conditions(constraint.then);
    return constraint.if.literals.length === 0
      ? `always ${then}`
      : `if ${conditions(constraint.if)} then ${then}`;
  }
  const quantity = {
    at_most_one: 'at most one of',
    at_least_one: 'at least one of',
    exactly_one: 'exactly one of',
  };
  return `${quantity[constraint.kind]} ${constraint.names.map((name) => name.text).join(', ')}`;
}

function conditions({ literals }: Conjunction): string {
  if (literals.length === 0) return 'nothing';
  return literals.map(({ name, value }) => truth(name.text, value)).join(', ');
}

/** "apology: yes". */
export function truth(name: string, value: boolean): string {
  return `${name}: ${value ? 'yes' : 'no'}`;
}

function listed(parts: readonly string[]): string {
  if (parts.length <= LISTED) return parts.join('; ');
  return `${parts.slice(0, LISTED).join('; ')} and ${parts.length - LISTED} more`;
}
