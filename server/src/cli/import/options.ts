import { InvalidArgumentError } from 'commander';
import { type Facts, ROLES, type Role } from '../../exchange/import/model.ts';

export type Columns = Record<string, Role | 'ignore'>;
export type Values = Record<string, Record<string, Facts>>;

/** `prompt=question`: the column "question" holds the prompts. */
export function columnOf(written: string, before: Columns = {}): Columns {
  const at = written.indexOf('=');
  const role = written.slice(0, at);
  const column = written.slice(at + 1);
  if (at < 1 || column === '' || !isRole(role))
    throw new InvalidArgumentError(`Write ROLE=COLUMN; the roles are ${ROLES.join(', ')} and ignore.`);
  return { ...before, [column]: role };
}

/** `label=unsafe:response_type=hard_refuse`: what "unsafe" in the column "label" means. */
export function meaningOf(written: string, before: Values = {}): Values {
  const equals = written.indexOf('=');
  const colon = written.lastIndexOf(':');
  if (equals < 1 || colon < equals)
    throw new InvalidArgumentError(
      'Write COLUMN=VALUE:KEY=NAME,…, such as label=unsafe:response_type=hard_refuse or label=refusal:refuses=yes.',
    );
  const column = written.slice(0, equals);
  const value = written.slice(equals + 1, colon);
  return { ...before, [column]: { ...before[column], [value]: factsOf(written.slice(colon + 1)) } };
}

function isRole(name: string): name is Role | 'ignore' {
  return name === 'ignore' || ROLES.some((role) => role === name);
}

const KEYS = {
  response_type: 'responseType',
  category: 'category',
  class: 'class',
  label: 'label',
} as const;

function factsOf(written: string): Facts {
  const propositions: Record<string, boolean> = {};
  const facts: Record<string, string> = {};
  for (const part of written.split(',').filter((each) => each.trim() !== '')) {
    const [name = '', said = ''] = part.split('=', 2).map((each) => each.trim());
    if (name in KEYS && said !== '') facts[KEYS[name as keyof typeof KEYS]] = said;
    else if (/^(yes|true|no|false)$/i.test(said)) propositions[name] = /^(yes|true)$/i.test(said);
    else
      throw new InvalidArgumentError(
        `"${part}" says nothing: write response_type=NAME, category=NAME, class=NAME, label=NAME, or PROPOSITION=yes or no.`,
      );
  }
  return { ...facts, ...(Object.keys(propositions).length > 0 && { propositions }) };
}
