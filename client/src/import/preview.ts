import * as vscode from 'vscode';
import {
  type ColumnUse,
  type Facts,
  type ImportAnswer,
  type ImportSettings,
  type Meaning,
  type PolicyNames,
  ROLES,
  type Role,
} from '../../../server/src/language/protocol-import.ts';

/** What the user wants: to write it, to have something taken otherwise, or, undefined, to leave. */
export type Wish = 'write' | ImportSettings | undefined;

interface Item extends vscode.QuickPickItem {
  readonly wish?: () => Promise<Wish | 'again'> | Wish | 'again';
}

/** Shows what was recognised, and has columns and values changed, before anything is written. */
export async function preview(answer: ImportAnswer, settings: ImportSettings, into: string): Promise<Wish> {
  const { result } = answer;
  for (;;) {
    const chosen = await vscode.window.showQuickPick(itemsOf(answer, settings, into), {
      title: vscode.l10n.t('Import {0}', result.files.map(({ name }) => name).join(', ')),
      placeHolder: vscode.l10n.t('Choose a column or a value to have it taken for something else'),
      ignoreFocusOut: true,
      matchOnDescription: true,
    });
    if (!chosen) return undefined;
    const wish = (await chosen.wish?.()) ?? 'again';
    if (wish !== 'again') return wish;
  }
}

function itemsOf({ result, names, inWords }: ImportAnswer, settings: ImportSettings, into: string): Item[] {
  const { files, meanings, problems, notes, prompts, completions, output } = result;
  const heading = (label: string): Item => ({ label, kind: vscode.QuickPickItemKind.Separator });
  const columns = files.flatMap(({ columns = [] }) => columns);
  const rows =
    problems.length === 0
      ? vscode.l10n.t('{0} prompts, {1} completions', prompts, completions)
      : vscode.l10n.t('{0} prompts, {1} completions, {2} unreadable', prompts, completions, problems.length);
  const write: Item =
    output.kind === 'nothing'
      ? { label: vscode.l10n.t('$(circle-slash) Nothing to import'), detail: into }
      : { label: vscode.l10n.t('$(check) Import'), description: rows, detail: into, wish: () => 'write' };
  return [
    write,
    ...(problems.length > 0 ? [heading(vscode.l10n.t('left out'))] : []),
    ...problems.slice(0, 5).map(({ message }) => ({ label: `$(error) ${plain(message)}` })),
    ...(problems.length > 5 ? [{ label: vscode.l10n.t('and {0} more', problems.length - 5) }] : []),
    ...(notes.length > 0 ? [heading(vscode.l10n.t('to know'))] : []),
    ...notes.map((note) => ({ label: `$(info) ${plain(note)}` })),
    ...(meanings.length > 0 ? [heading(vscode.l10n.t('values'))] : []),
    ...meanings.map((meaning, index) => valueItem(meaning, inWords[index] ?? '', names, settings)),
    ...(columns.length > 0 ? [heading(vscode.l10n.t('columns'))] : []),
    ...columns.map((use) => columnItem(use, settings)),
    ...(names.responseTypes.length > 0 ? [heading(vscode.l10n.t('of all'))] : []),
    ...(names.responseTypes.length > 0 ? [responseTypeItem(names, settings)] : []),
  ];
}

function columnItem({ column, role, proposition }: ColumnUse, settings: ImportSettings): Item {
  const taken = role ? roleName(role) : (proposition ?? vscode.l10n.t('left out'));
  return {
    label: `$(symbol-field) ${plain(column)}`,
    description: `→ ${plain(taken)}`,
    wish: async () => {
      const items = [
        ...ROLES.map((each) => ({ label: roleName(each), role: each as Role | 'ignore' })),
        { label: vscode.l10n.t('left out'), role: 'ignore' as const },
      ];
      const chosen = await vscode.window.showQuickPick(items, {
        title: vscode.l10n.t('What does the column "{0}" hold?', column),
      });
      return chosen ? { ...settings, columns: { ...settings.columns, [column]: chosen.role } } : 'again';
    },
  };
}

function roleName(role: Role): string {
  const names: Readonly<Record<Role, string>> = {
    prompt: vscode.l10n.t('the prompt'),
    completion: vscode.l10n.t('the completion'),
    id: vscode.l10n.t('an id'),
    response_type: vscode.l10n.t('the response type'),
    category: vscode.l10n.t('the category'),
    class: vscode.l10n.t('the expected class'),
    label: vscode.l10n.t('a label'),
    thought: vscode.l10n.t('what the model thought before'),
    base_reward: vscode.l10n.t("the reward model's score"),
    note: vscode.l10n.t('a note'),
  };
  return names[role];
}

function valueItem(meaning: Meaning, inWords: string, names: PolicyNames, settings: ImportSettings): Item {
  const { column, value, count, from } = meaning;
  const source = {
    asked: vscode.l10n.t('as you say'),
    policy: vscode.l10n.t('as in the policy'),
    guess: vscode.l10n.t('guessed'),
    'as-written': vscode.l10n.t('as written'),
  }[from];
  return {
    label: `$(symbol-enum-member) ${plain(column)}: ${plain(value)}`,
    description: `→ ${plain(inWords)} · ${source} · ${count}`,
    wish: async () => {
      const chosen = await vscode.window.showQuickPick(meaningsFor(names), {
        title: vscode.l10n.t('What does "{0}" in "{1}" mean?', value, column),
        placeHolder: vscode.l10n.t('Choose one or several; none: it says nothing'),
        canPickMany: true,
      });
      if (!chosen) return 'again';
      let facts: Facts = {};
      for (const each of chosen) {
        const propositions = { ...facts.propositions, ...each.facts.propositions };
        facts = { ...facts, ...each.facts, propositions };
      }
      const values = { ...settings.values, [column]: { ...settings.values?.[column], [value]: facts } };
      return { ...settings, values };
    },
  };
}

function meaningsFor(names: PolicyNames): (vscode.QuickPickItem & { readonly facts: Facts })[] {
  const of = (all: readonly string[], description: string, facts: (name: string) => Facts) =>
    all.map((name) => ({ label: name, description, facts: facts(name) }));
  return [
    ...of(names.responseTypes, vscode.l10n.t('response type'), (responseType) => ({ responseType })),
    ...of(names.labels, vscode.l10n.t('label'), (label) => ({ label })),
    ...of(names.classes, vscode.l10n.t('expected class'), (name) => ({ class: name })),
    ...of(names.propositions, vscode.l10n.t('true'), (name) => ({ propositions: { [name]: true } })),
    ...of(names.propositions, vscode.l10n.t('false'), (name) => ({ propositions: { [name]: false } })),
    ...of(names.categories, vscode.l10n.t('category'), (category) => ({ category })),
  ];
}

function responseTypeItem({ responseTypes }: PolicyNames, settings: ImportSettings): Item {
  return {
    label: vscode.l10n.t('$(comment-discussion) Response type of prompts that say none'),
    description: `→ ${plain(settings.responseType ?? vscode.l10n.t('none'))}`,
    wish: async () => {
      const chosen = await vscode.window.showQuickPick([...responseTypes], {
        title: vscode.l10n.t('Which response type have prompts that say none?'),
      });
      return chosen === undefined ? 'again' : { ...settings, responseType: chosen };
    },
  };
}

/** Text of a stranger's file, where `$(…)` would become an icon. */
function plain(text: string): string {
  return text.replaceAll('$(', '$\u200B(').replace(/\s+/g, ' ');
}
