import { quoted } from '../quoted.ts';

/** A policy to begin with, as files of the package. */
export interface Template {
  readonly id: string;
  /** The folder in the package, with a slash at its end. */
  readonly folder: string;
  /** Without `.rbr.yaml`. */
  readonly policy: string;
  /** Its other files; listed, because a package that is served over HTTP cannot be looked into. */
  readonly others: readonly string[];
}

export const TEMPLATES: readonly Template[] = [
  {
    id: 'minimal',
    folder: 'templates/minimal/',
    policy: 'minimal',
    others: ['minimal.weights.json', 'minimal.samples.yaml'],
  },
  {
    id: 'four-areas',
    folder: 'samples/',
    policy: 'four-areas',
    others: [
      'four-areas.weights.json',
      'assistants.samples.yaml',
      'criminal-advice.samples.yaml',
      'everyday.samples.yaml',
      'hateful-content.samples.yaml',
      'self-harm.samples.yaml',
      'sexual-content.samples.yaml',
      'wording.samples.yaml',
    ],
  },
  {
    id: 'style',
    folder: 'templates/style/',
    policy: 'style',
    others: ['style.weights.json', 'style.samples.yaml'],
  },
];

export interface TemplateFile {
  readonly name: string;
  readonly text: string;
}

/** The names of a template's files in the package: the policy first. */
export function filesOfTemplate({ policy, others }: Template): string[] {
  return [`${policy}.rbr.yaml`, ...others];
}

/**
 * The files of a policy called `name` (without `.rbr.yaml`): those that bear the template's name bear the new one, and
 * policy and samples name each other by it.
 */
export function namedAs({ policy }: Template, name: string, files: readonly TemplateFile[]): TemplateFile[] {
  const renamed = (file: string) =>
    file.startsWith(`${policy}.`) ? `${name}${file.slice(policy.length)}` : file;
  return files.map((file) => ({
    name: renamed(file.name),
    text: file.text.replace(
      /^(?<key>policy|samples): (?<file>[\w.-]+\.yaml)$/gm,
      (_, key: string, written: string) => `${key}: ${quoted(renamed(written))}`,
    ),
  }));
}

/** What is wrong with a name that a policy is to have; undefined where nothing is. */
export function wrongName(name: string): string | undefined {
  if (name.trim() === '') return 'A policy needs a name.';
  if (/[\\/:*?"<>|]|\p{Cc}|^\.|[. ]$/u.test(name))
    return `"${name}" cannot be the name of a file: leave out \\ / : * ? " < > | and dots at its ends.`;
  return undefined;
}
