import { TOOLS } from './registry.ts';

/** A tool as an editor's manifest describes it. */
export interface ContributedTool {
  readonly name: string;
  readonly tags: readonly string[];
  readonly toolReferenceName: string;
  readonly canBeReferencedInPrompt: true;
  readonly displayName: string;
  readonly modelDescription: string;
  readonly userDescription: string;
  readonly icon: string;
  readonly inputSchema: object;
}

const FOR_PEOPLE: Readonly<Record<string, { readonly icon: string; readonly description: string }>> = {
  rbr_check: { icon: '$(checklist)', description: 'Check a policy or samples, or a draft of them' },
  rbr_grade: { icon: '$(beaker)', description: 'Grade completions: class, propositions, reward' },
  rbr_explain: { icon: '$(book)', description: 'Explain a finding, a name of a policy, or a verdict' },
  rbr_suggest: { icon: '$(lightbulb)', description: 'Suggest proven fixes, labels and closed loopholes' },
};

/** The tools as `contributes.languageModelTools` of package.json has them; `npm run tools` writes them there. */
export function contributedTools(): ContributedTool[] {
  return TOOLS.map(({ name, title, description, input }) => ({
    name,
    tags: ['rule-based-rewards'],
    toolReferenceName: name.replace(/^rbr_/, ''),
    canBeReferencedInPrompt: true,
    displayName: title,
    modelDescription: description,
    userDescription: FOR_PEOPLE[name]?.description ?? title,
    icon: FOR_PEOPLE[name]?.icon ?? '$(tools)',
    inputSchema: JSON.parse(JSON.stringify(input)) as object,
  }));
}
