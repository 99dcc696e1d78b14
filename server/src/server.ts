import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { clientFiles } from './language/client-files.ts';
import { startServer } from './language/server.ts';
import { diskModelStore } from './workspace/disk-model-store.ts';
import { byScheme } from './workspace/file-system.ts';
import { findingPages } from './workspace/finding-pages.ts';
import { nodeFiles } from './workspace/node-files.ts';
import { nodeModels } from './workspace/node-models.ts';
import { packageTranslation } from './workspace/package-translation.ts';

const connection = createConnection(ProposedFeatures.all);

/** The server as an editor starts it; the transport is in the arguments (`--stdio`, `--node-ipc`). */
startServer(connection, {
  files: byScheme(nodeFiles(), clientFiles(connection)),
  openStore: diskModelStore,
  models: nodeModels(),
  pages: findingPages(),
  translation: packageTranslation,
});
