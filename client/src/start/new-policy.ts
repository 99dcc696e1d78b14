import * as vscode from 'vscode';
import {
  NEW_POLICY_REQUEST,
  TEMPLATES,
  type TemplateFile,
} from '../../../server/src/language/protocol-import.ts';
import type { Connection } from '../connection.ts';
import { ask, choose, type Step } from './steps.ts';
import { readTemplate, writeAll } from './template-files.ts';

const STEPS = 3;

/** A policy that was made, and its samples where they were written too. */
export interface NewPolicy {
  readonly policy: vscode.Uri;
  readonly samples?: vscode.Uri;
}

/** Asks for template, name and folder, and makes the policy. `asked`: the id of a template that is chosen already. */
export async function newPolicy(
  extension: vscode.Uri,
  connection: Connection,
  asked: unknown,
): Promise<NewPolicy | undefined> {
  let template = templates().find(({ id }) => id === asked);
  let name = template?.name ?? '';
  let step = template ? 2 : 1;
  let refused: string | undefined;
  for (;;) {
    const at: Step = { title: vscode.l10n.t('New Policy'), step, of: STEPS };
    if (step === 1 || !template) {
      const chosen = await choose(at, vscode.l10n.t('What do you want to begin with?'), templates());
      if (chosen === undefined || chosen === 'back') return undefined;
      template = chosen;
      name = chosen.name;
      step = 2;
    } else if (step === 2) {
      const prompt = vscode.l10n.t('What is the policy called? It becomes a file, <name>.rbr.yaml.');
      const answer = await ask(at, prompt, name, wrongName, refused);
      refused = undefined;
      if (answer === undefined) return undefined;
      if (answer !== 'back') name = answer.value;
      step = answer === 'back' ? 1 : 3;
    } else {
      const folder = await choose(at, vscode.l10n.t('Where to?'), folders());
      if (folder === undefined) return undefined;
      if (folder === 'back') {
        step = 2;
        continue;
      }
      const made = await connection.ask(NEW_POLICY_REQUEST, {
        template: template.id,
        name,
        files: await readTemplate(extension, template.template),
      });
      step = 2;
      if ('reason' in made) refused = made.reason;
      else {
        const result = folder.isUnsaved ? await unsaved(made.files) : await written(folder.uri, made.files);
        if (typeof result !== 'string') return result;
        refused = vscode.l10n.t('{0} is there already and stays as it is: take another name.', result);
      }
    }
  }
}

function templates() {
  const words: Readonly<Record<string, { label: string; detail: string }>> = {
    minimal: {
      label: vscode.l10n.t('Minimal'),
      detail: vscode.l10n.t('Three propositions and three classes: as little as shows how it works.'),
    },
    'four-areas': {
      label: vscode.l10n.t('Safety in Four Areas'),
      detail: vscode.l10n.t(
        'Crime, hatred, self-harm, sexual content: when to refuse, and how. 500 samples.',
      ),
    },
    style: {
      label: vscode.l10n.t('Style of Customer Service'),
      detail: vscode.l10n.t('A rubric without safety: answers, plain words, no exaggeration, a next step.'),
    },
  };
  return TEMPLATES.map((template) => ({
    ...(words[template.id] ?? { label: template.id, detail: '' }),
    id: template.id,
    name: template.policy,
    template,
  }));
}

interface FolderItem extends vscode.QuickPickItem {
  readonly uri?: vscode.Uri;
  readonly isUnsaved?: boolean;
}

function folders(): FolderItem[] {
  const open = (vscode.workspace.workspaceFolders ?? []).map(({ name, uri }) => ({
    label: name,
    iconPath: vscode.ThemeIcon.Folder,
    description: vscode.l10n.t('the folder that is open'),
    uri,
  }));
  const other = {
    label: vscode.l10n.t('Choose a Folder…'),
    iconPath: new vscode.ThemeIcon('folder-opened'),
  };
  const none = {
    label: vscode.l10n.t('An Unsaved File'),
    iconPath: new vscode.ThemeIcon('new-file'),
    description: vscode.l10n.t('the policy alone, without its samples'),
    isUnsaved: true,
  };
  return [...open, other, none];
}

/** The policy; or the name of a file that is there already, and then nothing is written. */
async function written(
  chosen: vscode.Uri | undefined,
  files: readonly TemplateFile[],
): Promise<NewPolicy | string | undefined> {
  const folder = chosen ?? (await pickFolder());
  if (!folder) return undefined;
  const taken = await writeAll(folder, files);
  if (taken !== undefined) return taken;
  const uriOf = (file: TemplateFile) => vscode.Uri.joinPath(folder, file.name);
  const [policy, ...others] = files as [TemplateFile, ...TemplateFile[]];
  const samples = others.find(({ name }) => name.endsWith('.samples.yaml'));
  if (samples) await vscode.window.showTextDocument(uriOf(samples), { preview: false });
  await vscode.window.showTextDocument(uriOf(policy), { preview: false });
  return { policy: uriOf(policy), ...(samples && { samples: uriOf(samples) }) };
}

async function pickFolder(): Promise<vscode.Uri | undefined> {
  const [folder] =
    (await vscode.window.showOpenDialog({
      canSelectFiles: false,
      canSelectFolders: true,
      openLabel: vscode.l10n.t('Put the Policy Here'),
    })) ?? [];
  return folder;
}

async function unsaved([policy]: readonly TemplateFile[]): Promise<NewPolicy | undefined> {
  if (!policy) return undefined;
  const document = await vscode.workspace.openTextDocument({ language: 'rbr', content: policy.text });
  await vscode.window.showTextDocument(document);
  return { policy: document.uri };
}

/** The server has the last word; this is what can be said while typing. */
function wrongName(name: string): string | undefined {
  if (name === '') return vscode.l10n.t('A policy needs a name.');
  return /[\\/:*?"<>|]|\p{Cc}|^\.|[. ]$/u.test(name)
    ? vscode.l10n.t('That cannot be the name of a file: leave out \\ / : * ? " < > | and dots at its ends.')
    : undefined;
}
