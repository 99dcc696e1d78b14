import {
  BrowserMessageReader,
  BrowserMessageWriter,
  createConnection,
  ProposedFeatures,
} from 'vscode-languageserver/browser';
import { clientFiles } from './language/client-files.ts';
import { startServer } from './language/server.ts';
import { browserModels } from './workspace/browser-models.ts';

/** The tests and the client are typed for a page; here `self` is a worker. */
const worker = self as unknown as ConstructorParameters<typeof BrowserMessageReader>[0];

const connection = createConnection(
  ProposedFeatures.all,
  new BrowserMessageReader(worker),
  new BrowserMessageWriter(worker),
);

/** The server in a browser's web worker: no disk, no environment; the client reads the files. */
startServer(connection, { files: clientFiles(connection), models: browserModels() });
