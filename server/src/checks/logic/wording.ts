import * as l10n from '@vscode/l10n';
import type { Witness } from '../../logic/conflicts.ts';
import type { Core, CoreItem } from '../../logic/core.ts';
import type { Finding } from '../../policy/finding.ts';
import { inList, inLongList } from '../../policy/lists.ts';
import type { Conjunction, Constraint } from '../../policy/model.ts';
import type { Place } from '../../policy/source.ts';

/** What one message lists at most; the witness and the related places have the rest. */
const LISTED = 8;

/**
 * "judgement: yes, apology: no, all else free". What is true comes first, since it says more, and before it what the reader asks
 * about. Where a witness is long, only what is false beyond that is counted instead of named.
 */
export function witnessInWords(witness: Witness, about: ReadonlySet<string> = new Set()): string {
  const entries = Object.entries(witness).sort(
    ([a, isA], [b, isB]) => Number(about.has(b)) - Number(about.has(a)) || Number(isB) - Number(isA),
  );
  if (entries.length === 0) return l10n.t('any completion');
  const named = entries.filter(([name, value]) => value || about.has(name));
  const isLong = entries.length > LISTED && entries.length - named.length > 1;
  const said = (isLong ? named : entries).map(([name, value]) => truth(name, value));
  if (!isLong) return l10n.t('{0}, all else free', said.length > LISTED ? inLongList(said) : inList(said));
  const others = entries.length - named.length;
  return said.length === 0
    ? l10n.t('each of {0} propositions: no, all else free', others)
    : l10n.t('{0}; {1} others: no, all else free', inLongList(said), others);
}

/** The conditions of a core, one after the other; those of `speaker` without saying whose they are. */
export function coreInWords(core: Core, speaker?: string): string {
  return listed(core.map((item) => itemInWords(item, speaker)));
}

/** Every place of a core. */
export function placesOf(core: Core): NonNullable<Finding['related']> {
  return core.map((item) => ({ message: l10n.t('{0}.', itemInWords(item)), place: placeOf(item) }));
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
      return item.owner === speaker ? condition : l10n.t('"{0}" requires {1}', item.owner, condition);
    }
    case 'suffices':
      return item.conjunction.literals.length === 1
        ? l10n.t('{0} makes "{1}" true', conditions(item.conjunction), item.owner)
        : l10n.t('{0} make "{1}" true', conditions(item.conjunction), item.owner);
    case 'constraint':
      return l10n.t('the constraint "{0}"', constraintInWords(item.constraint));
  }
}

export function constraintInWords(constraint: Constraint): string {
  if (constraint.kind === 'implies') {
    const then = conditions(constraint.then);
    return constraint.if.literals.length === 0
      ? l10n.t('always {0}', then)
      : l10n.t('if {0} then {1}', conditions(constraint.if), then);
  }
  const names = inList(constraint.names.map((name) => name.text));
  switch (constraint.kind) {
    case 'at_most_one':
      return l10n.t('at most one of {0}', names);
    case 'at_least_one':
      return l10n.t('at least one of {0}', names);
    case 'exactly_one':
      return l10n.t('exactly one of {0}', names);
  }
}

function conditions({ literals }: Conjunction): string {
  if (literals.length === 0) return l10n.t('nothing');
  return inList(literals.map(({ name, value }) => truth(name.text, value)));
}

/** "apology: yes". */
export function truth(name: string, value: boolean): string {
  return value ? l10n.t('{0}: yes', name) : l10n.t('{0}: no', name);
}

function listed(parts: readonly string[]): string {
  if (parts.length <= LISTED) return inLongList(parts);
  return l10n.t('{0} and {1} more', inLongList(parts.slice(0, LISTED)), parts.length - LISTED);
}
