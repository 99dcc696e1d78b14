import { createHash, createHmac } from 'node:crypto';

// Imported as `#sha256`, which means `sha256-web.ts` where there is no Node (`imports` in package.json).

/** Of the text as UTF-8. */
export function sha256(text: string): Uint8Array {
  return createHash('sha256').update(text).digest();
}

export function sha256Hex(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

export function hmacSha256Hex(key: Uint8Array, text: string): string {
  return createHmac('sha256', key).update(text).digest('hex');
}
