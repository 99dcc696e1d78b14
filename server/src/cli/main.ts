import { enableCompileCache } from 'node:module';
import envPaths from 'env-paths';
import { version } from '../../../package.json';

/*
 * The file that Node is started with: small, because it is compiled with each start. What it loads is compiled once, where
 * Node can keep that (22.8 and newer), in a folder that only the user can write to.
 */
const [asked, ...more] = process.argv.slice(2);
if ((asked === '--version' || asked === '-V') && more.length === 0) process.stdout.write(`${version}\n`);
else {
  enableCompileCache?.(`${envPaths('rbr', { suffix: '' }).cache}/compiled`);
  void import('./run.ts').then(({ runCommandLine }) => runCommandLine());
}
