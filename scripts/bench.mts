/** `npm run bench`: every figure that the project quotes, measured. Or those whose file is named. */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';

const asked = process.argv.slice(2);
const files = readdirSync('test/bench').filter((file) => file.endsWith('.mts'));
for (const file of files) {
  if (asked.length > 0 && !asked.some((name) => file.startsWith(name))) continue;
  console.log(`\n${file}`);
  const { status } = spawnSync(process.execPath, [`test/bench/${file}`], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
