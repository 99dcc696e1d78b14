import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const RBR = fileURLToPath(new URL('../../dist/rbr.cjs', import.meta.url));

/** Runs the built command line to its end: its time, and the peak of its memory. Linux only: from /proc. */
export async function peakOf(args: readonly string[]): Promise<{ peakMb: number; seconds: number }> {
  const begun = performance.now();
  const child = spawn(process.execPath, [RBR, ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (data) => {
    said += data;
  });
  let peakKb = 0;
  const timer = setInterval(() => {
    try {
      const found = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'));
      peakKb = Math.max(peakKb, Number(found?.[1] ?? 0));
    } catch {
      // It has just ended.
    }
  }, 20);
  const [code] = await once(child, 'exit');
  clearInterval(timer);
  if (code !== 0) throw new Error(said);
  return { peakMb: Math.round(peakKb / 1024), seconds: (performance.now() - begun) / 1000 };
}
