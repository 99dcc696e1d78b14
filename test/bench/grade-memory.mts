/**
 * The memory of `rbr grade` on JSONL of 100 MB, 300 MB and 1 GB: the peak of its own process, from start to end.
 * With `--resume` on top, which remembers what is done. Linux only: the peak is read from /proc.
 */
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { wideDocument } from '../support/many-calls.ts';
import { peakOf } from '../support/peak-memory.ts';

const SIZES_MB = [100, 300, 1000];
const MB = 1024 * 1024;

const folder = await mkdtemp(join(tmpdir(), 'rbr-bench-memory-'));
const policy = join(folder, 'wide.rbr.yaml');
await writeFile(policy, wideDocument(10));
for (const megabytes of SIZES_MB) {
  const samples = join(folder, 'many.jsonl');
  const completions = await writeSamples(samples, megabytes * MB);
  const out = join(folder, 'out.jsonl');
  const args = ['grade', samples, '--policy', policy, '--grader', 'labels', '--out', out, '--resume'];
  const first = await peakOf(args);
  const again = await peakOf(args);
  const { size } = await stat(out);
  console.log(
    `  ${String(megabytes).padStart(4)} MB, ${completions} completions: ${first.peakMb} MB at most, ${first.seconds.toFixed(0)} s; resumed when all ${(size / MB).toFixed(0)} MB are there: ${again.peakMb} MB, ${again.seconds.toFixed(0)} s`,
  );
  await Promise.all([samples, out].map((file) => rm(file)));
}
await rm(folder, { recursive: true });

async function writeSamples(path: string, bytes: number): Promise<number> {
  const file = createWriteStream(path);
  const labels = Object.fromEntries(Array.from({ length: 10 }, (_, n) => [`statement_${n}`, n % 2 === 0]));
  let written = 0;
  let count = 0;
  while (written < bytes) {
    const line = `${JSON.stringify({
      id: `item-${count}`,
      response_type: 'comply',
      prompt: [
        { role: 'user', content: `What is the number after ${count}? ${'Tell me more of it. '.repeat(30)}` },
      ],
      completion: `It is ${count + 1}. ${'There is much to be said about numbers. '.repeat(30)}`,
      propositions: labels,
    })}\n`;
    written += line.length;
    count++;
    if (!file.write(line)) await once(file, 'drain');
  }
  file.end();
  await once(file, 'finish');
  return count;
}
