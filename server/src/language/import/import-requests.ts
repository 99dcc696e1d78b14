import type { Connection } from 'vscode-languageserver';
import { importFiles } from '../../exchange/import/import.ts';
import { nameSamples } from '../../exchange/import/name-samples.ts';
import { factsInWords } from '../../exchange/import/notes.ts';
import { namedAs, TEMPLATES, wrongName } from '../../exchange/templates/templates.ts';
import type { Policy } from '../../policy/model.ts';
import { type FileSystem, folderOf } from '../../workspace/file-system.ts';
import type { PolicyState, Workspace } from '../../workspace/workspace.ts';
import {
  IMPORT_REQUEST,
  NAME_SAMPLES_REQUEST,
  NEW_POLICY_REQUEST,
  type PolicyNames,
} from '../protocol-import.ts';
import { requestType } from '../typed.ts';
import { relativePath } from './relative-path.ts';

/** Binds the requests of `protocol-import.ts` to what answers them. */
export function answerImportRequests(connection: Connection, workspace: Workspace, files: FileSystem): void {
  connection.onRequest(requestType(IMPORT_REQUEST), async ({ files: given, forUri, folderUri, settings }) => {
    const state = forUri === undefined ? undefined : await policyFor(workspace, files.canonical(forUri));
    const folder = folderUri === undefined ? undefined : files.canonical(folderUri);
    const pathOf = (uri: string | undefined) =>
      folder === undefined || uri === undefined ? undefined : relativePath(folder, files.canonical(uri));
    const policyPath = pathOf(state?.uri);
    const result = importFiles(
      given.map(({ name, text, uri }) => {
        const path = pathOf(uri);
        return { name, text, ...(path !== undefined && { path }) };
      }),
      {
        ...(state && { policy: state.policy }),
        ...(policyPath !== undefined && { policyPath }),
        ...(settings && { settings }),
      },
    );
    return {
      result,
      ...(state && { policyUri: state.uri }),
      names: namesOf(state?.policy),
      inWords: result.meanings.map(({ facts }) => factsInWords(facts)),
    };
  });
  connection.onRequest(requestType(NAME_SAMPLES_REQUEST), async (params) => {
    const uri = files.canonical(params.policyUri);
    const samples = files.canonical(params.samplesUri);
    // The file is new: what was found before does not have it.
    workspace.filesChanged();
    const [state, parsed] = await Promise.all([workspace.policy(uri), workspace.policyFile(uri)]);
    const path = relativePath(folderOf(uri), samples);
    if (!state || !parsed || path === undefined) return { uri, edits: [] };
    if ((await workspace.samplesOf(state)).includes(samples)) return { uri, edits: [] };
    const { place, newText } = nameSamples(parsed, path);
    return { uri, edits: [{ range: parsed.source.range(place.span), newText }] };
  });
  connection.onRequest(requestType(NEW_POLICY_REQUEST), ({ template: id, name, files: texts }) => {
    const template = TEMPLATES.find((each) => each.id === id);
    const reason = template ? wrongName(name) : `There is no template "${id}".`;
    return template && reason === undefined
      ? { files: namedAs(template, name, texts) }
      : { reason: reason ?? '' };
  });
}

/** A policy itself, or the policy of a samples file. */
async function policyFor(workspace: Workspace, uri: string): Promise<PolicyState | undefined> {
  return workspace.kindOf(uri) === 'policy' ? workspace.policy(uri) : workspace.policyOfSamples(uri);
}

function namesOf(policy: Policy | undefined): PolicyNames {
  return {
    responseTypes: [...(policy?.responseTypes.keys() ?? [])],
    categories: [...(policy?.categories.keys() ?? [])],
    classes: [...(policy?.classes.keys() ?? [])],
    labels: [...new Set([...(policy?.orderings.values() ?? [])].flat(2))],
    propositions: [...(policy?.propositions.keys() ?? [])],
  };
}
