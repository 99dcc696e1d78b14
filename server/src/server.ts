import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { startServer } from './language/server.ts';
import { diskModelStore } from './workspace/disk-model-store.ts';
import { findingPages } from './workspace/finding-pages.ts';
import { nodeFiles } from './workspace/node-files.ts';
import { nodeModels } from './workspace/node-models.ts';
import { packageTranslation } from './workspace/package-translation.ts';

/** The server as an editor starts it; the transport is in the arguments (`--stdio`, `--node-ipc`). */
startServer(createConnection(ProposedFeatures.all), {
  files: nodeFiles(),
  openStore: diskModelStore,
  models: nodeModels(),
  pages: findingPages(),
  translation: packageTranslation,
});
