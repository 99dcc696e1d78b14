import * as l10n from '@vscode/l10n';
import { addToSection } from '../../policy/edit/sections.ts';
import type { Finding, Fix } from '../../policy/finding.ts';
import { nearest } from '../../policy/nearest.ts';
import { type Occurrence, occurrencesOf } from '../../policy/occurrences.ts';
import type { PolicyFile } from '../../policy/parse.ts';
import type { PolicyContext } from '../check.ts';
import { questionFor } from './incomplete.ts';

const WORDS = {
  proposition: {
    code: 'unknown-proposition',
    sections: ['simple_propositions', 'derived_propositions'],
  },
  class: { code: 'unknown-class', sections: ['completion_classes'] },
  response_type: {
    code: 'unknown-response-type',
    sections: ['response_types', 'completion_classes'],
  },
  label: { code: 'unknown-label', sections: ['orderings'] },
} as const;

/** A name that is used and defined nowhere. */
export function* unknownName({ policy, files }: PolicyContext): Generator<Finding> {
  const labels = new Set([...policy.orderings.values()].flat(2));
  // Where response types are declared, a class that names another one has misspelt it.
  const declared = [...policy.responseTypes.values()]
    .filter((type) => type.declared)
    .map((type) => type.name);
  const known: Record<Occurrence['kind'], Set<string>> = {
    proposition: new Set([...policy.propositions.keys(), ...policy.derived.keys()]),
    class: new Set(policy.classes.keys()),
    response_type: new Set(declared.length > 0 ? declared : policy.responseTypes.keys()),
    label: labels,
  };
  const misspelt = misspeltSections(files);
  for (const file of files) {
    for (const { kind, name, role, span } of occurrencesOf(file)) {
      if (role === 'definition' || known[kind].has(name)) continue;
      // Labels of completions to synthesise need no ordering.
      if (kind === 'label' && labels.size === 0) continue;
      const { code, sections } = WORDS[kind];
      // What a misspelt section defines is not missing; the section is.
      if (sections.some((section) => misspelt.has(section))) continue;
      const place = file.source.place(span);
      const meant = nearest(name, known[kind]);
      yield {
        code,
        severity: 'error',
        message: meant === undefined ? isNowhere(kind, name) : noneBut(kind, name, meant),
        place,
        fixes: [
          ...(meant ? [{ title: l10n.t('Change to "{0}"', meant), edits: [{ place, newText: meant }] }] : []),
          ...creation(files.at(-1), kind, name),
        ],
      };
    }
  }
}

function isNowhere(kind: Occurrence['kind'], name: string): string {
  switch (kind) {
    case 'proposition':
      return l10n.t('There is no proposition "{0}" in simple_propositions or derived_propositions.', name);
    case 'class':
      return l10n.t('There is no completion class "{0}" in completion_classes.', name);
    case 'response_type':
      return l10n.t('There is no response type "{0}" in response_types or completion_classes.', name);
    case 'label':
      return l10n.t('There is no completion label "{0}" in orderings.', name);
  }
}

function noneBut(kind: Occurrence['kind'], name: string, meant: string): string {
  switch (kind) {
    case 'proposition':
      return l10n.t('There is no proposition "{0}"; did you mean "{1}"?', name, meant);
    case 'class':
      return l10n.t('There is no completion class "{0}"; did you mean "{1}"?', name, meant);
    case 'response_type':
      return l10n.t('There is no response type "{0}"; did you mean "{1}"?', name, meant);
    case 'label':
      return l10n.t('There is no completion label "{0}"; did you mean "{1}"?', name, meant);
  }
}

/** The sections that are most likely meant by unknown keys. */
function misspeltSections(files: readonly PolicyFile[]): ReadonlySet<string> {
  const unknownKeys = files.flatMap(({ findings }) => findings.filter(({ code }) => code === 'unknown-key'));
  return new Set(
    unknownKeys.flatMap(({ fixes = [] }) =>
      fixes.flatMap(({ edits }) => edits.map(({ newText }) => newText)),
    ),
  );
}

/** Makes what the name stands for. What it was unknown for could not be checked: that may be uncovered. */
function creation(file: PolicyFile | undefined, kind: Occurrence['kind'], name: string): Fix[] {
  if (!file) return [];
  switch (kind) {
    case 'proposition': {
      const lines = [`${name}:`, `  prompt: ${questionFor(name)}`] as const;
      const edits = [addToSection(file, 'simple_propositions', lines)];
      return [{ title: l10n.t('Create the proposition "{0}"', name), uncovers: true, edits }];
    }
    case 'class': {
      const edits = [addToSection(file, 'completion_classes', [`${name}: {}`])];
      return [{ title: l10n.t('Create the class "{0}"', name), uncovers: true, edits }];
    }
    case 'response_type': {
      const edits = [addToSection(file, 'response_types', [`${name}: ${name.replace(/_+/g, ' ')}`])];
      return [{ title: l10n.t('Create the response type "{0}"', name), uncovers: true, edits }];
    }
    case 'label':
      return [];
  }
}
