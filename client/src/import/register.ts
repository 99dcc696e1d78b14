import * as vscode from 'vscode';
import type { Connection } from '../connection.ts';
import { DROPPED_FILES, ImportOnDrop } from './drop.ts';
import { importSources } from './import-command.ts';
import { dropped, sourceOf } from './sources.ts';

/** Import by command, from the explorer's menu, and by files that are dropped into an editor of ours. */
export function importing(connection: Connection): vscode.Disposable {
  const onDrop = new ImportOnDrop((sources, into) => void importSources(connection, sources, into));
  return vscode.Disposable.from(
    vscode.commands.registerCommand('rbr.import', async (asked: unknown, all: unknown) => {
      const uris = urisIn(all) ?? urisIn([asked]) ?? (await picked());
      await importSources(connection, uris.map(sourceOf));
    }),
    vscode.languages.registerDocumentDropEditProvider(
      [{ language: 'rbr' }, { language: 'rbr-samples' }],
      onDrop,
      { dropMimeTypes: DROPPED_FILES, providedDropEditKinds: [ImportOnDrop.kind] },
    ),
  );
}

/** Files dropped onto the policy explorer. */
export async function importDropped(
  connection: Connection,
  data: vscode.DataTransfer,
  policy: string | undefined,
): Promise<void> {
  const into = policy === undefined ? undefined : vscode.Uri.parse(policy);
  await importSources(connection, await dropped(data), into);
}

/** As the explorer gives them: the one under the mouse, and all that are selected. */
function urisIn(value: unknown): vscode.Uri[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const uris = value.filter((each) => each instanceof vscode.Uri);
  return uris.length > 0 ? uris : undefined;
}

async function picked(): Promise<readonly vscode.Uri[]> {
  return (
    (await vscode.window.showOpenDialog({
      canSelectMany: true,
      openLabel: vscode.l10n.t('Import'),
      title: vscode.l10n.t('Import Samples'),
      filters: {
        [vscode.l10n.t('Tables, JSONL, released policies')]: ['csv', 'tsv', 'jsonl', 'ndjson', 'yaml', 'yml'],
      },
    })) ?? []
  );
}
