import { enableCompileCache } from 'node:module';
import envPaths from 'env-paths';

/*
 * The file that Node is started with: small, because it is compiled with each start. What it loads is compiled once, where
 * Node can keep that (22.8 and newer), in a folder that only the user can write to.
 */
enableCompileCache?.(`${envPaths('rbr', { suffix: '' }).cache}/compiled`);
void import('./run.ts').then(({ runCommandLine }) => runCommandLine());
