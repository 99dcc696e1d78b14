import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** Chromium as this machine has it; nothing is downloaded. */
export function findChromium(): string {
  const named = process.env.CHROME_PATH;
  const folders = (process.env.PATH ?? '').split(delimiter);
  const found =
    named ??
    folders.flatMap((folder) => NAMES.map((name) => join(folder, name))).find((path) => existsSync(path));
  if (!found || !existsSync(found)) {
    throw new Error('No Chromium: install it (Debian: apt-get install chromium) or name one in CHROME_PATH.');
  }
  return found;
}

export async function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: findChromium(),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
