import type { Policy } from '../../policy/model.ts';
import { sameName } from '../../samples/names.ts';
import type { ColumnUse, ImportSettings, Role } from './model.ts';

/** What columns of that role are called in the data sets that people have; the likeliest first. */
const NAMES: Readonly<Record<Role, readonly string[]>> = {
  prompt: ['prompt', 'question', 'instruction', 'request', 'query', 'user', 'input', 'goal', 'message'],
  completion: ['completion', 'response', 'reply', 'answer', 'output', 'generation', 'assistant'],
  thought: ['thought', 'reasoning_content', 'thinking', 'chain_of_thought'],
  id: ['id', 'id_v2', 'v2_id', 'prompt_id', 'sample_id', 'uid', 'id_v1'],
  response_type: ['response_type'],
  category: ['category', 'type', 'topic', 'area', 'subject'],
  class: ['class', 'expected_class', 'completion_class'],
  label: ['final_label', 'label', 'verdict', 'rank', 'rating'],
  base_reward: ['base_reward', 'rm_score', 'reward', 'score'],
  note: ['note', 'notes', 'comment', 'comments', 'focus', 'remark'],
};

/** Roles that several columns may have: each says something, and what they say adds up. */
const MANY: readonly Role[] = ['label', 'note'];

/** What each column holds, by its name, over which stands what the user says. Columns of no known name are left out. */
export function columnUses(
  header: readonly string[],
  policy: Policy | undefined,
  { columns: asked = {} }: Pick<ImportSettings, 'columns'>,
): ColumnUse[] {
  const taken = new Map<string, Role>();
  for (const column of header) {
    const role = asked[column];
    if (role !== undefined && role !== 'ignore') taken.set(column, role);
  }
  for (const [role, names] of Object.entries(NAMES) as [Role, readonly string[]][]) {
    for (const name of names) {
      const isFree = MANY.includes(role) || ![...taken.values()].includes(role);
      const column = isFree
        ? header.find((each) => sameName(each, name) && asked[each] === undefined && !taken.has(each))
        : undefined;
      if (column !== undefined) taken.set(column, role);
    }
  }
  return header.map((column) => {
    const role = taken.get(column);
    if (role !== undefined) return { column, role };
    const proposition =
      asked[column] === 'ignore'
        ? undefined
        : [...(policy?.propositions.keys() ?? [])].find((name) => sameName(name, column));
    return { column, ...(proposition !== undefined && { proposition }) };
  });
}
