import {
  createConnection,
  ProposedFeatures,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { clientFiles } from '../language/client-files.ts';
import { startServer } from '../language/server.ts';
import { diskModelStore } from '../workspace/disk-model-store.ts';
import { byScheme } from '../workspace/file-system.ts';
import { findingPages } from '../workspace/finding-pages.ts';
import { nodeFiles } from '../workspace/node-files.ts';
import { nodeModels } from '../workspace/node-models.ts';
import { packageTranslation } from '../workspace/package-translation.ts';

/** `rbr lsp --stdio`: the language server for any editor. It ends when the editor closes the connection. */
export function lsp(): void {
  const connection = createConnection(
    ProposedFeatures.all,
    new StreamMessageReader(process.stdin),
    new StreamMessageWriter(process.stdout),
  );
  startServer(connection, {
    files: byScheme(nodeFiles(), clientFiles(connection)),
    openStore: diskModelStore,
    models: nodeModels(),
    pages: findingPages(),
    translation: packageTranslation,
  });
}
